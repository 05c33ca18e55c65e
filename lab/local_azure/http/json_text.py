"""JSON from outside, read so that nothing in it can fail later: at storing it, at answering it."""

from __future__ import annotations

import json
import math
from typing import NoReturn, cast

MAX_DEPTH = 64
"""How deep objects and lists may be nested: the limit of the JSON reader that Azure's services use (.NET's default)."""


def read_json(text: bytes) -> object:
    """The value that a body holds. Raises ValueError, with a reason, for everything that RFC 8259 does not allow.

    Python's own reader takes more: `NaN` and infinities, halves of surrogate pairs, integers and depths without end.
    """
    try:
        value: object = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels") from None
    _check_depth(value)
    if b"\\ud" in text.lower():
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large a number")
    return number


def _check_depth(value: object) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels")


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(cast("dict[str, object]", value).values())
    return cast("list[object]", value) if isinstance(value, list) else []
