"""The members that bodies may have; one that the provider does not know is refused, not ignored
(docs/reference/azure-errors.md#unknown-member).

A tree of names: `{}` takes anything below, a list's entries are described by the same tree as the list.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource_type import Call
from local_azure.galleries import errors


@dataclass(frozen=True)
class Members:
    """What an object may hold; `since` names the first api-version of members that came later."""

    type_name: str
    known: dict[str, Members | None]
    since: dict[str, str] = field(default_factory=dict[str, str])
    parameter: str = ""


def check_members(call: Call, members: Members) -> None:
    """Refuse the first member of `properties` that is unknown, or unknown to the api-version.

    A PATCH is judged merged, with members in it that another api-version left there.
    """
    _check(call, call.properties, members, "properties")


def _check(call: Call, value: Json, members: Members, path: str) -> None:
    for name, inner in value.items():
        if name not in members.known:
            raise errors.unknown_member(name, members.type_name, f"{path}.{name}", _position(call.body, name))
        if call.method != "PATCH" and call.api_version < members.since.get(name, ""):
            raise errors.parameter_not_allowed(f"{members.parameter}.{path}.{name}".lstrip("."))
        below = members.known[name]
        if below is None:
            continue
        for each in [as_object(entry) for entry in as_list(inner)] or [as_object(inner)]:
            _check(call, each, below, f"{path}.{name}")


def _position(body: Json, name: str) -> int:
    """Where the member stands in the body, written compactly; Azure counts in what was sent."""
    text = json.dumps(body, separators=(",", ":"))
    return text.find(f'"{name}"') + len(name) + 3


def _leaves(*names: str) -> dict[str, Members | None]:
    return dict.fromkeys(names)


_READ_ONLY = ("provisioningState",)

GALLERY_MEMBERS = Members(
    "GalleryProperties",
    {
        **_leaves("description", "identifier", "sharingProfile", "sharingStatus", *_READ_ONLY),
        "softDeletePolicy": Members(
            "SoftDeletePolicy",
            _leaves("isSoftDeleteEnabled", "retentionPeriodInDays", "gracePeriodInDays"),
            since={"retentionPeriodInDays": "2026-03-03", "gracePeriodInDays": "2026-03-03"},
            parameter="gallery",
        ),
    },
    since={"softDeletePolicy": "2021-03-01", "sharingProfile": "2020-09-30"},
    parameter="gallery",
)

DEFINITION_MEMBERS = Members(
    "GalleryImageProperties",
    _leaves(
        *("description", "eula", "privacyStatementUri", "releaseNoteUri", "osType", "osState", "hyperVGeneration"),
        *("endOfLifeDate", "identifier", "recommended", "disallowed", "purchasePlan", "features", "architecture"),
        *("allowUpdateImage", *_READ_ONLY),
    ),
    since={"architecture": "2021-10-01", "features": "2020-09-30", "allowUpdateImage": "2024-03-03"},
    parameter="galleryImage",
)

_DISK_SOURCE = Members("GalleryDiskImageSource", _leaves("id", "uri", "storageAccountId"))
_DISK = Members("GalleryDiskImage", {**_leaves("lun", "sizeInGB", "hostCaching"), "source": _DISK_SOURCE})
_VERSION_STORAGE = Members(
    "GalleryImageVersionStorageProfile",
    {
        "source": Members(
            "GalleryArtifactVersionSource",
            _leaves("id", "virtualMachineId", "communityGalleryImageId"),
            since={"virtualMachineId": "2023-07-03"},
            parameter="galleryImageVersion",
        ),
        "osDiskImage": Members("GalleryDiskImage", {**_DISK.known, "securityProfile": None}),
        "dataDiskImages": _DISK,
    },
)
_TARGET_REGION = Members(
    "TargetRegion",
    _leaves(
        *("name", "regionalReplicaCount", "storageAccountType", "encryption", "excludeFromLatest"),
        "additionalReplicaSets",
    ),
)
_PUBLISHING = Members(
    "GalleryImageVersionPublishingProfile",
    {
        **_leaves("replicaCount", "excludeFromLatest", "publishedDate", "endOfLifeDate", "storageAccountType"),
        **_leaves("storageAccountStrategy", "replicationMode", "targetExtendedLocations"),
        "targetRegions": _TARGET_REGION,
    },
    since={"storageAccountStrategy": "2025-03-03", "replicationMode": "2020-09-30"},
    parameter="galleryImageVersion",
)
_SAFETY = Members(
    "GalleryImageVersionSafetyProfile",
    _leaves(
        *("allowDeletionOfReplicatedLocations", "blockDeletionBeforeEndOfLife", "reportedForPolicyViolation"),
        "policyViolations",
    ),
    since={"blockDeletionBeforeEndOfLife": "2024-03-03"},
    parameter="galleryImageVersion",
)

VERSION_MEMBERS = Members(
    "GalleryImageVersionProperties",
    {
        **_leaves("securityProfile", "restore", "replicationStatus", "validationsProfile", *_READ_ONLY),
        "storageProfile": _VERSION_STORAGE,
        "publishingProfile": _PUBLISHING,
        "safetyProfile": _SAFETY,
    },
    since={"storageProfile": "2019-07-01", "safetyProfile": "2022-03-03", "restore": "2024-03-03"},
    parameter="galleryImageVersion",
)
