"""What keeps a version from being taken over: it is not there, or the config says what nobody can change of it: pure.

An import changes nothing, so what differs is the next update's. What Azure would refuse then is told before the import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.config.args import StorageAccountType
from managed_image_to_gallery.config.choices import ReplicationMode
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.late import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.component.live_facts import MigrationFacts
    from managed_image_to_gallery.config.migration import Migration


def import_faults(migration: Migration, facts: MigrationFacts) -> Iterator[Fault]:
    """What keeps the version of a migration from being taken over."""
    version, undecided = facts.version, migration.late.undecided
    if undecided:
        rule = (
            f"what is taken over must be known at preview, and {', '.join(undecided)} will be known in the update only"
        )
        remedy = "Pass the names of a gallery and a definition that are there already."
        yield Fault(f"{migration.path}.importVersion", True, rule, remedy)
        return
    if version is None:
        rule = f"there is nothing to take over: {migration.version_id} does not exist in Azure"
        remedy = "Leave importVersion out to make it, or correct gallery, definition and version."
        yield Fault(f"{migration.path}.importVersion", True, rule, remedy)
        return
    yield from _fixed(migration, version)
    yield from _spelled(migration, version)


def _fixed(migration: Migration, version: ImageVersion) -> Iterator[Fault]:
    settings = migration.settings
    for key, wanted, found in (
        ("replicationMode", settings.replication_mode or ReplicationMode.FULL, version.replication_mode),
        (
            "storageAccountType",
            settings.storage_account_type or StorageAccountType(version.storage_account_type),
            version.storage_account_type,
        ),
    ):
        if wanted.value != found:
            rule = f"is {found} in the version that is to be taken over, and cannot be changed"
            yield Fault(f"{migration.path}.{key}", wanted.value, rule, f"Say {found} here.")
    yield from _fixed_in_regions(migration, version)


def _fixed_in_regions(migration: Migration, version: ImageVersion) -> Iterator[Fault]:
    """How a region stores its replicas, and that a region goes only where the config gives leave."""
    known = {region.name: region.storage_account_type for region in version.target_regions}
    general = migration.settings.storage_account_type or StorageAccountType.STANDARD_LRS  # as `image_version` says it
    for index, region in enumerate(migration.target_regions):
        wanted, found = (region.storage_account_type or general).value, known.get(canonical_region(region.name))
        said = f"targetRegions[{index}].storageAccountType"
        if found not in (None, wanted) and folded(said) not in migration.late.outputs:
            rule = f"is {found} in the version that is to be taken over, and cannot be changed"
            yield Fault(f"{migration.path}.{said}", wanted, rule, f"Say {found} here.")
    dropped = [name for name in version.places if name not in (*migration.regions, *_zones(migration, version))]
    if dropped and not migration.settings.allow_deletion_of_replicated_locations:
        rule = f"leaves out where the version is that is to be taken over: {', '.join(dropped)}"
        remedy = (
            "Add it; or say allowDeletionOfReplicatedLocations: true, and the next update takes it off the version."
        )
        yield Fault(f"{migration.path}.targetRegions", [one.name for one in migration.target_regions], rule, remedy)


def _zones(migration: Migration, version: ImageVersion) -> Collection[str]:
    """The edge zones of the config; where it says none they stay as they are."""
    if migration.settings.target_extended_locations is None:
        return version.edge_zones
    return [canonical_region(zone.extended_location) for zone in migration.edge_zones]


def _spelled(migration: Migration, version: ImageVersion) -> Iterator[Fault]:
    """A name in another case would be another resource to the engine, which it would make and delete the first for."""
    wanted, found = migration.version_id, version.id
    for path, own, azures in (
        ("gallery.resourceGroup", wanted.resource_group, found.resource_group),
        ("gallery.name", wanted.names[0], found.names[0]),
        (f"{migration.path}.definition.name", wanted.names[1], found.names[1]),
    ):
        if own != azures:
            yield Fault(path, own, f"is spelled {azures} in Azure, and is to be taken over", f"Write {azures}.")
