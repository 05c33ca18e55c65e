"""A key put into the config of a stack's file, in the text itself: every other byte stays. Pure.

The place is behind the last line of `config` that says something; a file without a config gets one at its end.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.cli.config_file.resolved import NotEditable, resolved

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTHING = re.compile(r"[ \t\ufeff]*(#.*|---)?")


def with_key(text: str, key: str, rendered: str) -> str | None:
    """The text with a key that it has not, or has empty; `rendered` is the key with its value, as a block.

    None where there is no such place, or where something else would change.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    try:
        edited = _inserted(text, key, rendered, newline)
        if edited is None:
            return None
        before, after = resolved(text).body, resolved(edited).body
        new = cast("dict[str, object]", resolved(rendered).body)
    except NotEditable:
        return None
    config = cast("dict[str, object]", before.get("config") or {})
    expected = {**before, "config": {**config, **new}}
    return edited if after == expected else None


def behind(text: str, node: yaml.Node, new: str, newline: str) -> str:
    """A block behind the last line of a node that says something; comments and empty lines after it stay after it."""
    lines = text[: node.end_mark.index].splitlines(keepends=True)
    while lines and _NOTHING.fullmatch(lines[-1].rstrip("\r\n")):
        lines.pop()
    end = sum(map(len, lines))
    gap = "" if not end or text[:end].endswith("\n") else newline
    return f"{text[:end]}{gap}{_block(new, node.start_mark.column, newline)}{text[end:]}"


def _inserted(text: str, key: str, rendered: str, newline: str) -> str | None:
    root = cast("yaml.Node | None", yaml.compose(text, Loader=yaml.SafeLoader))
    whole = f"config:\n{textwrap.indent(rendered, '  ')}"
    if root is None:
        gap = "" if not text or text.endswith("\n") else newline
        return f"{text}{gap}{_block(whole, 0, newline)}"
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    config = _value(root, "config")
    if config is None:
        return behind(text, root, whole, newline)
    if not isinstance(config, yaml.MappingNode) or (config.flow_style and config.value):
        return None
    if config.flow_style:
        return _in_place_of(text, config, rendered, 2, newline)
    there = _value(config, key)
    if there is None:
        return behind(text, config, rendered, newline)
    if not _is_empty(there):
        return None
    return _in_place_of(text, there, rendered.partition("\n")[2], config.start_mark.column, newline)


def _is_empty(node: yaml.Node) -> bool:
    """Whether it is an empty list, or nothing at all: what is left when somebody takes the last entry out."""
    if isinstance(node, yaml.ScalarNode):
        return node.tag == "tag:yaml.org,2002:null"
    return isinstance(node, yaml.SequenceNode) and not node.value


def _value(mapping: yaml.MappingNode, key: str) -> yaml.Node | None:
    pairs = cast("Sequence[tuple[yaml.Node, yaml.Node]]", mapping.value)
    return next((value for name, value in pairs if name.value == key), None)


def _in_place_of(text: str, empty: yaml.Node, block: str, column: int, newline: str) -> str:
    """A block in place of `{}` or `[]`; a comment behind it stays in its line."""
    head, tail = text[: empty.start_mark.index], text[empty.end_mark.index :]
    rest, found, after = tail.partition("\n")
    line = f"{head.rstrip(' ')}{rest.rstrip()}{newline}"
    return f"{line}{_block(block, column, newline)}{after if found else ''}"


def _block(text: str, column: int, newline: str) -> str:
    return textwrap.indent(text, " " * column).replace("\n", newline)
