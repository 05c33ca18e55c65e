"""The shape of an answer: every key, every JSON type, and of strings the class of their spelling.

A shape is JSON itself: an object of shapes, a list of shapes, or one word for a value. Words that a client decides
by (`provisioningState`, `type`, …) stand for themselves, booleans too.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias, cast

from local_azure.arm.regions import REGIONS

Shape: TypeAlias = Any

LITERAL = frozenset(
    (
        *("type", "provisioningState", "status", "state", "aggregatedState", "hyperVGeneration", "osType", "osState"),
        *("architecture", "createOption", "code", "level", "hostCaching", "caching", "storageAccountType"),
        *("diskState", "validationOperationStatus", "executionState", "displayStatus", "principalType"),
    )
)

_DISPLAY_NAMES = frozenset(region.display_name for region in REGIONS.values())
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def shape_of(value: object, key: str = "") -> Shape:
    """The shape of a JSON value; `key` is the name it stands under."""
    if isinstance(value, dict):
        return {name: shape_of(each, name) for name, each in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [shape_of(each, key) for each in cast("list[object]", value)]
    if isinstance(value, str):
        return value if key in LITERAL else spelling(value)
    if isinstance(value, bool) or value is None:
        return value
    return "number"


def spelling(text: str) -> str:
    """What kind of string this is: an id (by its pattern), a region's short or display name, a time, a GUID, text."""
    if text.startswith("/"):
        return _id_pattern(text)
    if text in _DISPLAY_NAMES:
        return "region, display name"
    if text in REGIONS:
        return "region, short name"
    if found := _TIME.fullmatch(text):
        return "time Z" if found.group(2) == "Z" else "time with offset"
    return "guid" if _GUID.fullmatch(text) else "text"


def differences(expected: Shape, actual: Shape, path: str = "") -> dict[str, str]:
    """Where two shapes differ, by path (`properties.targetRegions[0].name`), with what was wanted and found."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return _in_objects(cast("dict[str, Shape]", expected), cast("dict[str, Shape]", actual), path)
    if isinstance(expected, list) and isinstance(actual, list):
        return _in_lists(cast("list[Shape]", expected), cast("list[Shape]", actual), path)
    return {} if expected == actual else {path or ".": f"recorded {_short(expected)}, answered {_short(actual)}"}


def _in_objects(expected: dict[str, Shape], actual: dict[str, Shape], path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in {**expected, **actual}:
        here = f"{path}.{name}".lstrip(".")
        if name not in actual:
            found[here] = "recorded, not answered"
        elif name not in expected:
            found[here] = "answered, not recorded"
        else:
            found |= differences(expected[name], actual[name], here)
    return found


def _in_lists(expected: list[Shape], actual: list[Shape], path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if len(expected) != len(actual):
        found[f"{path}[]"] = f"recorded {len(expected)} entries, answered {len(actual)}"
    for index, (wanted, given) in enumerate(zip(expected, actual, strict=False)):
        found |= differences(wanted, given, f"{path}[{index}]")
    return found


def _id_pattern(text: str) -> str:
    """`/subscriptions/*/resourceGroups/*/providers/Microsoft.Compute/images/*`; `^` is a group in UPPER CASE."""
    segments = text.split("/")[1:]
    pattern = [segment if index % 2 == 0 else "*" for index, segment in enumerate(segments)]
    for index in range(1, len(segments), 2):
        before = segments[index - 1].lower()
        if before == "providers":
            pattern[index] = segments[index]
        if before == "resourcegroups" and segments[index].isupper():
            pattern[index] = "^"
    return "/" + "/".join(pattern)


def _short(shape: Shape) -> str:
    text = str(shape)
    return text if len(text) <= 80 else f"{text[:77]}..."
