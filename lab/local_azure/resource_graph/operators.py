"""Kusto's tabular operators: each makes a table of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from local_azure.arm.json_types import Json
from local_azure.resource_graph import errors
from local_azure.resource_graph.aggregates import AGGREGATES
from local_azure.resource_graph.expressions import Expression
from local_azure.resource_graph.values import Value, is_true, order_key, text_of


@dataclass(frozen=True)
class Table:
    """Columns and rows; `ends_paging` once an operator limits or sums up the rows."""

    columns: tuple[str, ...]
    rows: list[Json]
    ends_paging: bool = False


@dataclass(frozen=True)
class Column:
    """A column that is computed."""

    name: str
    expression: Expression


@dataclass(frozen=True)
class Order:
    """What rows are ordered by."""

    expression: Expression
    descending: bool
    nulls_first: bool


Operator = Callable[[Table], Table]


def where(predicate: Expression) -> Operator:
    """The rows that the predicate is true of."""

    def apply(table: Table) -> Table:
        _require(table, [predicate])
        kept = [row for row in table.rows if is_true(predicate.evaluate(row))]
        return Table(table.columns, kept, table.ends_paging)

    return apply


def project(columns: Sequence[Column]) -> Operator:
    """These columns and no others."""

    def apply(table: Table) -> Table:
        _require(table, [each.expression for each in columns])
        rows = [{each.name: each.expression.evaluate(row) for each in columns} for row in table.rows]
        return Table(tuple(dict.fromkeys(each.name for each in columns)), rows, table.ends_paging)

    return apply


def project_away(names: Sequence[str]) -> Operator:
    """All columns but these."""

    def apply(table: Table) -> Table:
        _require_columns(table, names)
        left = tuple(each for each in table.columns if each not in names)
        return Table(left, [{name: row[name] for name in left} for row in table.rows], table.ends_paging)

    return apply


def extend(columns: Sequence[Column]) -> Operator:
    """All columns, and these."""

    def apply(table: Table) -> Table:
        _require(table, [each.expression for each in columns])
        rows = [row | {each.name: each.expression.evaluate(row) for each in columns} for row in table.rows]
        names = dict.fromkeys([*table.columns, *(each.name for each in columns)])
        return Table(tuple(names), rows, table.ends_paging)

    return apply


def order(by: Sequence[Order]) -> Operator:
    """The rows in an order; the first of `by` counts most."""

    def apply(table: Table) -> Table:
        _require(table, [each.expression for each in by])
        rows = table.rows
        for each in reversed(by):
            rows = _sorted(rows, each)
        return Table(table.columns, rows, table.ends_paging)

    return apply


def limit(count: int) -> Operator:
    """No more rows than these."""
    return lambda table: Table(table.columns, table.rows[:count], ends_paging=True)


def count_rows() -> Operator:
    """One row: how many there are."""
    return lambda table: Table(("Count",), [{"Count": len(table.rows)}], ends_paging=True)


def distinct(columns: Sequence[Column]) -> Operator:
    """Each combination of these once."""

    def apply(table: Table) -> Table:
        found = project(columns)(table)
        rows = list({text_of(list(row.values())): row for row in reversed(found.rows)}.values())
        return Table(found.columns, rows[::-1], ends_paging=True)

    return apply


def summarize(aggregates: Sequence[Column], by: Sequence[Column]) -> Operator:
    """One row for each combination of `by`, with what the aggregates make of the rows that have it."""

    def apply(table: Table) -> Table:
        _require(table, [each.expression for each in (*aggregates, *by)])
        groups: dict[str, tuple[Json, list[Json]]] = {} if by else {"[]": ({}, [])}
        for row in table.rows:
            values = {each.name: each.expression.evaluate(row) for each in by}
            groups.setdefault(text_of(list(values.values())), (values, []))[1].append(row)
        rows = [
            values | {each.name: _summed_up(each.expression, of_it) for each in aggregates}
            for values, of_it in groups.values()
        ]
        return Table((*(each.name for each in by), *(each.name for each in aggregates)), rows, ends_paging=True)

    return apply


def project_rename(names: Sequence[tuple[str, str]]) -> Operator:
    """The same columns, some of them under a new name (new, old)."""

    def apply(table: Table) -> Table:
        _require_columns(table, [old for _, old in names])
        renamed = {name: name for name in table.columns} | {old: new for new, old in names}
        rows = [{renamed[name]: value for name, value in row.items()} for row in table.rows]
        return Table(tuple(renamed[name] for name in table.columns), rows, table.ends_paging)

    return apply


def mv_expand(column: Column, most: int) -> Operator:
    """One row for each entry of an array, or member of an object; where there is none, one row without (inferred)."""

    def apply(table: Table) -> Table:
        _require(table, [column.expression])
        rows = [
            row | {column.name: entry}
            for row in table.rows
            for entry in _entries(column.expression.evaluate(row))[:most]
        ]
        return Table(tuple(dict.fromkeys((*table.columns, column.name))), rows, table.ends_paging)

    return apply


def _entries(value: Value) -> list[Value]:
    if isinstance(value, list):
        return cast("list[Value]", value) or [None]
    if isinstance(value, dict):
        return [{name: each} for name, each in cast("Json", value).items()] or [None]
    return [value]


def _summed_up(expression: Expression, rows: list[Json]) -> Value:
    _, function = AGGREGATES[expression.aggregate or "count"]
    return function([expression.evaluate(row) for row in rows])


def _sorted(rows: list[Json], by: Order) -> list[Json]:
    valued = [(by.expression.evaluate(row), row) for row in rows]
    nulls = [row for value, row in valued if value is None]
    others = [(order_key(value), row) for value, row in valued if value is not None]
    others.sort(key=lambda each: each[0], reverse=by.descending)
    found = [row for _, row in others]
    return nulls + found if by.nulls_first else found + nulls


def _require(table: Table, expressions: Sequence[Expression]) -> None:
    for each in expressions:
        _require_columns(table, sorted(each.columns))


def _require_columns(table: Table, names: Sequence[str]) -> None:
    for name in names:
        if name not in table.columns:
            raise errors.invalid_query(f"Failed to resolve scalar expression named '{name}'")
