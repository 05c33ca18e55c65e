"""The source images, and the versions given up, that a stack's config names, as whole ids. Pure.

A group and a name are an image only together with a subscription: the same two are often another image elsewhere.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.resource_ids import image_id, resource_id_or_none
from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.cli.preview_digest import Digest, Json

RETIRED = Stage.RETIRED.value
_ORDER = tuple(stage.value for stage in Stage)


def source_id(source: object, subscription_id: str | None) -> ResourceId | None:
    """The id of a `source` of the config as it is spelled there; None where it, or its subscription, is not known."""
    said: Mapping[str, object] = cast("Json", source) if isinstance(source, dict) else {}
    if said.get("id"):
        return resource_id_or_none(str(said["id"]))
    group, name = said.get("resourceGroup"), said.get("name")
    return image_id(subscription_id, str(group), str(name)) if subscription_id and group and name else None


def sources_in(digest: Digest) -> dict[str, str]:
    """The ids of all sources that the config of a preview names, as they are spelled there, by folded id."""
    return {source.key: str(source) for source, _ in _named(digest)}


def stages_in(digest: Digest) -> dict[str, str]:
    """The stage of every source image by its folded id: that of its least advanced migration."""
    stages: dict[str, str] = {}
    for source, stage in _named(digest):
        stages[source.key] = min(stages.get(source.key, stage), stage, key=_position)
    return stages


def given_up_in(digest: Digest) -> set[str]:
    """The folded ids of the versions that the config gives up; what cannot be read gives nothing up."""
    versions = _listed(digest.config, "abandonedVersions")
    known = (resource_id_or_none(str(version.get("id", ""))) for version in versions)
    return {version.key for version in known if version is not None}


def _named(digest: Digest) -> Iterator[tuple[ResourceId, str]]:
    for migration in _listed(digest.config, "migrations"):
        source = source_id(migration.get("source"), digest.subscription_id)
        if source is not None:
            yield source, str(migration.get("stage", ""))


def _position(stage: str) -> int:
    return _ORDER.index(stage) if stage in _ORDER else -1


def _listed(config: Mapping[str, str], key: str) -> list[Json]:
    """The entries of a list in the config; none where it is no list that can be read."""
    try:
        decoded = cast("object", json.loads(config.get(f"{PROJECT}:{key}", "[]")))
    except json.JSONDecodeError:
        return []
    listed = cast("list[object]", decoded) if isinstance(decoded, list) else []
    return [cast("Json", entry) for entry in listed if isinstance(entry, dict)]
