"""The image version: made from the source image, replicated to its regions, kept for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
from pulumi_azure_native import compute

from managed_image_to_gallery.azure.regions import REGIONS, canonical_region
from managed_image_to_gallery.azure.times import as_azure_answers
from managed_image_to_gallery.component.gallery import replication_timeouts
from managed_image_to_gallery.component.state.resource_types import VERSION_SUFFIX
from managed_image_to_gallery.component.taking_over import VERSION
from managed_image_to_gallery.config.args import ReplicationMode, StorageAccountType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.regions import Region
    from managed_image_to_gallery.component.live_facts import MigrationFacts
    from managed_image_to_gallery.component.taking_over import TakenOver
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.models import Encryption, MigrationEntry, TargetRegion


FAILED = "Failed"
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
    settings = migration.settings
    if facts.version is not None and facts.version.provisioning_state == FAILED:
        pulumi.log.warn(FAILED_TEXT.format(migration.version_id))
    return compute.GalleryImageVersion(
        f"{migration.name}{VERSION_SUFFIX}",
        resource_group_name=migration.gallery_id.resource_group,
        gallery_name=migration.gallery_id.name,
        gallery_image_name=migration.definition.name,
        gallery_image_version_name=number,
        location=facts.image.location if facts.image else None,
        storage_profile=compute.GalleryImageVersionStorageProfileArgs(
            source=compute.GalleryArtifactVersionFullSourceArgs(id=str(migration.source_id))
        ),
        publishing_profile=_publishing_profile(settings, facts.regions or {}, taken),
        safety_profile=compute.GalleryImageVersionSafetyProfileArgs(
            allow_deletion_of_replicated_locations=taken.said(
                settings.allow_deletion_of_replicated_locations, "allowDeletionOfReplicatedLocations", "safetyProfile"
            ),
            block_deletion_before_end_of_life=taken.said(
                settings.block_deletion_before_end_of_life, "blockDeletionBeforeEndOfLife", "safetyProfile"
            ),
        ),
        tags=settings.tags,
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
    settings: MigrationEntry, listed: Mapping[str, Region], taken: TakenOver
) -> compute.GalleryImageVersionPublishingProfileArgs:
    """Everything is said explicitly: what is left out has another default in each API version."""
    regions = sorted(settings.target_regions or (), key=lambda one: taken.place_of(canonical_region(one.name)))
    return compute.GalleryImageVersionPublishingProfileArgs(
        target_regions=[_target_region(region, settings, listed, taken) for region in regions],
        storage_account_type=_stored(settings.storage_account_type),
        replication_mode=(settings.replication_mode or ReplicationMode.FULL).value,
        exclude_from_latest=taken.said(settings.exclude_from_latest, "excludeFromLatest", "publishingProfile"),
        end_of_life_date=as_azure_answers(settings.end_of_life_date) if settings.end_of_life_date else None,
    )


def _target_region(
    region: TargetRegion, settings: MigrationEntry, listed: Mapping[str, Region], taken: TakenOver
) -> compute.TargetRegionArgs:
    known = taken.region(canonical_region(region.name))
    is_said = bool(region.exclude_from_latest) or known is None or "excludeFromLatest" in known
    return compute.TargetRegionArgs(
        name=spelling_in_targets(region.name, listed),
        regional_replica_count=int(region.replica_count),
        storage_account_type=_stored(region.storage_account_type or settings.storage_account_type),
        exclude_from_latest=bool(region.exclude_from_latest) if is_said else None,
        encryption=_encryption(region.encryption) if region.encryption else None,
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


def _encryption(encryption: Encryption) -> compute.EncryptionImagesArgs:
    os_disk = encryption.os_disk_image
    return compute.EncryptionImagesArgs(
        os_disk_image=compute.OSDiskImageEncryptionArgs(disk_encryption_set_id=os_disk.disk_encryption_set_id)
        if os_disk
        else None,
        data_disk_images=[
            compute.DataDiskImageEncryptionArgs(lun=int(disk.lun), disk_encryption_set_id=disk.disk_encryption_set_id)
            for disk in encryption.data_disk_images or ()
        ]
        or None,
    )
