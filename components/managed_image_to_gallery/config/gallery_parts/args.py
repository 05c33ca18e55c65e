"""The arguments of what galleries, definitions and versions may say beyond what is needed (see `config/args.py`).

Annotations are read at run time by Pulumi's component analyser, hence no `from __future__ import annotations` here.
"""

from enum import Enum
from typing import NotRequired, TypedDict

from pulumi import Input


class StorageAccountType(str, Enum):
    """How the replicas in a region are stored."""

    STANDARD_LRS = "Standard_LRS"
    """Standard disks, locally redundant."""
    STANDARD_ZRS = "Standard_ZRS"
    """Standard disks, zone redundant; only where the region has availability zones."""
    PREMIUM_LRS = "Premium_LRS"
    """Premium SSD, locally redundant."""
    PREMIUM_V2_LRS = "PremiumV2_LRS"
    """Premium SSD v2, locally redundant."""


class EdgeZoneStorageAccountType(str, Enum):
    """How the replicas in an edge zone are stored."""

    STANDARD_LRS = "Standard_LRS"
    """Standard disks, locally redundant."""
    STANDARD_ZRS = "Standard_ZRS"
    """Standard disks, zone redundant."""
    STANDARD_SSD_LRS = "StandardSSD_LRS"
    """Standard SSD, locally redundant."""
    PREMIUM_LRS = "Premium_LRS"
    """Premium SSD, locally redundant."""


class SharingPermission(str, Enum):
    """Who can be let into a gallery beside those who have a role on it."""

    PRIVATE = "Private"
    """Nobody."""
    GROUPS = "Groups"
    """Subscriptions and tenants, which `az sig share add` names."""
    COMMUNITY = "Community"
    """Everybody."""


class IdentityType(str, Enum):
    """What a gallery signs in as."""

    NONE = "None"
    """Nothing."""
    SYSTEM_ASSIGNED = "SystemAssigned"
    """An identity of its own."""
    USER_ASSIGNED = "UserAssigned"
    """Identities that are named."""
    SYSTEM_ASSIGNED_USER_ASSIGNED = "SystemAssigned, UserAssigned"
    """Both."""


class PrincipalType(str, Enum):
    """What a role is assigned to."""

    USER = "User"
    """A person."""
    GROUP = "Group"
    """A group."""
    SERVICE_PRINCIPAL = "ServicePrincipal"
    """An application or a managed identity."""
    FOREIGN_GROUP = "ForeignGroup"
    """A group of another tenant."""
    DEVICE = "Device"
    """A device."""


class LockKind(str, Enum):
    """What a lock forbids."""

    CAN_NOT_DELETE = "CanNotDelete"
    """To delete."""
    READ_ONLY = "ReadOnly"
    """To delete and to change."""


class UefiSignatureTemplate(str, Enum):
    """Keys that machines of a version trust at boot."""

    NONE = "NoSignatureTemplate"
    """None but those that are given."""
    MICROSOFT_UEFI_CERTIFICATE_AUTHORITY = "MicrosoftUefiCertificateAuthorityTemplate"
    """Microsoft's for Linux."""
    MICROSOFT_WINDOWS = "MicrosoftWindowsTemplate"
    """Microsoft's for Windows."""


class UefiKeyType(str, Enum):
    """What a key is."""

    SHA256 = "sha256"
    """A hash."""
    X509 = "x509"
    """A certificate."""


class CommunityGalleryInfoArgs(TypedDict):
    """What everybody is told about a gallery that is shared with the community."""

    publisher_uri: str
    """Address of the publisher's site."""
    publisher_contact: str
    """Address that mail to the publisher goes to."""
    eula: str
    """End user license agreement."""
    public_name_prefix: str
    """Begin of the gallery's public name: 5 to 16 letters and digits."""


class SharingProfileArgs(TypedDict):
    """Who can be let into a gallery that is created."""

    permissions: SharingPermission
    """Nobody, subscriptions and tenants, or everybody."""
    community_gallery_info: NotRequired[CommunityGalleryInfoArgs]
    """What everybody is told; with Community only."""


class SoftDeletePolicyArgs(TypedDict):
    """Whether deleted versions can be brought back for a while."""

    is_soft_delete_enabled: bool
    """Whether they can."""


class GalleryIdentityArgs(TypedDict):
    """What a gallery that is created signs in as."""

    type: IdentityType
    """Kind of identity."""
    user_assigned_identities: NotRequired[list[Input[str]]]
    """Resource ids of user-assigned identities."""


class RoleAssignmentArgs(TypedDict):
    """A role on a gallery or a definition that is created, written as the Azure Verified Modules do."""

    principal_id: Input[str]
    """Object id of who gets the role."""
    role_definition_id_or_name: str
    """The role: its name, if it is one of a gallery's usual ones, its GUID or its id."""
    principal_type: PrincipalType
    """Kind of principal; Azure refuses another one than it is."""
    description: NotRequired[str]
    """Why."""
    condition: NotRequired[str]
    """Condition under which the role holds."""
    name: NotRequired[str]
    """GUID of the assignment; by default one that is always the same for scope, principal and role."""


class LockArgs(TypedDict):
    """A management lock."""

    kind: LockKind
    """What it forbids."""
    name: NotRequired[str]
    """Name of the lock; by default that of what it locks and its kind."""
    notes: NotRequired[str]
    """Why."""


class DisallowedArgs(TypedDict):
    """What machines of a definition may not have."""

    disk_types: list[str]
    """Disk types."""


class UefiKeyArgs(TypedDict):
    """A key, or several of one kind."""

    type: UefiKeyType
    """What they are."""
    value: list[str]
    """The keys, base64."""


class UefiKeySignaturesArgs(TypedDict):
    """Keys beside those of the templates."""

    pk: NotRequired[UefiKeyArgs]
    """Platform key."""
    kek: NotRequired[list[UefiKeyArgs]]
    """Key encryption keys."""
    db: NotRequired[list[UefiKeyArgs]]
    """What may boot."""
    dbx: NotRequired[list[UefiKeyArgs]]
    """What may not boot."""


class UefiSettingsArgs(TypedDict):
    """What machines of a version trust at boot."""

    signature_template_names: NotRequired[list[UefiSignatureTemplate]]
    """Templates of keys."""
    additional_signatures: NotRequired[UefiKeySignaturesArgs]
    """Keys beside those of the templates."""


class SecurityProfileArgs(TypedDict):
    """The security profile of a version."""

    uefi_settings: UefiSettingsArgs
    """What machines trust at boot; for generation 2."""


class DataDiskEncryptionArgs(TypedDict):
    """The disk encryption set of one data disk's replica."""

    lun: int
    """Logical unit number of the data disk."""
    disk_encryption_set_id: Input[str]
    """Resource id of the disk encryption set."""


class DiskEncryptionArgs(TypedDict):
    """A disk encryption set for a disk's replica."""

    disk_encryption_set_id: Input[str]
    """Resource id of the disk encryption set."""


class EncryptionArgs(TypedDict):
    """Encryption of the replicas in a region with keys of your own."""

    os_disk_image: NotRequired[DiskEncryptionArgs]
    """For the OS disk."""
    data_disk_images: NotRequired[list[DataDiskEncryptionArgs]]
    """For the data disks."""


class ReplicaSetArgs(TypedDict):
    """Further replicas in a region, stored otherwise."""

    storage_account_type: StorageAccountType
    """How they are stored."""
    replica_count: NotRequired[int]
    """How many, 1 to 100; 1 by default."""


class EdgeZoneArgs(TypedDict):
    """An edge zone that a version is replicated to."""

    name: str
    """Region that the zone belongs to, in any spelling."""
    extended_location: str
    """Azure's name of the zone."""
    replica_count: NotRequired[int]
    """Replicas kept there, 1 to 100; 1 by default."""
    storage_account_type: NotRequired[EdgeZoneStorageAccountType]
    """How they are stored; Standard_LRS by default."""
    encryption: NotRequired[EncryptionArgs]
    """Disk encryption sets there."""
