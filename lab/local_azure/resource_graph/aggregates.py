"""Kusto's aggregates that are understood here: from the values that an expression has in a group of rows to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from local_azure.resource_graph.values import Value, is_true, order_key, text_of

Aggregate = Callable[[Sequence[Value]], Value]


def _numbers(values: Sequence[Value]) -> list[float]:
    return [each for each in values if isinstance(each, (int, float)) and not isinstance(each, bool)]


def _known(values: Sequence[Value]) -> list[Value]:
    return [each for each in values if each is not None]


def _once(values: Sequence[Value]) -> list[Value]:
    return list({text_of(each): each for each in reversed(_known(values))}.values())[::-1]


def _average(values: Sequence[Value]) -> Value:
    numbers = _numbers(values)
    return sum(numbers) / len(numbers) if numbers else None


AGGREGATES: dict[str, tuple[str, Aggregate]] = {
    "count": ("count_", len),
    "countif": ("countif_", lambda values: sum(is_true(each) for each in values)),
    "dcount": ("dcount_", lambda values: len(_once(values))),
    "sum": ("sum_", lambda values: sum(_numbers(values))),
    "avg": ("avg_", _average),
    "min": ("min_", lambda values: min(_known(values), key=order_key, default=None)),
    "max": ("max_", lambda values: max(_known(values), key=order_key, default=None)),
    "make_list": ("list_", _known),
    "make_set": ("set_", _once),
    "take_any": ("", lambda values: next(iter(_known(values)), None)),
    "any": ("any_", lambda values: next(iter(_known(values)), None)),
}
"""How the column begins that each becomes where no name is given, and what it computes."""
