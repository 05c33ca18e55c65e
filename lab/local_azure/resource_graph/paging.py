"""Pages of an answer. A token counts rows, so that rows shift when something comes or goes between two pages (seen)."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from local_azure.arm.json_types import Json, as_object
from local_azure.resource_graph import errors
from local_azure.resource_graph.operators import Table

MOST_ROWS = 1000


@dataclass(frozen=True)
class Options:
    """Which rows are asked for, and how they are written."""

    first: int = 0
    rows: int = MOST_ROWS
    as_table: bool = False


@dataclass(frozen=True)
class Page:
    """Some rows of a table; `token` leads to the next, `truncated` says that there are more and no way to them."""

    table: Table
    rows: list[Json]
    token: str | None
    truncated: bool


def options_of(body: Json) -> Options:
    """The options of a request; 400 for those that cannot be used."""
    sent = as_object(body.get("options"))
    rows, first = sent.get("$top", MOST_ROWS), sent.get("$skip", 0)
    if not isinstance(rows, int) or not 1 <= rows <= MOST_ROWS:
        raise errors.invalid_request("options.$top", f"a number from 1 to {MOST_ROWS} is expected, found {rows!r}")
    if not isinstance(first, int) or first < 0:
        raise errors.invalid_request("options.$skip", f"a number of 0 or more is expected, found {first!r}")
    as_table = str(sent.get("resultFormat", "objectArray")).lower() == "table"
    token: object = sent.get("$skipToken")
    if not token:
        return Options(first, rows, as_table)
    read = _read_token(str(token))
    return Options(int(read["RowsToSkip"]), int(rows if "$top" in sent else read["MaxRows"]), as_table)


def page_of(table: Table, options: Options) -> Page:
    """The rows that are asked for; there is a way to further ones only where `id` is a column and nothing limits."""
    end = options.first + options.rows
    rows, more = table.rows[options.first : end], end < len(table.rows)
    can_go_on = "id" in table.columns and not table.ends_paging
    token = _token(options.rows, end) if more and can_go_on else None
    return Page(table, rows, token, more and not can_go_on)


def _token(rows: int, following: int) -> str:
    """Base64 of JSON, as seen (lab/tests/recorded/facts/cli_2021-03-01_resource_graph_next_page.jsonl)."""
    content = {"$id": "1", "MaxRows": rows, "RowsToSkip": following, "KustoClusterUrl": "https://local-azure.invalid"}
    return base64.b64encode(json.dumps(content, indent=2).replace("\n", "\r\n").encode()).decode()


def _read_token(text: str) -> Json:
    try:
        read = as_object(json.loads(base64.b64decode(text, validate=True)))
        return {name: int(read[name]) for name in ("MaxRows", "RowsToSkip")}
    except (ValueError, KeyError, TypeError) as cause:
        raise errors.invalid_request("options.$skipToken", "it is not one that an answer gave") from cause
