"""Versions that others keep: nothing of them is declared, and each is proven again before the image goes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import pulumi
import pytest

from managed_image_to_gallery.azure.errors import AccessDenied
from managed_image_to_gallery.azure.resource_ids import ResourceId, parse_resource_id
from managed_image_to_gallery.component.deletion.deletion_guard import DeletionRefused
from managed_image_to_gallery.component.live_reads import AzureReadFailed
from managed_image_to_gallery.component.run import current_run
from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.parse import parse_stack_config
from managed_image_to_gallery.gate.adopted import adopted_from_dict
from managed_image_to_gallery.gate.evidence import evidence_from_dict, evidence_of
from managed_image_to_gallery.gate.gate import run_gate
from tests.azure import bodies
from tests.component.recording import record
from tests.component.stacks import as_config, existing, program, stack_of, telling
from tests.component.test_managed_image_to_gallery import ADOPTED as OF_MANAGED
from tests.component.test_managed_image_to_gallery import before as before_managed
from tests.component.told_azure import ToldAzure, replicated

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.gate.evidence import Evidence

OURS = str(bodies.VERSION)
THEIRS = OURS.replace(bodies.SUBSCRIPTION, bodies.OTHER_SUBSCRIPTION).replace("myGallery", "theirGallery")
ADOPTED, EVIDENCE = "myImage-adopted", "myImage-evidence"
Fooling: TypeAlias = "Callable[[ToldAzure, str], None]"
"""What becomes of one of the versions."""

ANYWHERE: dict[str, Json] = {"defaults": {}}
"""A config that names no region: each version must be where it is."""


@pytest.fixture
def azure(told: Callable[[ToldAzure], ToldAzure]) -> ToldAzure:
    return told(both())


def both() -> ToldAzure:
    """Two complete versions of the image, one in another team's gallery in another subscription."""
    azure = replicated()
    for body in (bodies.version_body(), bodies.definition_body()):
        azure.resources.append({**body, "id": of_them(str(body["id"]))})
    return azure


def of_them(own: str) -> str:
    return own.replace(bodies.SUBSCRIPTION, bodies.OTHER_SUBSCRIPTION).replace("myGallery", "theirGallery")


def stack(stage: str, *versions: str, **changes: Json) -> JsonObject:
    return stack_of(existing(*(versions or (OURS, THEIRS)), stage=stage), **changes)


def records(of: JsonObject | None = None) -> dict[str, object]:
    """What the stage validated leaves in the state."""
    (migration,) = parse_stack_config(of or stack("validated"), bodies.SUBSCRIPTION).migrations
    adopted = before_managed("validated")[OF_MANAGED]
    subject = migration.gate_subject(adopted_from_dict(adopted))
    return {ADOPTED: adopted, EVIDENCE: evidence_of(asyncio.run(run_gate(both(), subject))).to_dict()}


def version_of(azure: ToldAzure, version: str) -> dict[str, Any]:
    return cast("dict[str, Any]", next(body for body in azure.resources if body["id"] == version))


def refusal(of: JsonObject, stashed: dict[str, object], *, meanwhile: Callable[[], None] | None = None) -> str:
    """What the delete hook says when the program has run; empty where it lets the image go."""

    async def main() -> None:
        program()
        if meanwhile:
            meanwhile()
        args = pulumi.ResourceHookArgs(
            urn="urn", id=str(bodies.IMAGE), name="source", type="azure-native:compute:Image"
        )
        await current_run().deletion_guard.judge(args)

    error = record(main, preview=False, config=as_config(of), stashed=stashed).error
    if error is not None and not isinstance(error, DeletionRefused):
        raise error
    return str(error or "")


@pytest.mark.parametrize("stage", ["published", "validated", "retired"])
def test_nothing_of_them_is_declared(azure: ToldAzure, stage: str, preview: bool) -> None:
    known = {} if stage == "published" else records()
    recording = record(program, preview=preview, config=as_config(stack(stage)), stashed=known)

    assert recording.error is None
    assert recording.of_type("azure-native:compute:GalleryImageVersion") == []
    assert recording.of_type("azure-native:compute:GalleryImage") == []
    assert recording.of_type("azure-native:compute:Gallery") == []
    assert recording.of_type("azure-native:compute:Image") == ([] if stage == "retired" else ["myImage-source"])
    assert set(recording.of_type("pulumi:index:Stash")) == {ADOPTED} | (set() if stage == "published" else {EVIDENCE})


def test_the_outputs_name_them(azure: ToldAzure) -> None:
    told: dict[str, Any] = {}
    recording = record(telling(told), preview=False, config=as_config(stack("published", THEIRS)))

    assert recording.error is None
    assert told["myImage"]["version_id"] == THEIRS
    assert told["myImage"]["definition_id"] == THEIRS.rpartition("/versions")[0]
    assert told["myImage"]["image_reference"] == {"id": THEIRS}


def test_machines_boot_from_each_of_them(azure: ToldAzure) -> None:
    tested = existing(OURS, THEIRS, bootTest={})
    recording = record(program, preview=False, config=as_config(stack_of(tested)))

    assert recording.error is None
    machines = recording.of_type("azure-native:compute:VirtualMachine")
    profiles = [cast("dict[str, Any]", recording.inputs(one)["storageProfile"]) for one in machines]
    images: list[str] = [profile["imageReference"]["id"] for profile in profiles]
    assert sorted(images) == sorted([OURS, OURS, THEIRS, THEIRS])


def test_the_evidence_is_of_the_whole_set(azure: ToldAzure) -> None:
    evidence = evidence_from_dict(cast("JsonObject", records()[EVIDENCE]))

    assert evidence.regions_of(bodies.VERSION) == ("eastus2", "westus2")
    assert evidence.regions_of(parse_resource_id(THEIRS.upper())) == ("eastus2", "westus2")
    assert evidence.regions_of(other("9.9.9")) == ()


def other(number: str) -> ResourceId:
    return parse_resource_id(OURS.replace("1.0.0", number))


def test_the_image_goes_when_each_of_them_is_proven(azure: ToldAzure) -> None:
    assert refusal(stack("retired"), records()) == ""
    assert refusal(stack("retired", THEIRS.upper(), OURS), records()) == ""
    assert refusal(stack("retired", **ANYWHERE), records(stack("validated", **ANYWHERE))) == ""


def test_one_that_may_be_deleted_proves_nothing(azure: ToldAzure) -> None:
    given_up: Json = [{"id": THEIRS, "reason": "nobody needs it"}]
    said = refusal(stack("retired", abandonedVersions=given_up), records())
    assert f"its version {THEIRS} proves nothing" in said


def lose_region(azure: ToldAzure, version: str) -> None:
    properties = version_of(azure, version)["properties"]
    del properties["publishingProfile"]["targetRegions"][1]
    del properties["replicationStatus"]["summary"][1]


def made_anew(azure: ToldAzure, _: str) -> None:
    azure.image_made = "2022-01-01T00:00:00Z"


def from_source(source: str | None) -> Fooling:
    def change(azure: ToldAzure, version: str) -> None:
        profile = version_of(azure, version)["properties"]["storageProfile"]
        profile["source"] = {"id": source} if source else {}

    return change


def changed(value: Json, *path: str) -> Fooling:
    def change(azure: ToldAzure, version: str) -> None:
        bodies.changed(version_of(azure, version), value, *path)

    return change


def gone(azure: ToldAzure, version: str) -> None:
    azure.remove(parse_resource_id(version))


def unreadable(azure: ToldAzure, version: str) -> None:
    azure.failures[version] = AccessDenied("image version", status=403, message="no right to read it")


def unlike(azure: ToldAzure, version: str) -> None:
    definition = version_of(azure, version.rpartition("/versions")[0])
    definition["properties"]["osType"] = "Windows"


FOOLING = [
    (made_anew, "version-newer-than-image"),
    (lose_region, "replicas-as-configured"),
    (changed("Shallow", "properties", "publishingProfile", "replicationMode"), "replication-mode"),
    (changed("Failed", "properties", "provisioningState"), "version-succeeded"),
    (changed("Creating", "properties", "provisioningState"), "version-succeeded"),
    (changed(None, "properties", "replicationStatus"), "replication-complete"),
    (from_source(OURS.replace("1.0.0", "0.9.0")), "version-source"),
    (from_source(f"{bodies.IMAGE}2"), "version-source"),
    (from_source(str(bodies.IMAGE).replace("/images/", "/disks/")), "version-source"),
    (from_source(str(bodies.IMAGE).replace("/images/", "/snapshots/")), "version-source"),
    (from_source(None), "version-source"),
    (gone, "version-succeeded"),
    (unreadable, "UNANSWERED  version-succeeded"),
    (unlike, "definition-matches-image"),
]


@pytest.mark.parametrize(("fool", "check"), FOOLING)
@pytest.mark.parametrize(
    ("changes", "fooled"),
    [({}, OURS), (ANYWHERE, THEIRS)],
    ids=["ours in the regions of the config", "theirs in its own regions"],
)
def test_one_that_is_not_proven_at_the_moment_of_the_deletion_keeps_the_image(
    azure: ToldAzure, fool: Fooling, check: str, changes: dict[str, Json], fooled: str
) -> None:
    known = records(stack("validated", **changes))

    said = refusal(stack("retired", **changes), known, meanwhile=lambda: fool(azure, fooled))

    assert "is not deleted" in said
    assert check in said


@pytest.mark.parametrize(("fool", "check"), FOOLING[1:])
def test_nor_is_it_validated(azure: ToldAzure, fool: Fooling, check: str) -> None:
    fool(azure, THEIRS)
    known = before_managed("validated")[OF_MANAGED]

    error = record(program, preview=True, config=as_config(stack("validated")), stashed={ADOPTED: known}).error

    assert isinstance(error, ConfigFaults)
    assert check in str(error)


@pytest.mark.parametrize(
    ("versions", "taken_for"),
    [((OURS,), (OURS, THEIRS)), ((OURS, THEIRS), (OURS,)), ((THEIRS,), (OURS,)), ((OURS, THEIRS), (THEIRS,))],
)
def test_evidence_of_another_set_proves_nothing(
    azure: ToldAzure, versions: tuple[str, ...], taken_for: tuple[str, ...]
) -> None:
    said = refusal(stack("retired", *versions), records(stack("validated", *taken_for)))

    assert "the evidence is for" in said
    assert "validating again" in said


def test_evidence_of_a_version_that_the_stack_managed_is_not_that_of_one_it_only_reads(azure: ToldAzure) -> None:
    (migration,) = parse_stack_config(stack("validated", OURS), bodies.SUBSCRIPTION).migrations
    evidence = evidence_from_dict(cast("JsonObject", records(stack("validated", OURS))[EVIDENCE]))

    assert evidence.differences(migration.gate_subject()) == []
    assert "has changed since" in managed_differences(evidence)


def managed_differences(evidence: Evidence) -> str:
    from tests.component.stacks import entry

    (migration,) = parse_stack_config(stack_of(entry("validated")), bodies.SUBSCRIPTION).migrations
    return " ".join(evidence.differences(migration.gate_subject()))


@pytest.mark.parametrize(
    ("fool", "rule"),
    [
        (gone, "does not exist in Azure"),
        (from_source(OURS), "was made from"),
        (from_source(None), "something else than an image"),
    ],
)
def test_before_anything_is_registered_each_must_be_there_and_hold_the_image(
    azure: ToldAzure, fool: Fooling, rule: str
) -> None:
    fool(azure, THEIRS)
    recording = record(program, preview=True, config=as_config(stack("published")))

    assert isinstance(recording.error, ConfigFaults)
    assert THEIRS in str(recording.error)
    assert rule in str(recording.error)
    assert recording.requests == {}


def test_one_that_may_not_be_read_is_told_before_anything_is_registered(azure: ToldAzure) -> None:
    unreadable(azure, THEIRS)
    recording = record(program, preview=True, config=as_config(stack("published")))

    assert isinstance(recording.error, AzureReadFailed)
    assert recording.requests == {}


def test_a_retired_migration_asks_nothing_more_of_those_who_keep_the_versions(azure: ToldAzure) -> None:
    azure.resources = []
    recording = record(program, preview=True, config=as_config(stack("retired")), stashed=records())

    assert recording.error is None
    assert not any("/galleries/" in one for one in azure.asked)
