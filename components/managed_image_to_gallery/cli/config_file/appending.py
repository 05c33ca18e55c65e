"""New entries put behind the last one in the text of a stack's file: not a byte of the rest moves. Pure."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.cli.config_file.resolved import MIGRATIONS, NotEditable, resolved
from managed_image_to_gallery.cli.config_file.scalar_edit import list_node

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTHING = re.compile(r"[ \t]*(#.*)?")


def appended(text: str, rendered: str) -> str | None:
    """The text with entries, written as a YAML list, at the end of `migrations`.

    None where that has no such place, or where something else would change: the list is absent, empty or in brackets,
    or its end cannot be told from what follows.
    """
    try:
        node = list_node(text)
        before = resolved(text)
        if not isinstance(node, yaml.SequenceNode) or node.flow_style or not before.entries:
            return None
        edited = _inserted(text, node, rendered)
        after = resolved(edited)
        new = cast("Sequence[object]", resolved(f"config:\n  {MIGRATIONS}:\n{textwrap.indent(rendered, '  ')}").entries)
    except NotEditable:
        return None
    expected = [*before.entries, *new]
    after.body["config"][MIGRATIONS], found = None, after.entries
    before.body["config"][MIGRATIONS] = None
    return edited if found == expected and after.body == before.body else None


def _inserted(text: str, node: yaml.Node, rendered: str) -> str:
    """Behind the last line of the list that says something; comments and empty lines after it stay after it."""
    lines = text[: node.end_mark.index].splitlines(keepends=True)
    while lines and _NOTHING.fullmatch(lines[-1].rstrip("\r\n")):
        lines.pop()
    end = sum(map(len, lines))
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text[:end].endswith("\n") else newline
    new = textwrap.indent(textwrap.dedent(rendered), " " * node.start_mark.column).replace("\n", newline)
    return f"{text[:end]}{gap}{new}{text[end:]}"
