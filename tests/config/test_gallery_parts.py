"""What is told of galleries, definitions and versions beyond what a migration needs."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.late import folded
from managed_image_to_gallery.config.late_values import LateValues
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.azure import bodies
from tests.component.stacks import entry, stack_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.azure.json_types import JsonObject

PRINCIPAL = "11111111-2222-4333-8444-555555555555"
COMMUNITY: Any = {
    "permissions": "Community",
    "communityGalleryInfo": {
        "publisherUri": "https://example.org",
        "publisherContact": "us@example.org",
        "eula": "https://example.org/eula",
        "publicNamePrefix": "myImages",
    },
}
_GROUP = f"/subscriptions/{bodies.SUBSCRIPTION}/resourceGroups/g"
IDENTITY = f"{_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i"
ROLE: Any = {"principalId": PRINCIPAL, "roleDefinitionIdOrName": "Reader", "principalType": "User"}


def told(gallery: Any = None, definition: Any = None, **version: Any) -> list[str]:
    """The paths of faults, for changes to a gallery that is made, a definition and a migration."""
    one = entry(**version)
    one["definition"] = {**one["definition"], **(definition or {})}  # type: ignore[dict-item]
    made: JsonObject = {"resourceGroup": "g", "name": "n", "create": True, **copy.deepcopy(gallery or {})}
    try:
        parse_stack_config(stack_of(one, gallery=made), bodies.SUBSCRIPTION)
    except ConfigFaults as found:
        return [fault.path for fault in found.faults]
    return []


def info(**changes: str) -> Any:
    return {"sharingProfile": {**COMMUNITY, "communityGalleryInfo": COMMUNITY["communityGalleryInfo"] | changes}}


def keys(**signatures: Any) -> Any:
    return {"uefiSettings": {"additionalSignatures": signatures}}


GOOD: list[tuple[Any, Any, Any]] = [
    ({"sharingProfile": COMMUNITY}, {}, {}),
    ({"sharingProfile": {"permissions": "Groups"}, "tags": {"a": "b"}}, {}, {}),
    ({"identity": {"type": "UserAssigned", "userAssignedIdentities": [IDENTITY]}}, {}, {}),
    ({"roleAssignments": [ROLE, ROLE | {"roleDefinitionIdOrName": "Compute Gallery Image Reader"}]}, {}, {}),
    ({"roleAssignments": [ROLE | {"roleDefinitionIdOrName": PRINCIPAL}]}, {}, {}),
    ({"lock": {"kind": "CanNotDelete"}}, {"eula": "any text"}, {"lock": {"kind": "ReadOnly"}}),
    ({}, {}, {"securityProfile": keys(db=[{"type": "x509", "value": ["a2V5"]}])}),
]


@pytest.mark.parametrize(("gallery", "definition", "version"), GOOD)
def test_what_azure_takes_is_no_fault(gallery: Any, definition: Any, version: Any) -> None:
    assert told(gallery, definition, **version) == []


PATH = "migrations[0]"
BAD: list[tuple[Any, Any, Any, str]] = [
    ({"sharingProfile": {"permissions": "Community"}}, {}, {}, "gallery.sharingProfile.communityGalleryInfo"),
    ({"sharingProfile": COMMUNITY | {"permissions": "Groups"}}, {}, {}, "gallery.sharingProfile.communityGalleryInfo"),
    (info(publisherUri="example.org"), {}, {}, "gallery.sharingProfile.communityGalleryInfo.publisherUri"),
    (info(publicNamePrefix="a-b"), {}, {}, "gallery.sharingProfile.communityGalleryInfo.publicNamePrefix"),
    (info(eula=" "), {}, {}, "gallery.sharingProfile.communityGalleryInfo.eula"),
    ({"identity": {"type": "UserAssigned"}}, {}, {}, "gallery.identity.userAssignedIdentities"),
    (
        {"identity": {"type": "SystemAssigned", "userAssignedIdentities": [IDENTITY]}},
        {},
        {},
        "gallery.identity.userAssignedIdentities",
    ),
    (
        {"identity": {"type": "UserAssigned", "userAssignedIdentities": ["mine"]}},
        {},
        {},
        "gallery.identity.userAssignedIdentities[0]",
    ),
    ({"tags": {"a/b": "c"}}, {}, {}, "gallery.tags.a/b"),
    ({"lock": {"kind": "ReadOnly"}}, {}, {}, "gallery.lock.kind"),
    ({"roleAssignments": [ROLE | {"principalId": "me"}]}, {}, {}, "gallery.roleAssignments[0].principalId"),
    (
        {"roleAssignments": [ROLE | {"roleDefinitionIdOrName": "Boss"}]},
        {},
        {},
        "gallery.roleAssignments[0].roleDefinitionIdOrName",
    ),
    ({"roleAssignments": [ROLE, ROLE]}, {}, {}, "gallery.roleAssignments[1]"),
    ({"create": False, "tags": {"a": "b"}}, {}, {}, "gallery.tags"),
    ({"create": False, "roleAssignments": [ROLE]}, {}, {}, "gallery.roleAssignments"),
    ({}, {"privacyStatementUri": "here"}, {}, f"{PATH}.definition.privacyStatementUri"),
    ({}, {"disallowed": {"diskTypes": ["Floppy"]}}, {}, f"{PATH}.definition.disallowed.diskTypes[0]"),
    ({}, {"existing": True, "releaseNoteUri": "https://example.org"}, {}, f"{PATH}.definition.releaseNoteUri"),
    ({}, {"tags": {"a": "b" * 257}}, {}, f"{PATH}.definition.tags.a"),
    ({}, {}, {"securityProfile": {"uefiSettings": {}}}, f"{PATH}.securityProfile.uefiSettings"),
    (
        {},
        {},
        {"securityProfile": keys(pk={"type": "sha256", "value": ["no base64!"]})},
        f"{PATH}.securityProfile.uefiSettings.additionalSignatures.pk.value[0]",
    ),
    (
        {},
        {},
        {"securityProfile": {"uefiSettings": {"signatureTemplateNames": ["NoSignatureTemplate"]}}},
        f"{PATH}.securityProfile.uefiSettings.signatureTemplateNames",
    ),
    (
        {},
        {},
        {"targetExtendedLocations": [{"name": "West US", "extendedLocation": "z", "replicaCount": 101}]},
        f"{PATH}.targetExtendedLocations[0].replicaCount",
    ),
    (
        {},
        {},
        {"targetExtendedLocations": [{"name": "West US", "extendedLocation": name} for name in ("z", "Z")]},
        f"{PATH}.targetExtendedLocations[1].extendedLocation",
    ),
    (
        {},
        {},
        {"targetRegions": [{"name": "eastus2", "additionalReplicaSets": [{"storageAccountType": "Premium_LRS"}] * 2}]},
        f"{PATH}.targetRegions[0].additionalReplicaSets[1].storageAccountType",
    ),
    (
        {},
        {},
        {
            "replicationMode": "Shallow",
            "targetRegions": [{"name": "eastus2"}],
            "targetExtendedLocations": [{"name": "West US", "extendedLocation": "z"}],
        },
        f"{PATH}.replicationMode",
    ),
]


@pytest.mark.parametrize(("gallery", "definition", "version", "path"), BAD, ids=[path for *_, path in BAD])
def test_what_azure_refuses_is_told_by_its_path(gallery: Any, definition: Any, version: Any, path: str) -> None:
    assert told(gallery, definition, **version) == [path]


def test_the_gate_is_told_which_disks_are_to_be_encrypted_where() -> None:
    key: Any = {"osDiskImage": {"diskEncryptionSetId": "/des"}}
    both = {**key, "dataDiskImages": [{"lun": 3, "diskEncryptionSetId": "/des"}]}
    regions: Any = [{"name": "East US 2", "encryption": key}, {"name": "westus2", "encryption": both}]
    zone: Any = {"name": "westus2", "extendedLocation": "microsoftlosangeles1", "encryption": key}
    migration = entry("published", targetRegions=regions, targetExtendedLocations=[zone])
    (found,) = parse_stack_config(stack_of(migration), bodies.SUBSCRIPTION).migrations
    assert found.gate_subject().encrypted_disks == {
        ("eastus2", "OS disk"),
        ("westus2", "OS disk"),
        ("westus2", "data disk at LUN 3"),
        ("microsoftlosangeles1", "OS disk"),
    }


def storage_of(**settings: Any) -> Mapping[str, str]:
    """What the gate is told of how replicas are to be stored."""
    (found,) = parse_stack_config(stack_of(entry("published", **settings)), bodies.SUBSCRIPTION).migrations
    return found.gate_subject().storage


def test_the_gate_is_told_how_replicas_are_to_be_stored_where_the_config_says_it() -> None:
    regions: Any = [{"name": "East US 2", "storageAccountType": "Premium_LRS"}, {"name": "westus2"}]
    zone: Any = {"name": "westus2", "extendedLocation": "microsoftlosangeles1", "storageAccountType": "Premium_LRS"}

    assert storage_of(targetRegions=regions) == {"eastus2": "Premium_LRS"}
    assert storage_of(targetRegions=regions, storageAccountType="Standard_ZRS", targetExtendedLocations=[zone]) == {
        "eastus2": "Premium_LRS",
        "westus2": "Standard_ZRS",
        "microsoftlosangeles1": "Premium_LRS",
    }


def test_of_a_version_that_others_made_only_what_a_region_itself_says_is_asked() -> None:
    """How the stack stores its own versions says nothing of theirs."""
    one = entry("published")
    there = f"{_GROUP}/providers/Microsoft.Compute/galleries/theirs/images/d/versions/1.0.0"
    regions: Any = [{"name": "East US 2", "storageAccountType": "Premium_LRS"}, {"name": "westus2"}]
    theirs: Any = {
        **{key: said for key, said in one.items() if key not in {"definition", "version"}},
        "existingVersions": [there],
        "targetRegions": regions,
    }
    stack: Any = stack_of(theirs)
    stack["defaults"] = {"storageAccountType": "Standard_ZRS"}
    (found,) = parse_stack_config(stack, bodies.SUBSCRIPTION).migrations
    assert found.gate_subject().storage == {"eastus2": "Premium_LRS"}


def test_a_region_whose_storage_is_not_known_yet_is_not_asked_for_that_of_the_version() -> None:
    regions: Any = [{"name": "East US 2"}, {"name": "westus2"}]
    one = entry("published", targetRegions=regions, storageAccountType="Standard_ZRS")
    (migration,) = parse_stack_config(stack_of(one), bodies.SUBSCRIPTION).migrations
    outputs: Any = {folded("target_regions[1].storage_account_type"): "an output"}
    assert replace(migration, late=LateValues(outputs=outputs)).gate_subject().storage == {"eastus2": "Standard_ZRS"}
