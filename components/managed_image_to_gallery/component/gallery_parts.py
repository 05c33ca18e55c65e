"""What galleries, definitions and versions say beyond what is needed, in the provider's types: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_azure_native import compute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.config.gallery_parts.models import (
        GalleryIdentity,
        ReplicaSet,
        SecurityProfile,
        SharingProfile,
        UefiKey,
        UefiKeySignatures,
    )
    from managed_image_to_gallery.config.late_values import LateValues


def sharing_profile(sharing: SharingProfile) -> compute.SharingProfileArgs:
    """Who can be let into a gallery."""
    info = sharing.community_gallery_info
    return compute.SharingProfileArgs(
        permissions=sharing.permissions.value,
        community_gallery_info=compute.CommunityGalleryInfoArgs(**info.model_dump()) if info else None,
    )


def gallery_identity(identity: GalleryIdentity, late: LateValues) -> compute.GalleryIdentityArgs:
    """What a gallery signs in as."""
    named = [
        late.of(f"gallery.identity.userAssignedIdentities[{index}]", one)
        for index, one in enumerate(identity.user_assigned_identities or ())
    ]
    return compute.GalleryIdentityArgs(
        type=compute.ResourceIdentityType(identity.type.value), user_assigned_identities=named or None
    )


def security_profile(profile: SecurityProfile) -> compute.ImageVersionSecurityProfileArgs:
    """What machines of a version trust at boot."""
    settings = profile.uefi_settings
    keys = settings.additional_signatures
    return compute.ImageVersionSecurityProfileArgs(
        uefi_settings=compute.GalleryImageVersionUefiSettingsArgs(
            signature_template_names=[one.value for one in settings.signature_template_names or ()] or None,
            additional_signatures=_signatures(keys) if keys else None,
        )
    )


def replica_sets(sets: Sequence[ReplicaSet] | None) -> list[compute.AdditionalReplicaSetArgs] | None:
    """Further replicas of a region; nothing where none are asked for."""
    return [
        compute.AdditionalReplicaSetArgs(
            regional_replica_count=int(one.replica_count), storage_account_type=one.storage_account_type.value
        )
        for one in sets or ()
    ] or None


def _signatures(keys: UefiKeySignatures) -> compute.UefiKeySignaturesArgs:
    return compute.UefiKeySignaturesArgs(
        pk=_key(keys.pk) if keys.pk else None, kek=_keys(keys.kek), db=_keys(keys.db), dbx=_keys(keys.dbx)
    )


def _keys(keys: Sequence[UefiKey] | None) -> list[compute.UefiKeyArgs] | None:
    return [_key(key) for key in keys or ()] or None


def _key(key: UefiKey) -> compute.UefiKeyArgs:
    return compute.UefiKeyArgs(type=key.type.value, value=list(key.value))
