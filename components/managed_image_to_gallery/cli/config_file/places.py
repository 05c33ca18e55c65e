"""Where in a stack's file something stands that a fault is about: the line, and the text as it is written. Pure.

A fault names a path (`migrations[48].tags.built`), which nobody finds in a file of eight hundred lines, and the value
that the engine has made of the text: 1.1 of `1.10`. The file says what was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.cli.config_file.resolved import NotEditable, root_of
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.text_files import text_in
from managed_image_to_gallery.config.structure import YAML_READS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from managed_image_to_gallery.config.faults import Fault

_INDEX = re.compile(r"\[(\d+)\]")
_MERGE = "<<"


@dataclass(frozen=True)
class Place:
    """A line, counted from 1, and the text of the value there; None where a part of the path is not in the file."""

    line: int
    written: str | None


@dataclass(frozen=True)
class FilePlaces:
    """The places in one stack's file, by its name; none in a file that is no YAML mapping."""

    name: str = ""
    root: yaml.Node | None = None

    @classmethod
    def of(cls, name: str, text: str) -> FilePlaces:
        """Those of a text; what is wrong with one that cannot be read is the engine's to say."""
        try:
            return cls(name, root_of(text))
        except NotEditable:
            return cls(name)

    @classmethod
    def in_file(cls, file: Path) -> FilePlaces:
        """Those of a file; none in one that cannot be read."""
        try:
            return cls.of(file.name, text_in(file))
        except (OSError, CommandFailed):
            return cls(file.name)

    def place(self, path: str) -> str:
        """`Pulumi.dev.yaml:12`; empty for what is not in the file."""
        found = place_of(self.root, path) if self.root is not None and path else None
        return f"{self.name}:{found.line}" if found else ""


def located(faults: Iterable[Fault], text: str) -> list[Fault]:
    """The faults with the lines of a stack's file, and with what is written there where YAML reads something else."""
    faults = list(faults)
    try:
        root = root_of(text)
    except NotEditable:
        return faults
    return [_located(fault, place_of(root, fault.path)) for fault in faults]


def _located(fault: Fault, place: Place | None) -> Fault:
    if place is None:
        return fault
    if not fault.rule.startswith(YAML_READS) or place.written in (None, "", "~"):
        return replace(fault, line=place.line)
    return replace(fault, line=place.line, value=place.written, remedy=f'Write it in quotes: "{place.written}".')


def place_of(root: yaml.Node, path: str) -> Place | None:
    """The place of a path below the project's keys: its own, or that of the nearest part of it that is there.

    None where not even the first key is in the file.
    """
    node, line, rest = root, 0, f"config.{PROJECT}:{path}"
    while rest:
        step = _step(node, rest)
        if step is None:
            return None if rest.startswith(("config.", f"{PROJECT}:")) else Place(line, None)
        node, line, rest = step
    return Place(line, str(node.value) if isinstance(node, yaml.ScalarNode) else None)


def _step(node: yaml.Node, path: str) -> tuple[yaml.Node, int, str] | None:
    """The node that the first part of a path leads to, its line, and the rest; keys may hold dots and brackets."""
    if isinstance(node, yaml.SequenceNode):
        match, items = _INDEX.match(path), cast("list[yaml.Node]", node.value)
        if match is None or int(match[1]) >= len(items):
            return None
        item = items[int(match[1])]
        return item, item.start_mark.line + 1, path[match.end() :].removeprefix(".")
    named = [(str(key.value), key, value) for key, value in _pairs(node)]
    fitting = [each for each in named if path.startswith(each[0]) and _ends(path[len(each[0]) :])]
    if not fitting:
        return None
    name, key, value = max(fitting, key=lambda each: len(each[0]))
    return value, key.start_mark.line + 1, path[len(name) :].removeprefix(".")


def _ends(rest: str) -> bool:
    """Whether a key ends where this follows."""
    return not rest or rest[0] in ".["


def _pairs(node: yaml.Node, within: tuple[yaml.Node, ...] = ()) -> list[tuple[yaml.Node, yaml.Node]]:
    """The keys of a mapping and, behind them, those that it merges; a mapping that merges itself adds nothing."""
    if not isinstance(node, yaml.MappingNode) or any(node is one for one in within):
        return []
    pairs = cast("list[tuple[yaml.Node, yaml.Node]]", node.value)
    merged = [value for key, value in pairs if key.value == _MERGE]
    sources = [each for value in merged for each in (value.value if isinstance(value, yaml.SequenceNode) else [value])]
    own = {str(key.value) for key, _ in pairs}
    return [
        *pairs,
        *(pair for each in sources for pair in _pairs(each, (*within, node)) if str(pair[0].value) not in own),
    ]
