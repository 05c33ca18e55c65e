"""The config for the engine: the stack's file without entries that nobody selected and that the stack does not have.

The entries are in the order in which what is shared stays with whoever declares it.

What such an entry says about a definition that it shares stays: the definition is made once, and some of it can never
be changed. Scalars are copied as they are written, so that the engine reads each as it does in the file. Pure.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.cli.config_file.resolved import MIGRATIONS, NotEditable, root_of
from managed_image_to_gallery.config.sharing import sharing_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.sharing import Sharing

_MAP, _STR, _MERGE = "tag:yaml.org,2002:map", "tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"
_PLACE = re.compile(r"\bmigrations\[(\d+)\]")
Pairs = list[tuple[yaml.Node, yaml.Node]]


def config_copy(text: str, migrations: Sequence[Migration], seen: Sequence[Migration]) -> str:
    """The text of a stack's file with only the entries of the migrations that are seen, in that order.

    `migrations`: all migrations of the file, in its order. Raises NotEditable.
    """
    names = [one.name for one in migrations]
    if [one.name for one in seen] == names:
        return text
    root = root_of(text)
    listed = _value(_value(root, "config"), MIGRATIONS)
    if not isinstance(listed, yaml.SequenceNode) or len(cast("list[yaml.Node]", listed.value)) != len(migrations):
        raise NotEditable(
            f"`{MIGRATIONS}` is not a list in the stack's file, so that one migration cannot be told from others.",
            "Write the list into the stack's file, or give no names of migrations.",
        )
    whole, visible = sharing_by_name(migrations), sharing_by_name(seen)
    entries = dict(zip(names, cast("list[yaml.Node]", listed.value), strict=True))
    listed.value = [_with_definition(entries[one.name], whole[one.name], visible[one.name]) for one in seen]
    return yaml.serialize(root, Dumper=yaml.SafeDumper, allow_unicode=True, width=1_000_000)


def as_in_the_file(message: str, migrations: Sequence[Migration], seen: Sequence[Migration]) -> str:
    """A message about the copy with places as they are in the file: `migrations[1]` becomes `migrations[7]`, say."""
    names = [one.name for one in migrations]

    def place(found: re.Match[str]) -> str:
        index = int(found[1])
        return f"migrations[{names.index(seen[index].name)}]" if index < len(seen) else found[0]

    return _PLACE.sub(place, message)


def _with_definition(entry: yaml.Node, whole: Sharing, visible: Sharing) -> yaml.Node:
    """The entry, with what only sharers that are left out say about its definition."""
    asked, known = (
        one.merged_definition.model_dump(mode="json", by_alias=True, exclude_none=True) for one in (whole, visible)
    )
    more = {key: value for key, value in asked.items() if known.get(key) != value}
    definition = _value(entry, "definition")
    if not more or not isinstance(definition, yaml.MappingNode) or not isinstance(entry, yaml.MappingNode):
        return entry
    added = cast("yaml.MappingNode", yaml.compose(json.dumps(more), Loader=yaml.SafeLoader))
    own_pairs = [pair for pair in cast("Pairs", definition.value) if pair[0].value not in more]
    own = yaml.MappingNode(_MAP, [*own_pairs, *cast("Pairs", added.value)], flow_style=False)
    others = [pair for pair in cast("Pairs", entry.value) if pair[0].value != "definition"]
    return yaml.MappingNode(_MAP, [*others, (yaml.ScalarNode(_STR, "definition"), own)], flow_style=False)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """What a mapping says under a key, by itself or by a mapping that it merges."""
    pairs = cast("Pairs", node.value) if isinstance(node, yaml.MappingNode) else []
    own = next((value for name, value in pairs if name.value == key), None)
    if own is not None:
        return own
    merged = [value for name, value in pairs if name.tag == _MERGE]
    sources = [one for each in merged for one in (each.value if isinstance(each, yaml.SequenceNode) else [each])]
    return next((found for one in cast("list[yaml.Node]", sources) if (found := _value(one, key)) is not None), None)
