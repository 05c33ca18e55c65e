"""What a stack's file says already, as far as new entries must fit it. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.cli.config_file.stack_file import GALLERY
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.named_sources import source_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def configured_sources(entries: Sequence[Mapping[str, Any]], subscription_id: str) -> set[str]:
    """The folded ids of the images that are migrated; a name is one of the stack's subscription."""
    sources = (source_id(entry.get("source"), subscription_id) for entry in entries)
    return {source.key for source in sources if source is not None}


def configured_numbers(entries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Definition name, folded, and version number of every entry."""
    for entry in entries:
        definition = cast("Mapping[str, Any]", entry.get("definition") or {})
        yield str(definition.get("name", "")).lower(), str(entry.get("version", ""))


def configured_gallery(config: Mapping[str, str], option: str) -> tuple[str, str]:
    """Resource group and name of the gallery: of the config, else of the option `group/name`. Raises CommandFailed."""
    said = cast("dict[str, str]", json.loads(config.get(GALLERY, "{}")))
    if said.get("resourceGroup") and said.get("name"):
        return said["resourceGroup"], said["name"]
    group, _, name = option.partition("/")
    if not group or not name:
        raise CommandFailed("The stack names no gallery.", "Name it with --gallery resourceGroup/name.")
    return group, name
