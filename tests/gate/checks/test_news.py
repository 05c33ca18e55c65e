"""What Azure itself says against a version that was built and copied: each piece of bad news by its own check."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.models import DataDisk
from managed_image_to_gallery.gate.gate import run_gate
from tests.azure import bodies
from tests.azure.bodies import changed
from tests.azure.told_reader import ToldReader

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.gate.subject import GateSubject

PROFILE = ("properties", "publishingProfile")
SAFETY = ("properties", "safetyProfile")
VALIDATIONS = ("properties", "validationsProfile")
DISKS = ("properties", "storageProfile", "dataDiskImages")
OS_DISK = ("properties", "storageProfile", "osDiskImage")
REPORTED: JsonObject = {"reportedForPolicyViolation": True}
VIOLATION: JsonObject = {"category": "ImageFlaggedUnsafe", "details": "malware"}
END_OF_LIFE = "2021-04-01T00:00:00+00:00"


def refused(reader: ToldReader, subject: GateSubject | None = None) -> dict[str, str]:
    """The refusing checks and what they found; each says what to do."""
    refusals = asyncio.run(run_gate(reader, subject or bodies.subject())).refusals
    assert all(verdict.remedy for verdict in refusals)
    return {verdict.check: verdict.found for verdict in refusals}


def passed(reader: ToldReader, check: str) -> str:
    """What a check found that passed, as all of them must."""
    result = asyncio.run(run_gate(reader, bodies.subject()))
    assert result.passed, result.text()
    (found,) = [verdict.found for verdict in result.verdicts if verdict.check == check]
    return found


def version(value: Json, *path: str) -> ToldReader:
    return ToldReader(version_answer=wire.image_version(changed(bodies.version_body(), value, *path)))


def regions(*replicas: tuple[str, int]) -> ToldReader:
    targets: list[Json] = [{"name": name, "regionalReplicaCount": count} for name, count in replicas]
    return version(targets, "properties", "publishingProfile", "targetRegions")


def image(**changes: object) -> ManagedImage:
    """The image with other fields, but the content that it was adopted with."""
    return replace(wire.managed_image(bodies.image_body()), **changes)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("reader", "check", "found"),
    [
        (version(REPORTED, *SAFETY), "no-policy-violation", "does not say which"),
        (
            version({**REPORTED, "policyViolations": [VIOLATION]}, *SAFETY),
            "no-policy-violation",
            "ImageFlaggedUnsafe: malware",
        ),
        (
            version({"executedValidations": [{"type": "TrustedLaunch", "status": "Failed"}]}, *VALIDATIONS),
            "no-failed-validation",
            "TrustedLaunch Failed",
        ),
        (version({"validationOperationStatus": "Failed"}, *VALIDATIONS), "no-failed-validation", "Failed"),
        (
            version(END_OF_LIFE, "properties", "publishingProfile", "endOfLifeDate"),
            "not-past-end-of-life",
            f"the end of life of the version, {END_OF_LIFE}, has passed",
        ),
        (
            version("some day", "properties", "publishingProfile", "endOfLifeDate"),
            "not-past-end-of-life",
            "is no time",
        ),
        (
            ToldReader(
                definition_answer=wire.image_definition(
                    changed(bodies.definition_body(), END_OF_LIFE, "properties", "endOfLifeDate")
                )
            ),
            "not-past-end-of-life",
            f"the end of life of the definition, {END_OF_LIFE}, has passed",
        ),
        (regions(("East US 2", 1), ("West US 2", 1)), "replicas-as-configured", "westus2 has 1 of 2"),
        (regions(("East US 2", 1)), "replicas-as-configured", "westus2 is not a target region"),
        (version({"sizeInGB": 1}, *OS_DISK), "disks-match-image", "OS disk has 1 GB, the image's has 30 GB"),
        (version({}, *OS_DISK), "disks-match-image", "no size of the version's OS disk"),
        (version(None, *OS_DISK), "disks-match-image", "no size of the version's OS disk"),
        (version([], *DISKS), "disks-match-image", "data disk at LUN 0 is not in the version"),
        (version([{"lun": 0}], *DISKS), "disks-match-image", "no size of the version's data disk at LUN 0"),
        (version([{"lun": 0, "sizeInGB": 9}], *DISKS), "disks-match-image", "has 9 GB, the image's has 10 GB"),
        (
            version([{"lun": 0, "sizeInGB": 10}, {"lun": 1, "sizeInGB": 10}], *DISKS),
            "disks-match-image",
            "data disk at LUN 1 is not in the image",
        ),
        (
            ToldReader(image_answer=image(os_disk_size_gb=None, data_disks=(DataDisk(5, None),))),
            "disks-match-image",
            "data disk at LUN 5 is not in the version",
        ),
    ],
)
def test_each_piece_of_bad_news_is_refused_by_its_own_check_alone(reader: ToldReader, check: str, found: str) -> None:
    refusals = refused(reader)

    assert list(refusals) == [check]
    assert found in refusals[check]


@pytest.mark.parametrize(
    ("reader", "check", "found"),
    [
        (version(None, *SAFETY), "no-policy-violation", "none reported"),
        (version(None, *VALIDATIONS), "no-failed-validation", "none was run"),
        (
            version(
                {
                    "validationOperationStatus": "Succeeded",
                    "executedValidations": [
                        {"type": "TrustedLaunch", "status": "Succeeded"},
                        {"type": "Other", "status": "Unknown"},
                    ],
                },
                *VALIDATIONS,
            ),
            "no-failed-validation",
            "TrustedLaunch Succeeded, Other Unknown",
        ),
        (
            version(None, "properties", "publishingProfile", "endOfLifeDate"),
            "not-past-end-of-life",
            "no end of life",
        ),
        (regions(("West US 2", 3), ("East US 2", 1), ("UK South", 1)), "replicas-as-configured", "westus2 3"),
        (
            ToldReader(image_answer=image(os_disk_size_gb=None, data_disks=(DataDisk(0, 0),))),
            "disks-match-image",
            "Azure tells no size of the image's OS disk, data disk at LUN 0",
        ),
    ],
)
def test_no_news_and_more_than_was_asked_for_are_no_fault(reader: ToldReader, check: str, found: str) -> None:
    assert found in passed(reader, check)


def test_a_region_without_a_count_is_asked_for_once() -> None:
    subject = replace(bodies.subject(), replica_counts={})

    assert refused(regions(("East US 2", 1), ("West US 2", 1)), subject) == {}
    assert list(refused(regions(("East US 2", 1)), subject)) == ["replicas-as-configured"]


def test_a_region_without_a_replica_holds_nothing() -> None:
    """Azure does not take such a number; if it ever answers one, it is not the default of one replica."""
    subject = replace(bodies.subject(), replica_counts={})
    of_others = replace(bodies.subject(), target_regions=(), replica_counts={}, existing=True)

    for one in (subject, of_others):
        found = refused(regions(("East US 2", 1), ("West US 2", 0)), one)
        assert found == {"replicas-as-configured": "westus2 has 0 of 1"}


def test_a_version_without_its_encryption_is_not_what_was_asked_for() -> None:
    """Somebody made it again without: it can neither be added later, nor be made anew once the image is gone."""
    key: Json = {"osDiskImage": {"diskEncryptionSetId": "/subscriptions/s/a"}}
    targets: list[Json] = [
        {"name": "East US 2", "encryption": key},
        {"name": "West US 2", "regionalReplicaCount": 2, "encryption": None},
    ]
    reader = version(targets, "properties", "publishingProfile", "targetRegions")
    subject, eastern = bodies.subject(), ("eastus2", "OS disk")

    for missing in (("westus2", "OS disk"), ("eastus2", "data disk at LUN 0")):
        found = refused(reader, replace(subject, encrypted_disks=frozenset({eastern, missing})))
        told = f"{missing[0]} has no disk encryption set for its {missing[1]}"
        assert found == {"replicas-as-configured": told}
    assert refused(reader, replace(subject, encrypted_disks=frozenset({eastern}))) == {}


def test_the_encryption_of_data_disks_and_edge_zones_is_read_from_the_version() -> None:
    key: Json = {"dataDiskImages": [{"lun": 0, "diskEncryptionSetId": "/subscriptions/s/a"}]}
    body = changed(bodies.version_body(), [{"name": "East US 2", "encryption": key}], *PROFILE, "targetRegions")
    zone: Json = {"name": "West US", "extendedLocation": {"name": "MicrosoftLosAngeles1", "type": "EdgeZone"}}
    body = changed(body, [{**cast("JsonObject", zone), "encryption": key}], *PROFILE, "targetExtendedLocations")
    assert wire.image_version(body).encrypted_disks == {
        ("eastus2", "data disk at LUN 0"),
        ("microsoftlosangeles1", "data disk at LUN 0"),
    }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Standard_ZRS", {"replicas-as-configured": "westus2 is stored as Premium_LRS, not Standard_ZRS"}),
        ("Premium_LRS", {}),
        ("Standard_LRS", {}),
    ],
    ids=["another one", "the same", "more than the least of all"],
)
def test_a_version_that_is_stored_otherwise_is_not_what_was_asked_for(wanted: str, found: dict[str, str]) -> None:
    """Somebody made it again so: how it is stored never changes, and without the image nobody makes another one."""
    targets: list[Json] = [
        {"name": "East US 2"},
        {"name": "West US 2", "regionalReplicaCount": 2, "storageAccountType": "Premium_LRS"},
    ]
    reader = version(targets, "properties", "publishingProfile", "targetRegions")

    assert refused(reader, replace(bodies.subject(), storage={"eastus2": "Standard_LRS", "westus2": wanted})) == found


def test_a_region_without_a_word_is_stored_as_the_version_and_that_as_azure_does_by_itself() -> None:
    targets: list[Json] = [{"name": "East US 2"}, {"name": "West US 2", "regionalReplicaCount": 2}]
    wanted = replace(bodies.subject(), storage={"eastus2": "Standard_ZRS"})
    for general, found in (("Standard_ZRS", []), (None, ["replicas-as-configured"])):
        body = changed(bodies.version_body(), targets, "properties", "publishingProfile", "targetRegions")
        body = changed(body, general, "properties", "publishingProfile", "storageAccountType")

        assert list(refused(ToldReader(version_answer=wire.image_version(body)), wanted)) == found
