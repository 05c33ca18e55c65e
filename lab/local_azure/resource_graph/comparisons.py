"""Kusto's comparisons. What is no text is compared as its text; `has` looks for whole terms of letters and digits.

Source: learn.microsoft.com/azure/data-explorer/kusto/query/datatypes-string-operators.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from local_azure.resource_graph import errors
from local_azure.resource_graph.values import Value, order_key, text_of

Comparison = Callable[[Value, Value], bool]

_NOT_IN_RE2 = re.compile(r"\(\?(=|!|<=|<!|>|P=)|(?<!\\)(\\\\)*\\[1-9]|[*+?}]\+")


def equal(left: Value, right: Value) -> bool:
    """`==`: numbers by value, everything else by its text; null equals nothing."""
    if left is None or right is None:
        return False
    if isinstance(left, (bool, int, float)) and isinstance(right, (bool, int, float)):
        return left == right
    return text_of(left) == text_of(right)


def equal_in_any_case(left: Value, right: Value) -> bool:
    """`=~`."""
    return text_of(left).lower() == text_of(right).lower()


def matches_regex(value: Value, pattern: Value) -> bool:
    """`matches regex`: somewhere in the text, in the language of RE2, which has no look-around and no references."""
    return compiled(text_of(pattern)).search(text_of(value)) is not None


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern; 400 for one that RE2 would refuse."""
    if _NOT_IN_RE2.search(pattern):
        raise errors.invalid_query(f"Invalid regular expression: {pattern}")
    try:
        return re.compile(pattern)
    except re.error as cause:
        raise errors.invalid_query(f"Invalid regular expression: {pattern}: {cause}") from cause


@lru_cache(maxsize=256)
def _term(text: str, flags: int) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(text)}(?![A-Za-z0-9])", flags)


def _has(left: Value, right: Value) -> bool:
    return _term(text_of(right), re.IGNORECASE).search(text_of(left)) is not None


def _has_cs(left: Value, right: Value) -> bool:
    return _term(text_of(right), 0).search(text_of(left)) is not None


def _ordered(test: Callable[[tuple[int, float, str], tuple[int, float, str]], bool]) -> Comparison:
    return lambda left, right: left is not None and right is not None and test(order_key(left), order_key(right))


_POSITIVE: dict[str, Comparison] = {
    "contains": lambda left, right: text_of(right).lower() in text_of(left).lower(),
    "contains_cs": lambda left, right: text_of(right) in text_of(left),
    "startswith": lambda left, right: text_of(left).lower().startswith(text_of(right).lower()),
    "startswith_cs": lambda left, right: text_of(left).startswith(text_of(right)),
    "endswith": lambda left, right: text_of(left).lower().endswith(text_of(right).lower()),
    "endswith_cs": lambda left, right: text_of(left).endswith(text_of(right)),
    "has": _has,
    "has_cs": _has_cs,
}


def _not(test: Comparison) -> Comparison:
    return lambda left, right: not test(left, right)


COMPARISONS: dict[str, Comparison] = {
    "==": equal,
    "=~": equal_in_any_case,
    "!=": _not(equal),
    "!~": _not(equal_in_any_case),
    "<": _ordered(lambda left, right: left < right),
    ">": _ordered(lambda left, right: left > right),
    "<=": _ordered(lambda left, right: left <= right),
    ">=": _ordered(lambda left, right: left >= right),
    **_POSITIVE,
    **{f"!{name}": _not(test) for name, test in _POSITIVE.items()},
}

_IN = {"in": equal, "in~": equal_in_any_case, "has_any": _has, "has_all": _has}


def is_member(operator: str, value: Value, among: list[Value]) -> bool:
    """`in`, `in~`, their negations, `has_any` and `has_all`."""
    test = _IN[operator.removeprefix("!")]
    found = [test(value, each) for each in among]
    if operator == "has_all":
        return all(found)
    return any(found) != operator.startswith("!")
