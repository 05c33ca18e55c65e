"""What is computed of a row: a column and what lies in it, a constant, a call, a comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from local_azure.arm.json_types import Json
from local_azure.resource_graph import errors
from local_azure.resource_graph.aggregates import AGGREGATES
from local_azure.resource_graph.comparisons import COMPARISONS, compiled, is_member, matches_regex
from local_azure.resource_graph.functions import FUNCTIONS
from local_azure.resource_graph.values import Value, is_true

Evaluate = Callable[[Json], Value]


@dataclass(frozen=True)
class Expression:
    """What it computes, the columns it reads, and the column it becomes where no name is given.

    `aggregate` is the function over many rows that it stands for, each with what `evaluate` computes of it;
    `is_predicate` says whether `where` takes it.
    """

    evaluate: Evaluate
    columns: frozenset[str] = frozenset()
    name: str | None = None
    aggregate: str | None = None
    is_predicate: bool = True


def path(column: str, steps: Sequence[str | int]) -> Expression:
    """A column, or what lies in it; `properties.a.b` becomes the column `properties_a_b`."""

    def evaluate(row: Json) -> Value:
        value: Value = row.get(column)
        for step in steps:
            value = _inside(value, step)
        return value

    name = "_".join([column, *(str(step) for step in steps)])
    return Expression(evaluate, frozenset({column}), name, is_predicate=False)


def within(whole: Expression, steps: Sequence[str | int]) -> Expression:
    """What lies in a value that is computed: `split(id, '/')[2]`."""

    def evaluate(row: Json) -> Value:
        value = whole.evaluate(row)
        for step in steps:
            value = _inside(value, step)
        return value

    return Expression(evaluate, _columns([whole]), whole.name) if steps else whole


def constant(value: Value) -> Expression:
    """The same for every row."""
    return Expression(lambda _: value)


def call(name: str, arguments: Sequence[Expression]) -> Expression:
    """A function; one that is not known is refused by its name."""
    if name in AGGREGATES:
        return _aggregate(name, arguments)
    if name not in FUNCTIONS:
        raise errors.not_supported(name)
    count, function = FUNCTIONS[name]
    if len(arguments) not in count:
        raise errors.invalid_query(f"{name}(): function expects {count.start} argument(s).")
    first = arguments[0]
    return Expression(
        lambda row: function([each.evaluate(row) for each in arguments]), _columns(arguments), name=first.name
    )


def _aggregate(name: str, arguments: Sequence[Expression]) -> Expression:
    """Of `count` without an argument: the rows themselves are counted."""
    if len(arguments) != (0 if name == "count" else 1):
        raise errors.invalid_query(f"{name}(): function expects {0 if name == 'count' else 1} argument(s).")
    columns, prefix = _columns(arguments), AGGREGATES[name][0]
    evaluate: Evaluate = arguments[0].evaluate if arguments else constant(None).evaluate
    of = (arguments[0].name or "") if arguments and name != "countif" else ""
    return Expression(evaluate, columns, name=f"{prefix}{of}" or None, aggregate=name)


def compare(left: Expression, operator: str, right: Expression) -> Expression:
    """A comparison."""
    test = COMPARISONS[operator]
    return Expression(lambda row: test(left.evaluate(row), right.evaluate(row)), _columns([left, right]))


def matches(value: Expression, pattern: Expression) -> Expression:
    """`matches regex`; the pattern is checked even when there is no row."""
    if not pattern.columns:
        compiled(str(pattern.evaluate({})))
    return Expression(lambda row: matches_regex(value.evaluate(row), pattern.evaluate(row)), _columns([value, pattern]))


def member(value: Expression, operator: str, among: Sequence[Expression]) -> Expression:
    """`in` and its kin."""

    def evaluate(row: Json) -> Value:
        return is_member(operator, value.evaluate(row), [each.evaluate(row) for each in among])

    return Expression(evaluate, _columns([value, *among]))


def all_of(parts: Sequence[Expression]) -> Expression:
    """`and`."""
    return Expression(lambda row: all(is_true(part.evaluate(row)) for part in parts), _columns(parts))


def any_of(parts: Sequence[Expression]) -> Expression:
    """`or`."""
    return Expression(lambda row: any(is_true(part.evaluate(row)) for part in parts), _columns(parts))


def _columns(parts: Sequence[Expression]) -> frozenset[str]:
    for part in parts:
        if part.aggregate is not None:
            raise errors.invalid_query(f"the aggregate '{part.aggregate}()' stands alone, and in 'summarize' only")
    return frozenset(name for part in parts for name in part.columns)


def _inside(value: Value, step: str | int) -> Value:
    if isinstance(value, dict) and isinstance(step, str):
        return cast("Json", value).get(step)
    if isinstance(value, list) and isinstance(step, int):
        entries = cast("list[Value]", value)
        return entries[step] if -len(entries) <= step < len(entries) else None
    return None
