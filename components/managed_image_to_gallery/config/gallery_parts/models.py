"""What galleries, definitions and versions may say beyond what is needed: its shape (see `models` of the config)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from managed_image_to_gallery.azure import limits
from managed_image_to_gallery.config.base import ConfigModel
from managed_image_to_gallery.config.gallery_parts.args import (
    EdgeZoneStorageAccountType,
    IdentityType,
    LockKind,
    PrincipalType,
    SharingPermission,
    StorageAccountType,
    UefiKeyType,
    UefiSignatureTemplate,
)

if TYPE_CHECKING:
    from pydantic.config import JsonDict

REPLICAS: JsonDict = {"minimum": limits.MIN_REPLICA_COUNT, "maximum": limits.MAX_REPLICA_COUNT}


class CommunityGalleryInfo(ConfigModel):
    """What everybody is told about a gallery that is shared with the community."""

    publisher_uri: str = Field(description="Address of the publisher's site, http or https.")
    publisher_contact: str = Field(description="Address that mail to the publisher goes to.")
    eula: str = Field(description="End user license agreement: a text or an address.")
    public_name_prefix: str = Field(description="Begin of the gallery's public name: 5 to 16 letters and digits.")


class SharingProfile(ConfigModel):
    """Who can be let into a gallery that is created, beside those who have a role on it."""

    permissions: SharingPermission = Field(
        description="Nobody (Private), subscriptions and tenants that `az sig share add` names (Groups), or everybody."
    )
    community_gallery_info: CommunityGalleryInfo | None = Field(
        None, description="What everybody is told. Needed with Community, and only there."
    )


class SoftDeletePolicy(ConfigModel):
    """Whether deleted versions of a gallery that is created can be brought back for a while."""

    is_soft_delete_enabled: bool = Field(description="Whether they can. A version in the bin proves nothing.")


class GalleryIdentity(ConfigModel):
    """What a gallery that is created signs in as."""

    type: IdentityType = Field(description="Kind of identity.")
    user_assigned_identities: tuple[str, ...] | None = Field(
        None, description="Resource ids of user-assigned identities. Needed with UserAssigned, and only there."
    )


class RoleAssignment(ConfigModel):
    """A role on a gallery or a definition, written as the Azure Verified Modules do."""

    principal_id: str = Field(description="Object id (a GUID) of who gets the role.")
    role_definition_id_or_name: str = Field(
        description="The role: Reader, Contributor, Owner, Compute Gallery Image Reader, … Artifacts Publisher, "
        "… Sharing Admin, User Access Administrator, Role Based Access Control Administrator; any other by GUID or id."
    )
    principal_type: PrincipalType = Field(
        description="Kind of principal. Azure refuses another one than it is, and finds one that was just made by it."
    )
    description: str | None = Field(None, description="Why.")
    condition: str | None = Field(None, description="Condition (version 2.0) under which the role holds.")
    name: str | None = Field(
        None, description="GUID of the assignment; else one that is the same for scope, principal and role."
    )


class Lock(ConfigModel):
    """A management lock. The identity needs Microsoft.Authorization/locks/write, which Contributor has not."""

    kind: LockKind = Field(description="What it forbids: to delete, or to change as well (ReadOnly).")
    name: str | None = Field(None, description="Name; else that of what it locks, and its kind.")
    notes: str | None = Field(None, description="Why, up to 512 characters.")

    def name_on(self, resource: str) -> str:
        """Its name in Azure on a resource that is called so there."""
        return self.name or f"{resource}-{self.kind.value}"


class Disallowed(ConfigModel):
    """What machines of a definition may not have."""

    disk_types: tuple[str, ...] = Field(description="Disk types, for instance Standard_LRS.")


class UefiKey(ConfigModel):
    """A key, or several of one kind."""

    type: UefiKeyType = Field(description="What they are.")
    value: tuple[str, ...] = Field(description="The keys, base64. At least one.")


class UefiKeySignatures(ConfigModel):
    """Keys beside those of the templates."""

    pk: UefiKey | None = Field(None, description="Platform key.")
    kek: tuple[UefiKey, ...] | None = Field(None, description="Key encryption keys.")
    db: tuple[UefiKey, ...] | None = Field(None, description="What may boot.")
    dbx: tuple[UefiKey, ...] | None = Field(None, description="What may not boot.")


class UefiSettings(ConfigModel):
    """What machines of a version trust at boot."""

    signature_template_names: tuple[UefiSignatureTemplate, ...] | None = Field(
        None, description="Templates of keys. NoSignatureTemplate stands alone, and needs additionalSignatures."
    )
    additional_signatures: UefiKeySignatures | None = Field(None, description="Keys beside those of the templates.")


class SecurityProfile(ConfigModel):
    """The security profile of a version."""

    uefi_settings: UefiSettings = Field(description="What machines trust at boot. For generation V2.")


class DiskEncryption(ConfigModel):
    """A disk encryption set for the replicas of the OS disk."""

    disk_encryption_set_id: str = Field(
        description="Resource id of the disk encryption set, in the region of the replicas."
    )


class DataDiskEncryption(ConfigModel):
    """A disk encryption set for the replicas of one data disk."""

    lun: int = Field(description="Logical unit number of the data disk in the image.")
    disk_encryption_set_id: str = Field(
        description="Resource id of the disk encryption set, in the region of the replicas."
    )


class Encryption(ConfigModel):
    """Disk encryption sets of one region."""

    os_disk_image: DiskEncryption | None = Field(None, description="For the OS disk; else a key of Microsoft's.")
    data_disk_images: tuple[DataDiskEncryption, ...] | None = Field(
        None, description="For the data disks, one entry per disk; else keys of Microsoft's."
    )


class ReplicaSet(ConfigModel):
    """Further replicas in a region, stored otherwise than the region's own."""

    storage_account_type: StorageAccountType = Field(description="How they are stored. Each kind once in a region.")
    replica_count: int = Field(1, json_schema_extra=REPLICAS, description="How many.")


class EdgeZone(ConfigModel):
    """An edge zone that a version is replicated to."""

    name: str = Field(description="Region that the zone belongs to, in any spelling.")
    extended_location: str = Field(description="Azure's name of the zone (microsoftlosangeles1). Each once.")
    replica_count: int = Field(1, json_schema_extra=REPLICAS, description="Replicas kept there.")
    storage_account_type: EdgeZoneStorageAccountType | None = Field(
        None,
        json_schema_extra={"default": EdgeZoneStorageAccountType.STANDARD_LRS.value},
        description="How they are stored.",
    )
    encryption: Encryption | None = Field(None, description="Disk encryption sets there.")
