"""`POST /providers/Microsoft.ResourceGraph/resources`: the request's body, and the answer.

Source: lab/tests/recorded/facts/cli_2021-03-01_resource_graph_next_page.jsonl.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local_azure.arm.endpoint import Endpoint
from local_azure.arm.json_types import Json, as_list
from local_azure.arm.resource_type import Call, Result
from local_azure.resource_graph import errors
from local_azure.resource_graph.joins import carry_out
from local_azure.resource_graph.paging import Options, Page, options_of, page_of
from local_azure.resource_graph.tables import Sight, table_named

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "Microsoft.ResourceGraph/resources"
API_VERSIONS = ("2018-09-01-preview", "2019-04-01", "2021-03-01", "2022-10-01", "2024-04-01")


def query_resources(call: Call, _names: dict[str, str]) -> Result:
    """POST: carry out a query over what the caller may read."""
    from local_azure.resource_graph.parsing import parse  # with its library only when there is a query

    text: object = call.body.get("query")
    if not isinstance(text, str) or not text.strip():
        raise errors.invalid_request("query", "a query is required")
    if call.body.get("facets"):
        raise errors.not_supported("facets")
    options, query = options_of(call.body), parse(text)
    if call.principal is None:
        raise errors.access_denied()
    sight, subscriptions = Sight(call.world, call.principal), _subscriptions(call)
    table = carry_out(query, lambda name: table_named(name, sight, subscriptions))
    return Result(200, _answer(page_of(table, options), options))


def _subscriptions(call: Call) -> Sequence[str]:
    """Those of the body in lower case, or all; the tenant's own management group holds all of them, no other any."""
    named = as_list(call.body.get("subscriptions"))
    groups = [str(each).lower() for each in as_list(call.body.get("managementGroups"))]
    if named:
        return list(dict.fromkeys(str(each).lower() for each in named))
    if groups and call.world.settings.tenant_id not in groups:
        return []
    return call.world.settings.subscriptions


def _answer(page: Page, options: Options) -> Json:
    body: Json = {
        "totalRecords": len(page.table.rows),
        "count": len(page.rows),
        "data": _as_table(page) if options.as_table else page.rows,
        "facets": [],
        "resultTruncated": "true" if page.truncated else "false",
    }
    size = len(json.dumps(body["data"], separators=(",", ":"), ensure_ascii=False))
    if size > errors.MOST_BYTES:
        raise errors.payload_too_large(size)
    return body if page.token is None else {**body, "$skipToken": page.token}


def _as_table(page: Page) -> Json:
    columns = [{"name": name, "type": _type(page, name)} for name in page.table.columns]
    return {"columns": columns, "rows": [[row[name] for name in page.table.columns] for row in page.rows]}


def _type(page: Page, name: str) -> str:
    values = [row[name] for row in page.rows if row[name] is not None]
    if values and isinstance(values[0], bool):
        return "boolean"
    if values and isinstance(values[0], int):
        return "integer"
    return "object" if values and isinstance(values[0], (dict, list)) else "string"


ENDPOINTS = (
    Endpoint("POST", f"/providers/{NAME}", NAME, API_VERSIONS, query_resources, needs_json=True),
)  # fmt: skip
