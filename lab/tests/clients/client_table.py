"""The table client by resource type in docs/clients.md, made of what the suite's clients asked of local Azure.

`pytest tests/clients --client-table check` ends with a failure where the page says something else than was asked;
`--client-table write` corrects it. Only columns of clients that ran are judged and written, so that one that takes
hours to build keeps its column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.clients.summary import UNKNOWN, Requests

PAGE = Path(__file__).parents[3] / "docs" / "clients.md"
BEGIN, END = "<!-- client table: begin -->\n", "<!-- client table: end -->\n"
FIRST = "resource type"
NOTHING = "-"
ORDER = ("get", "head", "list", "put", "patch", "delete")
"""How operations stand in a cell; others, which are actions, follow."""

Column = dict[str, set[str]]
"""Resource type to the operations that a client asked of it."""


def columns(asked: Iterable[tuple[str, Requests]]) -> dict[str, Column]:
    """Each client's column, of its requests."""
    found: dict[str, Column] = {}
    for client, requests in asked:
        column = found.setdefault(client, {})
        for name, _ in requests:
            kind, _, operation = name.rpartition(" ") if name != UNKNOWN else (UNKNOWN, "", "refused")
            column.setdefault(kind, set()).add(operation)
    return found


def read(page: str) -> dict[str, Column]:
    """The columns that a page has."""
    lines = _between(page).splitlines()
    if not lines:
        return {}
    clients = _cells(lines[0])[1:]
    found: dict[str, Column] = {client: {} for client in clients}
    for line in lines[2:]:
        kind, *cells = _cells(line)
        for client, cell in zip(clients, cells, strict=True):
            if cell != NOTHING:
                found[client][kind.strip("`")] = set(cell.split(", "))
    return found


def written(page: str, asked: Mapping[str, Column]) -> str:
    """The page with the columns of `asked` in place of its own."""
    kept = {**read(page), **asked}
    clients = sorted(kept, key=str.lower)
    kinds = sorted({kind for column in kept.values() for kind in column}, key=lambda kind: (kind == UNKNOWN, kind))
    rows = [[FIRST, *clients], ["---"] * (len(clients) + 1)]
    for kind in kinds:
        label = kind if kind == UNKNOWN else f"`{kind}`"
        rows.append([label, *(_cell(kept[client].get(kind, set())) for client in clients)])
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + table + END + rest.partition(END)[2]


def differences(page: str, asked: Mapping[str, Column]) -> list[str]:
    """What the page says otherwise than `asked`, a line each."""
    said = read(page)
    lines: list[str] = []
    for client, column in sorted(asked.items()):
        own = said.get(client, {})
        for kind in sorted({*own, *column}):
            here, there = _cell(column.get(kind, set())), _cell(own.get(kind, set()))
            if here != there:
                lines.append(f"{client}, {kind}: asked {here}, the page says {there}")
    return lines


def _between(page: str) -> str:
    return page.partition(BEGIN)[2].partition(END)[0]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _cell(operations: set[str]) -> str:
    known = [each for each in ORDER if each in operations]
    return ", ".join([*known, *sorted(operations.difference(ORDER))]) or NOTHING
