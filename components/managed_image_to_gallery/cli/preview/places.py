"""In which line of a stack's file a value of the config stands: pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.azure.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LAST_STEP = re.compile(r"(\.[^.\[\]]+|\[\d+\])\Z")


def lines_in(text: str) -> dict[str, int]:
    """The line (from 1) of every value of the project's config, by its path as faults spell it (`migrations[1].name`).

    None of a file that is no YAML: the engine says what is wrong with it.
    """
    try:
        root = cast("yaml.Node | None", yaml.compose(text, Loader=yaml.SafeLoader))  # pyright: ignore[reportUnknownMemberType]
    except yaml.YAMLError:
        return {}
    config = dict(_members(root)).get("config") if root is not None else None
    found: dict[str, int] = {}
    seen: set[int] = set()
    for key, value in _members(config[0]) if config else ():
        if key.startswith(f"{PROJECT}:"):
            found.update(_places(key.removeprefix(f"{PROJECT}:"), *value, seen))
    return found


def line_of(lines: Mapping[str, int], path: str) -> int | None:
    """The line of a path; of one that the file does not have, the line of what it belongs to."""
    while path and path not in lines:
        shorter = _LAST_STEP.sub("", path)
        path = shorter if shorter != path else ""
    return lines.get(path)


def _places(path: str, node: yaml.Node, line: int, seen: set[int]) -> Iterator[tuple[str, int]]:
    """The path itself, and all below it; a node that an anchor repeats, or that holds itself, is gone through once."""
    yield path, line
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(cast("list[yaml.Node]", node.value)):
            yield from _places(f"{path}[{index}]", item, item.start_mark.line + 1, seen)
    for key, value in _members(node):
        yield from _places(f"{path}.{key}", *value, seen)


def _members(node: yaml.Node | None) -> Iterator[tuple[str, tuple[yaml.Node, int]]]:
    """The members of a mapping, each with the line of its key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
            yield str(key.value), (value, key.start_mark.line + 1)
