from __future__ import annotations

import asyncio
import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.errors import (
    AccessDenied,
    GraphNotProven,
    MalformedAnswer,
    ReadFailed,
    RequestRefused,
    ServiceFailed,
    Throttled,
    TimedOut,
    Unreachable,
)
from managed_image_to_gallery.azure.models import ImageReference
from managed_image_to_gallery.azure.resource_graph import SweepScope
from managed_image_to_gallery.azure.resource_ids import parse_resource_id
from managed_image_to_gallery.azure.version_scan import SHALLOW
from managed_image_to_gallery.gate.gate import run_gate
from managed_image_to_gallery.gate.verdicts import Outcome
from tests.azure import bodies
from tests.azure.bodies import IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION, VERSION, changed
from tests.azure.told_reader import ToldReader

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json
    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult

MACHINE = ImageReference("/subscriptions/s/resourceGroups/g/providers/p/t/VM", "virtual machine", "eastus2")


OF_THE_IMAGE = {"source-exists", "definition-matches-image", "image-unchanged", "disks-match-image"}
OF_THE_VERSION = {
    *("version-succeeded", "version-source", "version-newer-than-image", "replication-mode", "replication-complete"),
    *("replicas-as-configured", "disks-match-image"),
    *("no-policy-violation", "no-failed-validation", "not-past-end-of-life"),
}


def judged(reader: ToldReader, subject: GateSubject | None = None) -> GateResult:
    return asyncio.run(run_gate(reader, subject or bodies.subject()))


def refused(result: GateResult) -> dict[str, str]:
    """The refusing checks and what they found."""
    return {verdict.check: verdict.found for verdict in result.refusals}


def version_with(value: Json, *path: str) -> ToldReader:
    return ToldReader(version_answer=wire.image_version(changed(bodies.version_body(), value, *path)))


def replicated(aggregated: str, *regions: tuple[str, str]) -> ToldReader:
    summary: list[Json] = [{"region": name, "state": state, "progress": 40} for name, state in regions]
    return version_with({"aggregatedState": aggregated, "summary": summary}, "properties", "replicationStatus")


def test_a_proven_version_passes_every_check() -> None:
    reader = ToldReader()

    result = judged(reader)

    assert result.passed
    assert len({verdict.check for verdict in result.verdicts}) == 20
    assert reader.rounds == 1
    assert result.identity == "me"
    assert result.observations["image"] != {}


def test_references_are_searched_in_the_sources_own_subscription_and_the_configured_ones() -> None:
    reader = ToldReader()

    judged(reader, replace(bodies.subject(), searched_subscriptions=(OTHER_SUBSCRIPTION,)))

    assert reader.searched == [SUBSCRIPTION, OTHER_SUBSCRIPTION]


def advice(reader: ToldReader) -> str:
    """What the gate says to do about a version that Azure could not build."""
    failed = wire.image_version(changed(bodies.version_body(), "Failed", "properties", "provisioningState"))
    (verdict,) = (
        one for one in judged(replace(reader, version_answer=failed)).refusals if one.check == "version-succeeded"
    )
    return verdict.remedy


def test_a_failed_version_is_to_be_deleted_only_while_what_it_was_made_from_is_there() -> None:
    assert "must be deleted before its number" in advice(ToldReader())
    denied = AccessDenied("that", status=403, message="no")
    for answers in (
        {"image_answer": None},
        {"image_answer": denied},
        {"created_answer": denied},
        {"created_answer": "2029-01-01T00:00:00Z"},
    ):
        assert "Do not delete this version" in advice(replace(ToldReader(), **answers))


@pytest.mark.parametrize(
    ("reader", "check", "found"),
    [
        (version_with("Failed", "properties", "provisioningState"), "version-succeeded", "Failed"),
        (version_with("Updating", "properties", "provisioningState"), "version-succeeded", "Updating"),
        (version_with(f"{IMAGE}2", "properties", "storageProfile", "source", "id"), "version-source", "myImage2"),
        (version_with({}, "properties", "storageProfile", "source"), "version-source", "no source"),
        (ToldReader(created_answer="2021-03-22T22:57:58Z"), "version-newer-than-image", "made 2021-03-22T22:57:58Z"),
        (ToldReader(created_answer=None), "version-newer-than-image", "the image made at no known time"),
        (ToldReader(created_answer="lately"), "version-newer-than-image", "the image made lately"),
        (
            version_with(None, "properties", "publishingProfile", "publishedDate"),
            "version-newer-than-image",
            "published at no known time",
        ),
        (version_with("Shallow", "properties", "publishingProfile", "replicationMode"), "replication-mode", "Shallow"),
        (version_with(None, "properties", "replicationStatus"), "replication-complete", "no replication status"),
        (
            replicated("InProgress", ("eastus2", "Completed"), ("westus2", "Completed")),
            "replication-complete",
            "InProgress as a whole",
        ),
        (
            replicated("Completed", ("eastus2", "Completed"), ("West US 2", "Replicating")),
            "replication-complete",
            "westus2 Replicating (40 %)",
        ),
        (replicated("Completed", ("eastus2", "Completed")), "replication-complete", "westus2 not proven"),
        (
            ToldReader(
                definition_answer=wire.image_definition(
                    changed(bodies.definition_body(), "V2", "properties", "hyperVGeneration")
                )
            ),
            "definition-matches-image",
            "V2",
        ),
        (
            ToldReader(
                definition_answer=wire.image_definition(
                    changed(bodies.definition_body(), "Windows", "properties", "osType")
                )
            ),
            "definition-matches-image",
            "Windows",
        ),
        (
            ToldReader(
                definition_answer=wire.image_definition(
                    changed(bodies.definition_body(), "Specialized", "properties", "osState")
                )
            ),
            "definition-matches-image",
            "Specialized",
        ),
        (ToldReader(references_answer=[MACHINE]), "no-references", MACHINE.consumer_id),
        (
            ToldReader(locks_answer=[wire.resource_lock(bodies.lock_body("/subscriptions/s"))]),
            "no-locks",
            "CanNotDelete",
        ),
    ],
)
def test_each_fault_is_refused_by_its_own_check_alone(reader: ToldReader, check: str, found: str) -> None:
    result = judged(reader)

    assert not result.passed
    assert list(refused(result)) == [check]
    assert found in refused(result)[check]
    assert result.refusals[0].outcome is Outcome.FAILED
    assert result.refusals[0].remedy


def test_without_a_version_nothing_about_it_is_proven() -> None:
    assert set(refused(judged(ToldReader(version_answer=None)))) == OF_THE_VERSION


def test_a_source_that_is_gone_is_refused() -> None:
    assert set(refused(judged(ToldReader(image_answer=None)))) == OF_THE_IMAGE


def test_another_image_than_the_subjects_is_refused() -> None:
    other = wire.managed_image(changed(bodies.image_body(), f"{IMAGE}2", "id"))

    assert "source-exists" in refused(judged(ToldReader(image_answer=other)))


def test_without_a_definition_nothing_about_it_is_proven() -> None:
    found = refused(judged(ToldReader(definition_answer=None)))

    assert set(found) == {"definition-matches-image", "not-past-end-of-life"}
    assert "does not exist" in found["definition-matches-image"]


def test_without_target_regions_nothing_is_replicated() -> None:
    assert list(refused(judged(ToldReader(), replace(bodies.subject(), target_regions=())))) == ["replication-complete"]


def test_an_accepted_reference_passes_and_is_named_with_its_reason() -> None:
    subject = replace(bodies.subject(), accepted_references=((MACHINE.consumer_id.upper(), "goes next week"),))
    another = replace(MACHINE, consumer_id=f"{MACHINE.consumer_id}2")

    result = judged(ToldReader(references_answer=[MACHINE]), subject)

    assert result.passed
    assert "goes next week" in result.text()
    assert result.observations["references"] == [
        {"id": MACHINE.consumer_id, "kind": "virtual machine", "accepted": "goes next week"}
    ]
    assert not judged(ToldReader(references_answer=[MACHINE, another]), subject).passed


def test_what_only_names_the_image_is_told_and_does_not_keep_it() -> None:
    result = judged(ToldReader(references_answer=[replace(MACHINE, kind="policy assignment", names_only=True)]))

    assert result.passed
    assert f"only named by policy assignment {MACHINE.consumer_id}" in result.text()


SWEPT = replace(bodies.subject(), sweep=SweepScope((SUBSCRIPTION,)))


def test_a_consumer_of_any_other_type_is_refused_unless_it_only_names_the_image() -> None:
    fleet = replace(MACHINE, kind="microsoft.azurefleet/fleets")
    reader = ToldReader(swept_answer=[fleet])

    assert list(refused(judged(reader, SWEPT))) == ["no-other-consumers"]
    assert judged(reader).passed
    accepted = replace(SWEPT, accepted_references=((MACHINE.consumer_id, "goes next week"),))
    assert judged(reader, accepted).passed
    assert "not found any more" not in judged(reader, accepted).text()
    named = judged(ToldReader(swept_answer=[replace(fleet, names_only=True)]), SWEPT)
    assert named.passed
    assert "only named by microsoft.azurefleet/fleets" in named.text()
    assert named.observations["swept"]


def test_a_sweep_without_an_answer_is_no_answer() -> None:
    result = judged(ToldReader(swept_answer=GraphNotProven(["the image x"])), SWEPT)

    assert [(one.check, one.outcome) for one in result.refusals] == [("no-other-consumers", Outcome.UNANSWERED)]


def test_an_accepted_reference_that_is_gone_is_told() -> None:
    subject = replace(bodies.subject(), accepted_references=((MACHINE.consumer_id, "goes next week"),))

    result = judged(ToldReader(), subject)

    assert result.passed
    assert f"not found any more: {MACHINE.consumer_id}" in result.text()
    assert result.notes == (f"{subject.migration}: accepted, but not found any more: {MACHINE.consumer_id}",)


def test_what_is_done_about_a_kind_is_said_of_what_refuses_alone() -> None:
    pool = replace(MACHINE, kind="Batch pool")
    subject = replace(bodies.subject(), accepted_references=((f"{pool.consumer_id}2", "goes next week"),))
    reader = ToldReader(references_answer=[pool, replace(MACHINE, consumer_id=f"{pool.consumer_id}2", kind=SHALLOW)])

    (refusal,) = judged(reader, subject).refusals

    assert "Batch pool: Make the pool anew with the version" in refusal.remedy
    assert "Publish it again" not in refusal.remedy


def test_a_version_that_needs_the_image_refuses_unless_it_is_the_migrations_own() -> None:
    own = ImageReference(str(bodies.VERSION).upper(), SHALLOW, "", detail="it copies nothing")
    another = replace(own, consumer_id=f"{bodies.VERSION}1")
    accepted = replace(bodies.subject(), accepted_references=((another.consumer_id, "a trial"),))

    alone = judged(ToldReader(references_answer=[own]), bodies.subject())
    assert alone.passed
    assert alone.observations["references"] == []

    refused = judged(ToldReader(references_answer=[own, another]), bodies.subject())
    assert [verdict.check for verdict in refused.refusals] == ["no-references"]
    assert f"{SHALLOW} {another.consumer_id} (it copies nothing)" in refused.text()
    assert judged(ToldReader(references_answer=[own, another]), accepted).passed


def test_accepting_a_scale_set_or_a_machine_accepts_what_belongs_to_it() -> None:
    scale_set = f"{bodies.IMAGE.resource_group_id}/providers/Microsoft.Compute/virtualMachineScaleSets/set"
    instance = ImageReference(f"{scale_set}/virtualMachines/3", "instance of a scale set", "eastus2")
    disk = replace(MACHINE, consumer_id="/another", held_by=f"{MACHINE.consumer_id}")
    both = ((MACHINE.consumer_id, "goes next week"), (scale_set.upper(), "is scaled in"))
    subject = replace(bodies.subject(), accepted_references=both)
    neighbours = (f"{MACHINE.consumer_id}-2", f"{scale_set}2/virtualMachines/3", f"{MACHINE.consumer_id}/nics/1")

    assert judged(ToldReader(references_answer=[instance, disk]), subject).passed
    for neighbour in neighbours:
        assert not judged(ToldReader(references_answer=[replace(MACHINE, consumer_id=neighbour)]), subject).passed


def test_accepting_a_definition_accepts_none_of_its_versions() -> None:
    version = ImageReference(f"{bodies.VERSION}1", SHALLOW, "")
    subject = replace(bodies.subject(), accepted_references=((str(bodies.VERSION.parent), "a trial"),))
    assert not judged(ToldReader(references_answer=[version]), subject).passed


@pytest.mark.parametrize(
    "kind",
    [AccessDenied, MalformedAnswer, RequestRefused, ServiceFailed, Throttled, TimedOut, Unreachable],
)
@pytest.mark.parametrize(
    ("fact", "checks"),
    [
        ("image_answer", OF_THE_IMAGE),
        ("version_answer", OF_THE_VERSION),
        ("created_answer", {"version-newer-than-image"}),
        ("definition_answer", {"definition-matches-image", "not-past-end-of-life"}),
        ("references_answer", {"no-references"}),
        ("locks_answer", {"no-locks"}),
    ],
)
def test_a_read_without_an_answer_leaves_its_checks_unanswered(
    fact: str, checks: set[str], kind: type[ReadFailed]
) -> None:
    reader = ToldReader()
    setattr(reader, fact, kind("thing", status=500, code="Code", message="it broke"))

    result = judged(reader)

    assert not result.passed
    assert {verdict.check for verdict in result.refusals} == checks
    assert {verdict.outcome for verdict in result.refusals} == {Outcome.UNANSWERED}
    assert all("Code: it broke" in verdict.found for verdict in result.refusals)


def test_an_unknown_identity_is_said_to_be_unknown() -> None:
    result = judged(ToldReader(identity_answer=AccessDenied("identity", message="no")))

    assert result.identity.startswith("unknown")


def test_the_text_names_subject_and_every_check_and_what_to_do() -> None:
    result = judged(replicated("InProgress", ("eastus2", "Completed"), ("westus2", "Replicating")))
    lines = result.text().splitlines()

    assert str(IMAGE) in lines[0]
    assert str(VERSION) in lines[0]
    assert f"refused by 1 of {len(result.verdicts)} checks" in lines[0]
    assert [verdict.check for verdict in result.verdicts if verdict.check in result.text()] == [
        verdict.check for verdict in result.verdicts
    ]
    assert "Wait for replication" in result.text()


@pytest.mark.parametrize("image_is_there", [True, False])
def test_texts_show_the_source_as_azure_or_the_config_spells_it(image_is_there: bool) -> None:
    folded = parse_resource_id(str(IMAGE).lower())
    subject = replace(bodies.subject(), source_id=folded, source_as_written=IMAGE, adopted=None)
    reader = version_with("/subscriptions/another", "properties", "storageProfile", "source", "id")
    result = judged(reader if image_is_there else replace(reader, image_answer=None), subject)
    text = result.text()
    assert f"({IMAGE} →" in text
    assert f"expected: made from {IMAGE}" in text
    assert folded.name not in text


ZONE: Json = {"name": "West US", "extendedLocation": {"name": "MicrosoftLosAngeles1", "type": "EdgeZone"}}
FURTHER: Json = [{"storageAccountType": "Premium_LRS", "regionalReplicaCount": 2}]


def further(*, zone_state: str | None = None, in_list: bool = True, sets: Json = None) -> ToldReader:
    """A complete version, with an edge zone and further replicas of its first region as far as they are said."""
    body: Any = copy.deepcopy(bodies.version_body())
    publishing, status = body["properties"]["publishingProfile"], body["properties"]["replicationStatus"]
    publishing["targetExtendedLocations"] = [ZONE] if in_list else []
    publishing["targetRegions"][0]["additionalReplicaSets"] = sets
    if zone_state:
        status["summary"].append({"region": "microsoftlosangeles1", "state": zone_state, "progress": 50})
    return ToldReader(version_answer=wire.image_version(body))


WANTED: dict[str, int] = {"microsoftlosangeles1": 1, "eastus2 Premium_LRS": 2}


@pytest.mark.parametrize(
    ("reader", "check", "found"),
    [
        (further(sets=FURTHER), "replication-complete", "microsoftlosangeles1 not proven (no entry)"),
        (further(sets=FURTHER, zone_state="Replicating"), "replication-complete", "microsoftlosangeles1 Replicating"),
        (
            further(sets=FURTHER, zone_state="Completed", in_list=False),
            "replicas-as-configured",
            "microsoftlosangeles1",
        ),
        (further(zone_state="Completed"), "replicas-as-configured", "eastus2 Premium_LRS is not a target region"),
    ],
)
def test_an_edge_zone_and_further_replicas_must_be_proven_as_regions_are(
    reader: ToldReader, check: str, found: str
) -> None:
    subject = replace(bodies.subject(), edge_zones=("microsoftlosangeles1",), further_replicas=WANTED)
    assert found in refused(judged(reader, subject))[check]


def test_an_edge_zone_that_is_stored_otherwise_is_not_what_was_asked_for() -> None:
    subject = replace(bodies.subject(), edge_zones=("microsoftlosangeles1",), further_replicas=WANTED)
    stored = replace(subject, storage={"microsoftlosangeles1": "Standard_ZRS"})
    found = refused(judged(further(sets=FURTHER, zone_state="Completed"), stored))

    assert list(found) == ["replicas-as-configured"]
    assert "microsoftlosangeles1 is stored as" in found["replicas-as-configured"]


def test_an_edge_zone_and_further_replicas_that_are_there_pass() -> None:
    subject = replace(bodies.subject(), edge_zones=("microsoftlosangeles1",), further_replicas=WANTED)
    assert refused(judged(further(sets=FURTHER, zone_state="Completed"), subject)) == {}
