"""What Kusto's values are here: JSON values; None is null, and the text of null is empty."""

from __future__ import annotations

import json
from typing import TypeAlias

Value: TypeAlias = object


def text_of(value: Value) -> str:
    """Kusto's `tostring`: objects and arrays as compact JSON, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def order_key(value: Value) -> tuple[int, float, str]:
    """What rows are ordered by: numbers by size, texts by their characters; null is for the caller to place."""
    if isinstance(value, (bool, int, float)):
        return (0, float(value), "")
    return (1, 0.0, text_of(value))


def is_true(value: Value) -> bool:
    """Whether a predicate lets a row through; null does not."""
    return value is True
