"""What the bytes of a stack's file resolve to: aliases followed, merge keys merged, every scalar as its text. Pure.

Two texts that resolve to the same are the same config for the engine, whatever YAML version it reads scalars by.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import yaml

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.text_files import problem_in_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    _SafeLoader = yaml.SafeLoader
else:
    # Ten times as fast, where PyYAML has it.
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MIGRATIONS = f"{PROJECT}:migrations"
GALLERY = f"{PROJECT}:gallery"
REFERENCE_SCAN = f"{PROJECT}:referenceScan"


class NotEditable(CommandFailed):
    """The file is written in a way that cannot be edited safely; it was not touched."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} The file was not touched.", remedy)


@dataclass(frozen=True)
class Resolved:
    """A resolved file; nothing in it is shared any more."""

    body: dict[str, Any]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The entries of `migrations`; none where there is no list. Raises NotEditable for one that is no mapping."""
        found = cast("object", (self.body.get("config") or {}).get(MIGRATIONS))
        return as_entries(cast("list[object]", found) if isinstance(found, list) else [])

    def changed(self, key: str, values: Mapping[int, str]) -> Resolved:
        """The same with a key of some entries set."""
        copied = Resolved(cast("dict[str, Any]", json.loads(json.dumps(self.body))))
        for index, value in values.items():
            copied.entries[index][key] = value
        return copied


def as_entries(listed: Sequence[object]) -> list[dict[str, Any]]:
    """The list itself, of mappings. Raises NotEditable for an entry that is none."""
    for index, entry in enumerate(listed):
        if not isinstance(entry, dict):
            raise NotEditable(
                f"`migrations[{index}]` is {'empty' if entry is None else repr(entry)}, not a mapping.",
                "Write it as a mapping.",
            )
    return cast("list[dict[str, Any]]", listed)


def secrets_in(text: str) -> list[str]:
    """Where the project's config holds an encrypted value: `migrations[0].tags.owner`. Raises NotEditable."""
    config = cast("object", resolved(text).body.get("config"))
    own = cast("dict[str, object]", config).items() if isinstance(config, dict) else ()
    prefix = f"{PROJECT}:"
    return [path for key, value in own if key.startswith(prefix) for path in _secrets(value, key.removeprefix(prefix))]


def _secrets(value: object, path: str) -> Iterator[str]:
    """The engine writes an encrypted value as a mapping with the one key `secure`."""
    if isinstance(value, dict):
        inner = cast("dict[str, object]", value)
        if list(inner) == ["secure"]:
            yield path
        else:
            for key, each in inner.items():
                yield from _secrets(each, f"{path}.{key}")
    elif isinstance(value, list):
        for index, each in enumerate(cast("list[object]", value)):
            yield from _secrets(each, f"{path}[{index}]")


class _Texts(_SafeLoader):
    """Leaves every scalar the text it is."""


def _text(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    return cast("object", loader.construct_scalar(cast("yaml.ScalarNode", node)))


for _tag in ("null", "bool", "int", "float", "binary", "timestamp", "str", "value"):
    _Texts.add_constructor(f"tag:yaml.org,2002:{_tag}", _text)


def resolved(text: str) -> Resolved:
    """What the text resolves to. Raises NotEditable for what is no YAML mapping, and for keys that are said twice."""
    try:
        body = cast("object", yaml.load(text, Loader=_Texts))  # noqa: S506 - a SafeLoader that makes only texts
        # As JSON and back nothing is shared, and what holds itself is an error.
        plain = cast("object", json.loads(json.dumps(body)))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise _unreadable(error) from None
    if not isinstance(plain, (dict, type(None))):
        raise NotEditable("The file is not a YAML mapping.", "It must have the key `config`.")
    return Resolved(cast("dict[str, Any]", plain or {}))


def _unreadable(error: Exception) -> NotEditable:
    return NotEditable(f"The stack's file cannot be read as YAML: {problem_in_yaml(error)}.", "Correct it there.")


def root_of(text: str) -> yaml.Node:
    """The text's tree, each node with its place. Raises NotEditable."""
    try:
        root = cast("object", yaml.compose(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise _unreadable(error) from None
    if not isinstance(root, yaml.MappingNode):
        raise NotEditable("The file is not a YAML mapping.", "It must have the key `config`.")
    return root
