"""Rules of what galleries, definitions and versions may say beyond what is needed: pure.

Facts: docs/reference/azure-galleries.md#sharing-identity-and-locks and the headings after it.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from managed_image_to_gallery.azure import limits
from managed_image_to_gallery.azure.resource_ids import is_guid
from managed_image_to_gallery.azure.role_names import ROLE_IDS
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.gallery_parts.args import (
    IdentityType,
    LockKind,
    SharingPermission,
    UefiSignatureTemplate,
)
from managed_image_to_gallery.config.late import SOME_GUID
from managed_image_to_gallery.config.value_rules import resource_id_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from managed_image_to_gallery.config.gallery_parts.models import (
        CommunityGalleryInfo,
        EdgeZone,
        GalleryIdentity,
        Lock,
        ReplicaSet,
        RoleAssignment,
        SecurityProfile,
        SharingProfile,
        UefiKey,
    )

_PUBLIC_NAME = re.compile(r"[A-Za-z0-9]{5,16}")
_IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
_ROLE_ID = re.compile(
    r"(/subscriptions/[^/]+)?/providers/Microsoft.Authorization/roleDefinitions/([^/]+)", re.IGNORECASE
)
_LONGEST_NOTES = 512
_IN_THE_RANGE = "Choose a number in that range."


def only_when_made(said: object, keys: Iterable[str], path: str, instead: str) -> Iterator[Fault]:
    """What is said about something that exists already, and is only read."""
    for key in keys:
        if getattr(said, key) is not None:
            camel = re.sub(r"_(\w)", lambda match: match[1].upper(), key)
            yield Fault(f"{path}.{camel}", None, f"has no effect on what {instead}", "Leave it out, or set it there.")


def sharing_faults(sharing: SharingProfile | None, path: str) -> Iterator[Fault]:
    """What a community gallery must tell, and no other may."""
    if sharing is None:
        return
    info, where = sharing.community_gallery_info, f"{path}.communityGalleryInfo"
    if (info is not None) != (sharing.permissions is SharingPermission.COMMUNITY):
        rule = "is needed with permissions Community, and only with it"
        yield Fault(where, None, rule, "Say who publishes it." if info is None else "Leave it out.")
    if info is not None:
        yield from _community(info, where)


def _community(info: CommunityGalleryInfo, path: str) -> Iterator[Fault]:
    yield from uri_faults(info.publisher_uri, f"{path}.publisherUri")
    if not _PUBLIC_NAME.fullmatch(info.public_name_prefix):
        rule = "must be 5 to 16 letters (A to Z) and digits"
        yield Fault(f"{path}.publicNamePrefix", info.public_name_prefix, rule, "Choose such a prefix.")
    for key, text in (("publisherContact", info.publisher_contact), ("eula", info.eula)):
        if not text.strip():
            yield Fault(f"{path}.{key}", text, "must not be empty", "Everybody who uses the gallery is told it.")


def uri_faults(uri: str | None, path: str) -> Iterator[Fault]:
    """An address, where one is said."""
    if uri is None:
        return
    parts = urlsplit(uri)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        yield Fault(path, uri, "must be an address that begins with https:// or http://", "Write the whole address.")


def identity_faults(identity: GalleryIdentity | None, path: str) -> Iterator[Fault]:
    """Identities are named where the kind of identity says so."""
    if identity is None:
        return
    named, where = identity.user_assigned_identities or (), f"{path}.userAssignedIdentities"
    wanted = identity.type in {IdentityType.USER_ASSIGNED, IdentityType.SYSTEM_ASSIGNED_USER_ASSIGNED}
    if wanted != bool(named):
        rule = f"{'must name' if wanted else 'does not go with'} an identity: type is {identity.type.value}"
        yield Fault(where, list(named), rule, "Correct one of the two.")
    for index, one in enumerate(named):
        yield from resource_id_faults(one, f"{where}[{index}]", "a user-assigned identity", _IDENTITY)


def role_faults(assignments: Sequence[RoleAssignment] | None, path: str) -> Iterator[Fault]:
    """Who gets which role, each once."""
    seen: dict[tuple[str, str], str] = {}
    for index, one in enumerate(assignments or ()):
        where = f"{path}.roleAssignments[{index}]"
        if not is_guid(one.principal_id):
            yield Fault(f"{where}.principalId", one.principal_id, "must be an object id (a GUID)", "Correct it.")
        if one.name is not None and not is_guid(one.name):
            yield Fault(f"{where}.name", one.name, "must be a GUID", "Correct it, or leave it out.")
        role = role_guid(one.role_definition_id_or_name)
        if role is None:
            remedy = f"Give its GUID or id, or one of these names: {', '.join(ROLE_IDS)}."
            yield Fault(f"{where}.roleDefinitionIdOrName", one.role_definition_id_or_name, "is no known role", remedy)
            continue
        if one.principal_id == SOME_GUID:
            continue  # not known yet
        first = seen.setdefault((role, one.principal_id.lower()), where)
        if first != where:
            yield Fault(where, None, f"gives the same role to the same principal as {first}", "Keep one of the two.")


def role_guid(text: str) -> str | None:
    """The GUID of a role that is named by name, GUID or id; None for what is none of them."""
    match = _ROLE_ID.fullmatch(text)
    guid = match[2] if match else ROLE_IDS.get(text, text)
    return guid.lower() if is_guid(guid) else None


def lock_faults(lock: Lock | None, path: str, *, of_gallery: bool = False) -> Iterator[Fault]:
    """A lock is inherited by everything below, so a gallery that is only read takes no definition and no version."""
    if lock is None:
        return
    if of_gallery and lock.kind is LockKind.READ_ONLY:
        rule = "is inherited by definitions and versions, which could not be made any more"
        yield Fault(f"{path}.kind", lock.kind.value, rule, "Use CanNotDelete.")
    if lock.notes is not None and len(lock.notes) > _LONGEST_NOTES:
        yield Fault(f"{path}.notes", None, f"must be up to {_LONGEST_NOTES} characters", "Shorten it.")


def disk_type_faults(disk_types: Iterable[str], path: str) -> Iterator[Fault]:
    """Types of managed disks."""
    for index, one in enumerate(disk_types):
        if one not in limits.DISK_TYPES:
            rule = f"must be one of {', '.join(limits.DISK_TYPES)}"
            yield Fault(f"{path}[{index}]", one, rule, "Choose one of them.")


def security_faults(profile: SecurityProfile | None, path: str) -> Iterator[Fault]:
    """Keys for UEFI."""
    if profile is None:
        return
    settings, where = profile.uefi_settings, f"{path}.uefiSettings"
    templates, keys = settings.signature_template_names or (), settings.additional_signatures
    if not templates and keys is None:
        yield Fault(where, None, "must name a template or give keys", "Say one of the two, or leave it out.")
    if UefiSignatureTemplate.NONE in templates and (len(templates) > 1 or keys is None):
        rule = "NoSignatureTemplate stands alone, and needs additionalSignatures"
        named = [one.value for one in templates]
        yield Fault(f"{where}.signatureTemplateNames", named, rule, "Correct one of the two.")
    if keys is not None:
        found = [("pk", keys.pk)] if keys.pk else []
        lists = (("kek", keys.kek), ("db", keys.db), ("dbx", keys.dbx))
        found += [(f"{key}[{index}]", one) for key, several in lists for index, one in enumerate(several or ())]
        for key, one in found:
            yield from _key_faults(one, f"{where}.additionalSignatures.{key}.value")


def _key_faults(key: UefiKey, path: str) -> Iterator[Fault]:
    if not key.value:
        yield Fault(path, None, "must have a key", "Give one, or leave the entry out.")
    for index, text in enumerate(key.value):
        try:
            good = bool(base64.b64decode(text, validate=True))
        except binascii.Error:
            good = False
        if not good:
            yield Fault(f"{path}[{index}]", None, "must be base64", "Write the key as base64 in one line.")


def replica_set_faults(sets: Sequence[ReplicaSet] | None, path: str) -> Iterator[Fault]:
    """Further replicas of a region, each kind once."""
    seen: set[str] = set()
    for index, one in enumerate(sets or ()):
        where = f"{path}.additionalReplicaSets[{index}]"
        yield from replica_count_faults(one.replica_count, where)
        if one.storage_account_type.value in seen:
            kind = one.storage_account_type.value
            yield Fault(f"{where}.storageAccountType", kind, "is listed twice", "Add the numbers up in one entry.")
        seen.add(one.storage_account_type.value)


def edge_zone_faults(zones: Sequence[EdgeZone] | None, path: str) -> Iterator[Fault]:
    """Edge zones, each once."""
    seen: dict[str, str] = {}
    for index, zone in enumerate(zones or ()):
        where = f"{path}.targetExtendedLocations[{index}]"
        yield from replica_count_faults(zone.replica_count, where)
        for key, text in (("name", zone.name), ("extendedLocation", zone.extended_location)):
            if not text.strip():
                yield Fault(f"{where}.{key}", text, "must not be empty", "Name the region and its zone.")
        first = seen.setdefault(zone.extended_location.strip().lower(), where)
        if first != where:
            rule = f"is the same zone as {first}.extendedLocation"
            yield Fault(f"{where}.extendedLocation", zone.extended_location, rule, "Keep one of the two.")


def replica_count_faults(count: int, path: str) -> Iterator[Fault]:
    """How many replicas Azure keeps."""
    if not limits.MIN_REPLICA_COUNT <= count <= limits.MAX_REPLICA_COUNT:
        rule = f"must be {limits.MIN_REPLICA_COUNT} to {limits.MAX_REPLICA_COUNT}"
        yield Fault(f"{path}.replicaCount", count, rule, _IN_THE_RANGE)
