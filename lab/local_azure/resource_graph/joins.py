"""`join`: the rows of two tables side by side, as far as Resource Graph has it.

Source: learn.microsoft.com/azure/governance/resource-graph/concepts/query-language ("Supported tabular/top level
operators"): the kinds innerunique (the default), inner, leftouter and fullouter, and no more than three in a query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from local_azure.resource_graph import errors
from local_azure.resource_graph.operators import Operator, Table
from local_azure.resource_graph.values import text_of

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json

KINDS = ("innerunique", "inner", "leftouter", "fullouter")
MOST = 3
ReadTable: TypeAlias = Callable[[str], Table]
"""The table of a name; 400 for one that is not there."""


@dataclass(frozen=True)
class Query:
    """The table's name in lower case, and what is done with its rows."""

    table: str
    operators: tuple[Operator | Join, ...]

    @property
    def joins(self) -> int:
        """How many there are, those within others too."""
        return sum(1 + each.right.joins for each in self.operators if isinstance(each, Join))


@dataclass(frozen=True)
class Join:
    """The rows of another query beside those before it, where the columns of `on` (left, right) are the same."""

    kind: str
    right: Query
    on: tuple[tuple[str, str], ...]

    def apply(self, left: Table, read: ReadTable) -> Table:
        """What both have; of the right columns those whose name is taken end in 1."""
        right = carry_out(self.right, read)
        for table, names in ((left, [each for each, _ in self.on]), (right, [each for _, each in self.on])):
            for name in names:
                if name not in table.columns:
                    raise errors.invalid_query(f"join: there is no column '{name}' on one of its sides")
        renamed = {name: f"{name}1" if name in left.columns else name for name in right.columns}
        columns = (*left.columns, *renamed.values())
        rows = [dict.fromkeys(columns) | row for row in self._rows(left, right, renamed)]
        return Table(columns, rows, left.ends_paging or right.ends_paging)

    def _rows(self, left: Table, right: Table, renamed: dict[str, str]) -> list[Json]:
        by_key: dict[str, list[Json]] = {}
        for row in right.rows:
            shown = {renamed[name]: value for name, value in row.items()}
            by_key.setdefault(_key(row, [name for _, name in self.on]), []).append(shown)
        keyed = [(_key(row, [name for name, _ in self.on]), row) for row in left.rows]
        if self.kind == "innerunique":
            keyed = list({key: (key, row) for key, row in reversed(keyed)}.values())[::-1]
        found = [row | other for key, row in keyed for other in by_key.get(key, ())]
        if self.kind in ("leftouter", "fullouter"):
            found += [row for key, row in keyed if key not in by_key]
        if self.kind == "fullouter":
            seen = {key for key, _ in keyed}
            found += [row for key, rows in by_key.items() if key not in seen for row in rows]
        return found


def carry_out(query: Query, read: ReadTable) -> Table:
    """The rows of a query."""
    table = read(query.table)
    for operator in query.operators:
        table = operator.apply(table, read) if isinstance(operator, Join) else operator(table)
    return table


def _key(row: Json, names: Sequence[str]) -> str:
    return text_of([row.get(name) for name in names])
