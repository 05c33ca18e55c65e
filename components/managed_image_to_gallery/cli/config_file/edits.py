"""Edits in the text of a stack's file: one scalar of some entries, or new entries at its end. The rest stays as it is.

YAML lets entries share what they say (anchors, aliases, merge keys), so a change in one place can be a change of
others. What the text resolves to is therefore compared before and after: only the entries that were meant have changed,
or the edit is refused. An entry that inherits the key gets one of its own; an entry that would inherit the change is
given what it had, in writing. Pure.
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.cli.config_file.insertions import behind
from managed_image_to_gallery.cli.config_file.resolved import MIGRATIONS, NotEditable, resolved, root_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_ALIAS = re.compile(r"\s*:\s*(\*[^\s,\[\]{}]+)")
"""After a key: the alias that stands for its value."""

Edit = tuple[int, int, str]
"""From and to (characters), and what takes the place of the text between."""


class SharedMapping(NotEditable):
    """The entry cannot be changed without changing others, because they share a mapping (anchor, alias, merge key)."""

    def __init__(self, entries: Sequence[int], others: Sequence[int], key: str) -> None:
        self.entries = tuple(entries)
        self.others = tuple(others)
        changed, shared = (", ".join(f"migrations[{index}]" for index in each) for each in (entries, others))
        super().__init__(
            f"`{key}` of {changed} is shared with {shared or 'another part of the file'} "
            "(an anchor, an alias or a merge key), and would change there too.",
            f"Write the entry out by itself, or give each its own `{key}`.",
        )


def with_scalars(text: str, key: str, values: Mapping[int, str]) -> str:
    """The text with `key` of the entries at these indexes set to plain values.

    Raises NotEditable (SharedMapping among them) where that cannot be done without touching anything else.
    """
    before = resolved(text)
    entries = before.entries
    if any(index >= len(entries) for index in values):
        raise NotEditable(
            f"The file has no list `{MIGRATIONS}` with this entry.", "Write the list into the stack's file."
        )
    wanted = {index: cast("object", entry.get(key)) for index, entry in enumerate(entries)} | dict(values)
    edited = text
    for _ in range(2 * len(entries)):
        now = resolved(edited).entries
        wrong = {index: _text_of(value, index, key) for index, value in wanted.items() if now[index].get(key) != value}
        if not wrong:
            break
        edited = _with(edited, key, wrong)
    if resolved(edited).body != before.changed(key, values).body:
        raise SharedMapping(list(values), _moved(text, key, values), key)
    return edited


def _text_of(value: object, index: int, key: str) -> str:
    if not isinstance(value, str):
        raise SharedMapping([index], [], key)
    return value


def _moved(text: str, key: str, values: Mapping[int, str]) -> list[int]:
    """The other entries that change when only the values are written."""
    before, after = resolved(text).entries, resolved(_with(text, key, values)).entries
    return [index for index, entry in enumerate(before) if index not in values and after[index] != entry]


def _with(text: str, key: str, values: Mapping[int, str]) -> str:
    """One round of edits: where the key is written, else, when it is inherited everywhere, in new places."""
    nodes = _entry_nodes(text)
    written = [index for index in values if any(name.value == key for name, _ in _pairs(nodes[index]))]
    edits = sorted({_edit(text, nodes[index], key, values[index]) for index in written or values}, reverse=True)
    following = len(text) + 1
    for start, end, replacement in edits:
        if end > following or (end == start == following):
            raise NotEditable("Two entries share one mapping.", "Write each out by itself.")
        text = text[:start] + replacement + text[end:]
        following = start
    return text


def list_node(text: str) -> yaml.Node:
    """The node of `migrations`, with its place in the text. Raises NotEditable."""
    node = root_of(text)
    for name in ("config", MIGRATIONS):
        found = [value for key, value in _pairs(node) if key.value == name]
        if len(found) != 1:
            raise NotEditable(f"`{name}` is in the file {len(found)} times, not once.", "Edit the file by hand.")
        node = found[0]
    return node


def _entry_nodes(text: str) -> list[yaml.Node]:
    node = list_node(text)
    if not isinstance(node, yaml.SequenceNode):
        raise NotEditable(f"`{MIGRATIONS}` is not a list.", "Write it as a list of mappings.")
    return cast("list[yaml.Node]", node.value)


def _pairs(node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    return cast("list[tuple[yaml.Node, yaml.Node]]", node.value) if isinstance(node, yaml.MappingNode) else []


def _edit(text: str, entry: yaml.Node, key: str, value: str) -> Edit:
    pairs = _pairs(entry)
    if not pairs:
        raise NotEditable("An entry of `migrations` is not a mapping.", "Write it as a mapping.")
    own = [(name, said) for name, said in pairs if name.value == key]
    return _replaced(text, *own[0], value) if own else _inserted(text, entry, pairs[0][0], key, value)


def _replaced(text: str, key: yaml.Node, said: yaml.Node, value: str) -> Edit:
    """In place of what the key says, in its quotes; an alias is replaced as a whole."""
    if said.start_mark.index < key.end_mark.index:
        alias = _ALIAS.match(text, key.end_mark.index)
        if alias is None:
            raise NotEditable(f"The value of `{key.value}` cannot be found in its line.", "Write it as plain text.")
        return (*alias.span(1), value)
    start, end = said.start_mark.index, said.end_mark.index
    old = str(said.value) if isinstance(said, yaml.ScalarNode) and said.style not in ("|", ">") else ""
    head, found, tail = text[start:end].rpartition(old) if old else ("", "", "")
    if not found:
        raise NotEditable(f"`{key.value}` is not plain text in one line.", f"Write `{key.value}: {said.value}`.")
    return start, end, f"{head}{value}{tail}"


def _inserted(text: str, entry: yaml.Node, first: yaml.Node, key: str, value: str) -> Edit:
    """Before the entry's first key, written as that one is."""
    at = first.start_mark.index
    quote = '"' if isinstance(first, yaml.ScalarNode) and first.style == '"' else ""
    said = f"{quote}{key}{quote}: {quote}{value}{quote}"
    if isinstance(entry, yaml.MappingNode) and entry.flow_style:
        return at, at, f"{said}, "
    newline = "\r\n" if "\r\n" in text else "\n"
    return at, at, f"{said}{newline}{' ' * first.start_mark.column}"


def appended(text: str, rendered: str) -> str | None:
    """The text with entries, written as a YAML list, at the end of `migrations`.

    None where that has no such place, or where something else would change: the list is absent or empty, or its end
    cannot be told from what follows.
    """
    try:
        node = list_node(text)
        before = resolved(text)
        if not isinstance(node, yaml.SequenceNode) or not before.entries:
            return None
        newline = "\r\n" if "\r\n" in text else "\n"
        block = textwrap.dedent(rendered)
        edited = _in_brackets(text, node, block, newline) if node.flow_style else behind(text, node, block, newline)
        after = resolved(edited)
        new = cast("Sequence[object]", resolved(f"config:\n  {MIGRATIONS}:\n{textwrap.indent(rendered, '  ')}").entries)
    except NotEditable:
        return None
    expected = [*before.entries, *new]
    after.body["config"][MIGRATIONS], found = None, after.entries
    before.body["config"][MIGRATIONS] = None
    return edited if found == expected and after.body == before.body else None


def _in_brackets(text: str, node: yaml.SequenceNode, rendered: str, newline: str) -> str:
    """The entries as JSON, which YAML has between brackets, behind the last one: in its line, or each in its own."""
    last = cast("list[yaml.Node]", node.value)[-1]
    line = text[: last.start_mark.index].splitlines(keepends=True)[-1]
    between = " " if line.strip() else f"{newline}{line}"
    new = cast("list[object]", yaml.safe_load(rendered))
    said = "".join(f",{between}{json.dumps(entry, ensure_ascii=False)}" for entry in new)
    return f"{text[: last.end_mark.index]}{said}{text[last.end_mark.index :]}"
