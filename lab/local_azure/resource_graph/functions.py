"""Kusto's scalar functions that are understood here."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import cast

from local_azure.resource_graph.comparisons import compiled
from local_azure.resource_graph.values import Value, is_true, text_of

Function = Callable[[Sequence[Value]], Value]


def _parsed(values: Sequence[Value]) -> Value:
    try:
        parsed: Value = json.loads(text_of(values[0]))
    except ValueError:
        return values[0]
    return parsed


def _whole_number(values: Sequence[Value]) -> Value:
    try:
        return int(float(text_of(values[0])))
    except ValueError:
        return None


def _is_null(values: Sequence[Value]) -> Value:
    return values[0] is None


def _is_empty(values: Sequence[Value]) -> Value:
    return text_of(values[0]) == ""


def _not(values: Sequence[Value]) -> Value:
    return None if values[0] is None else not is_true(values[0])


def _length(values: Sequence[Value]) -> Value:
    value = values[0]
    return len(cast("list[Value]", value)) if isinstance(value, list) else None


def _split(values: Sequence[Value]) -> Value:
    return text_of(values[0]).split(text_of(values[1]))


def _if(values: Sequence[Value]) -> Value:
    return values[1] if is_true(values[0]) else values[2]


def _case(values: Sequence[Value]) -> Value:
    pairs = zip(values[0:-1:2], values[1:-1:2], strict=True)
    return next((then for when, then in pairs if is_true(when)), values[-1])


def _first_known(values: Sequence[Value]) -> Value:
    return next((each for each in values if each is not None and text_of(each) != ""), None)


def _extract(values: Sequence[Value]) -> Value:
    """A group of what a regular expression finds first; nothing where it finds nothing."""
    found = compiled(text_of(values[0])).search(text_of(values[2]))
    return "" if found is None else found[int(text_of(values[1]))] or ""


def _replaced(values: Sequence[Value]) -> Value:
    return text_of(values[0]).replace(text_of(values[1]), text_of(values[2]))


def _part(values: Sequence[Value]) -> Value:
    text, start = text_of(values[0]), int(text_of(values[1]))
    return text[start : start + int(text_of(values[2]))] if len(values) == 3 else text[start:]


FUNCTIONS: dict[str, tuple[range, Function]] = {
    "tostring": (range(1, 2), lambda values: text_of(values[0])),
    "tolower": (range(1, 2), lambda values: text_of(values[0]).lower()),
    "toupper": (range(1, 2), lambda values: text_of(values[0]).upper()),
    "toint": (range(1, 2), _whole_number),
    "tolong": (range(1, 2), _whole_number),
    "not": (range(1, 2), _not),
    "isnull": (range(1, 2), _is_null),
    "isnotnull": (range(1, 2), lambda values: values[0] is not None),
    "isempty": (range(1, 2), _is_empty),
    "isnotempty": (range(1, 2), lambda values: text_of(values[0]) != ""),
    "strcat": (range(1, 65), lambda values: "".join(text_of(each) for each in values)),
    "iff": (range(3, 4), _if),
    "iif": (range(3, 4), _if),
    "case": (range(3, 65, 2), _case),
    "coalesce": (range(2, 65), _first_known),
    "extract": (range(3, 4), _extract),
    "replace_string": (range(3, 4), _replaced),
    "substring": (range(2, 4), _part),
    "tobool": (range(1, 2), lambda values: text_of(values[0]).lower() in ("true", "1")),
    "strlen": (range(1, 2), lambda values: len(text_of(values[0]))),
    "split": (range(2, 3), _split),
    "array_length": (range(1, 2), _length),
    "parse_json": (range(1, 2), _parsed),
    "todynamic": (range(1, 2), _parsed),
}
"""How many arguments each takes, and what it computes of them."""
