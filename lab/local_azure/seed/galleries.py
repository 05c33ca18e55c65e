"""Galleries of a seed with their definitions and versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_azure.seed.afterwards import Afterwards
from local_azure.seed.paths import COMPUTE, Paths, Put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_azure.arm.json_types import Json
    from local_azure.seed.model import Definition, Gallery, Version

API_VERSION = "2024-03-03"
"""The version that azure-native speaks: newer ones lock a version for half a year.

Source: docs/reference/azure-galleries.md#api-versions-and-their-defaults.
"""


def gallery_puts(paths: Paths, place: str, gallery: Gallery) -> Iterator[Put]:
    """The gallery, then each definition with its versions."""
    properties: Json = {"softDeletePolicy": {"isSoftDeleteEnabled": True}} if gallery.soft_delete else {}
    put = paths.put(place, gallery, f"{COMPUTE}/galleries", {"properties": properties})
    put = replace(put, api_version=API_VERSION)
    yield put
    location = str(put.body.get("location", ""))
    for index, definition in enumerate(gallery.definitions):
        at = f"{place}.definitions[{index}]"
        path = f"{put.path}/images/{definition.name}"
        yield Put(at, path, {"location": location, "properties": _definition(definition)}, API_VERSION)
        for number, version in enumerate(definition.versions):
            home = version.location or location
            body: Json = {"location": home, "properties": _version(paths, version, home)}
            if version.tags is not None:
                body["tags"] = version.tags
            yield Put(f"{at}.versions[{number}]", f"{path}/versions/{version.name}", body, API_VERSION)


def versions_afterwards(paths: Paths, gallery: Gallery) -> Iterator[Afterwards]:
    """What became of the gallery's versions."""
    at = f"{paths.group(gallery.resource_group)}/{COMPUTE}/galleries/{gallery.name}"
    for definition in gallery.definitions:
        for version in definition.versions:
            regions = (tuple(version.failed_regions), tuple(version.replicating_regions))
            path = f"{at}/images/{definition.name}/versions/{version.name}"
            if any((*regions, version.failed, version.deleted)):
                yield Afterwards(path, False, *regions, failed=version.failed, deleted=version.deleted)


def _definition(definition: Definition) -> Json:
    return {
        "identifier": {"publisher": definition.publisher, "offer": definition.offer, "sku": definition.sku},
        "osType": definition.os_type,
        "osState": definition.os_state,
        "hyperVGeneration": definition.hyper_v_generation,
        **definition.properties,
    }


def _version(paths: Paths, version: Version, location: str) -> Json:
    regions: list[Json] = [
        {
            "name": region.name,
            "regionalReplicaCount": region.replica_count,
            "storageAccountType": region.storage_account_type or "Standard_LRS",
        }
        for region in version.target_regions
    ]
    profile: Json = {
        "targetRegions": regions or [{"name": location, "regionalReplicaCount": 1}],
        "excludeFromLatest": version.exclude_from_latest,
    }
    if version.replication_mode is not None:
        profile["replicationMode"] = version.replication_mode
    if version.end_of_life_date is not None:
        profile["endOfLifeDate"] = version.end_of_life_date
    source = paths.compute_id(version.source, "images")
    return {"publishingProfile": profile, "storageProfile": {"source": {"id": source}}}
