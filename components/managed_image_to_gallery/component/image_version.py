"""The image version: made from the source image, replicated to its regions, kept for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
from pulumi_azure_native import compute

from managed_image_to_gallery.azure.models import FAILED
from managed_image_to_gallery.azure.regions import REGIONS, canonical_region
from managed_image_to_gallery.azure.times import as_azure_answers
from managed_image_to_gallery.component.gallery import replication_timeouts
from managed_image_to_gallery.component.gallery_parts import replica_sets, security_profile
from managed_image_to_gallery.component.state.resource_types import VERSION_SUFFIX
from managed_image_to_gallery.component.taking_over import VERSION
from managed_image_to_gallery.config.args import StorageAccountType
from managed_image_to_gallery.config.choices import ReplicationMode
from managed_image_to_gallery.config.gallery_parts.args import EdgeZoneStorageAccountType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.regions import Region
    from managed_image_to_gallery.component.live_facts import MigrationFacts
    from managed_image_to_gallery.component.taking_over import TakenOver
    from managed_image_to_gallery.config.gallery_parts.models import EdgeZone, Encryption
    from managed_image_to_gallery.config.late_values import LateValues
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.models import MigrationEntry, TargetRegion


EDGE_ZONE = "EdgeZone"
FAILED_TEXT = (
    "{} is in Azure in state Failed. If this update does not publish it again, because a refresh made the stack forget "
    "that it is not finished, delete the version in Azure, run `pulumi refresh` and `pulumi up`. Do not delete it if "
    "the image was made again after the version was published: it may be the only copy of what was there before."
)


def declare_version(
    migration: Migration,
    facts: MigrationFacts,
    *,
    number: pulumi.Input[str],
    parent: pulumi.Resource,
    waits_for: Sequence[pulumi.Resource],
    guard: pulumi.ResourceHook,
    taken: TakenOver,
) -> compute.GalleryImageVersion:
    """Declare the version, protected and guarded: once the source is gone it is the only copy.

    The source is named by a constant text, never by the id of the declared image: the text must be the same when the
    image is no longer declared, or the version would be changed. The location is the image's; without an image the
    provider keeps the one it has. number: the version's, known when it is its turn to be made. taken: what is imported.
    """
    settings, late = migration.settings, migration.late
    if facts.version is not None and facts.version.provisioning_state == FAILED:
        pulumi.log.warn(FAILED_TEXT.format(migration.version_id))
    return compute.GalleryImageVersion(
        f"{migration.name}{VERSION_SUFFIX}",
        resource_group_name=late.of("gallery.resourceGroup", migration.gallery_id.resource_group),
        gallery_name=late.of("gallery.name", migration.gallery_id.name),
        gallery_image_name=late.of("definition.name", migration.definition.name),
        gallery_image_version_name=number,
        location=facts.image.location if facts.image else None,
        storage_profile=compute.GalleryImageVersionStorageProfileArgs(
            source=compute.GalleryArtifactVersionFullSourceArgs(id=str(migration.source_id))
        ),
        publishing_profile=_publishing_profile(settings, late, facts.regions or {}, taken),
        safety_profile=compute.GalleryImageVersionSafetyProfileArgs(
            allow_deletion_of_replicated_locations=taken.said(
                settings.allow_deletion_of_replicated_locations, "allowDeletionOfReplicatedLocations", "safetyProfile"
            ),
            block_deletion_before_end_of_life=taken.said(
                settings.block_deletion_before_end_of_life, "blockDeletionBeforeEndOfLife", "safetyProfile"
            ),
        ),
        security_profile=security_profile(settings.security_profile) if settings.security_profile else None,
        tags=late.mapping("tags", settings.tags),
        opts=pulumi.ResourceOptions(
            parent=parent,
            import_=str(migration.version_id) if VERSION in taken.now else None,
            ignore_changes=taken.ignored_in_version(settings),
            protect=True,
            depends_on=list(waits_for),
            hooks=pulumi.ResourceHookBinding(before_delete=[guard]),
            custom_timeouts=replication_timeouts(),
        ),
    )


def _publishing_profile(
    settings: MigrationEntry, late: LateValues, listed: Mapping[str, Region], taken: TakenOver
) -> compute.GalleryImageVersionPublishingProfileArgs:
    """Everything is said explicitly: what is left out has another default in each API version."""
    general = late.of("storageAccountType", _stored(settings.storage_account_type))
    regions = sorted(
        enumerate(settings.target_regions or ()), key=lambda one: taken.place_of(canonical_region(one[1].name))
    )
    return compute.GalleryImageVersionPublishingProfileArgs(
        target_regions=[
            _target_region(region, late, f"targetRegions[{index}]", general, listed, taken) for index, region in regions
        ],
        target_extended_locations=_edge_zones(settings.target_extended_locations, late, listed),
        storage_account_type=general,
        replication_mode=(settings.replication_mode or ReplicationMode.FULL).value,
        exclude_from_latest=late.of(
            "excludeFromLatest", taken.said(settings.exclude_from_latest, "excludeFromLatest", "publishingProfile")
        ),
        end_of_life_date=late.of(
            "endOfLifeDate",
            as_azure_answers(settings.end_of_life_date) if settings.end_of_life_date else None,
            as_azure_answers,
        ),
    )


def _target_region(
    region: TargetRegion,
    late: LateValues,
    path: str,
    general: pulumi.Input[str],
    listed: Mapping[str, Region],
    taken: TakenOver,
) -> compute.TargetRegionArgs:
    own = _stored(region.storage_account_type) if region.storage_account_type else None
    known = taken.region(canonical_region(region.name))
    is_said = bool(region.exclude_from_latest) or known is None or "excludeFromLatest" in known
    return compute.TargetRegionArgs(
        name=spelling_in_targets(region.name, listed),
        regional_replica_count=late.of(f"{path}.replicaCount", int(region.replica_count), int),
        storage_account_type=late.of(f"{path}.storageAccountType", own or general),
        exclude_from_latest=late.of(f"{path}.excludeFromLatest", bool(region.exclude_from_latest) if is_said else None),
        encryption=_encryption(region.encryption, late, f"{path}.encryption") if region.encryption else None,
        additional_replica_sets=replica_sets(region.additional_replica_sets),
    )


def spelling_in_targets(name: str, listed: Mapping[str, Region]) -> str:
    """`southcentralus` → `South Central US`: how Azure answers target regions, whatever was sent.

    The provider compares these names literally (docs/reference/provider-protocol.md#diff), so one spelling goes out
    however the config spells the region (docs/reference/azure-galleries.md#region-names).
    """
    canonical = canonical_region(name)
    known = REGIONS.get(canonical) or listed.get(canonical)
    return known.display_name if known else name


def _stored(kind: StorageAccountType | None) -> str:
    return (kind or StorageAccountType.STANDARD_LRS).value


def _edge_zones(
    zones: Sequence[EdgeZone] | None, late: LateValues, listed: Mapping[str, Region]
) -> list[compute.GalleryTargetExtendedLocationArgs] | None:
    return [
        _edge_zone(zone, late, f"targetExtendedLocations[{index}].encryption", listed)
        for index, zone in enumerate(zones or ())
    ] or None


def _edge_zone(
    zone: EdgeZone, late: LateValues, path: str, listed: Mapping[str, Region]
) -> compute.GalleryTargetExtendedLocationArgs:
    stored = zone.storage_account_type or EdgeZoneStorageAccountType.STANDARD_LRS
    return compute.GalleryTargetExtendedLocationArgs(
        name=spelling_in_targets(zone.name, listed),
        extended_location=compute.GalleryExtendedLocationArgs(name=zone.extended_location, type=EDGE_ZONE),
        extended_location_replica_count=int(zone.replica_count),
        storage_account_type=stored.value,
        encryption=_encryption(zone.encryption, late, path) if zone.encryption else None,
    )


def _encryption(encryption: Encryption, late: LateValues, path: str) -> compute.EncryptionImagesArgs:
    os_disk = encryption.os_disk_image
    return compute.EncryptionImagesArgs(
        os_disk_image=compute.OSDiskImageEncryptionArgs(
            disk_encryption_set_id=late.of(f"{path}.osDiskImage.diskEncryptionSetId", os_disk.disk_encryption_set_id)
        )
        if os_disk
        else None,
        data_disk_images=[
            compute.DataDiskImageEncryptionArgs(
                lun=int(disk.lun),
                disk_encryption_set_id=late.of(
                    f"{path}.dataDiskImages[{index}].diskEncryptionSetId", disk.disk_encryption_set_id
                ),
            )
            for index, disk in enumerate(encryption.data_disk_images or ())
        ]
        or None,
    )
