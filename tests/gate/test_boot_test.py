"""The check of the boot test, judged live and from the evidence."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.errors import InvalidEvidence, ServiceFailed
from managed_image_to_gallery.gate.boot_test import record_from_dict
from managed_image_to_gallery.gate.evidence import evidence_from_dict, evidence_of
from managed_image_to_gallery.gate.gate import run_gate
from managed_image_to_gallery.gate.verdicts import Outcome
from tests.azure import bodies
from tests.azure.bodies import VERSION, changed
from tests.azure.told_reader import ToldReader

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json
    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult, Verdict

ASKED = replace(bodies.subject(), boot_test=bodies.boot_test())
MACHINE = bodies.boot_machine("eastus2")
STATUSES = ("properties", "instanceView", "statuses")


def judged(reader: ToldReader, subject: GateSubject = ASKED) -> GateResult:
    return asyncio.run(run_gate(reader, subject))


def verdict(result: GateResult) -> Verdict:
    (found,) = [one for one in result.verdicts if one.check == "boot-test"]
    assert result.passed == found.passed, result.text()
    return found


def machine_with(value: Json, *path: str) -> ToldReader:
    reader = ToldReader()
    body = changed(bodies.boot_machine_body(MACHINE.id, "eastus2"), value, *path)
    reader.machine_answers[MACHINE.id.key] = wire.virtual_machine(body)
    return reader


def probe_with(value: Json, *path: str) -> ToldReader:
    body = changed(bodies.probe_body(MACHINE.run_command_id), value, "properties", "instanceView", *path)
    return ToldReader(probe_answer=wire.run_command_result(body))


def missing_machine() -> ToldReader:
    reader = ToldReader()
    reader.machine_answers[MACHINE.id.key] = None
    return reader


def test_machines_that_came_up_everywhere_pass() -> None:
    found = verdict(judged(ToldReader()))

    assert found.passed
    assert "eastus2, westus2 zone 1" in found.found


def test_without_a_boot_test_no_machine_is_looked_for() -> None:
    reader = ToldReader()

    assert verdict(judged(reader, bodies.subject())).passed
    assert reader.machines_asked == []


@pytest.mark.parametrize(
    ("reader", "found"),
    [
        (missing_machine(), "eastus2: there is no test machine"),
        (machine_with(f"{VERSION}1", "properties", "storageProfile", "imageReference", "id"), "1.0.01"),
        (machine_with(str(VERSION.parent), "properties", "storageProfile", "imageReference", "id"), "was made from"),
        (machine_with("1.0.1", "properties", "storageProfile", "imageReference", "exactVersion"), "version 1.0.1"),
        (machine_with(None, "properties", "storageProfile", "imageReference"), "something else than an image"),
        (machine_with("2021-03-22T22:57:57.946885+00:00", "properties", "timeCreated"), "an earlier version"),
        (machine_with(None, "properties", "timeCreated"), "an earlier version"),
        (machine_with("soon", "properties", "timeCreated"), "an earlier version"),
        (machine_with("Failed", "properties", "provisioningState"), "provisioningState Failed"),
        (machine_with([], *STATUSES), "power state not known"),
        (machine_with([{"code": "PowerState/deallocated"}], *STATUSES), "power state deallocated"),
        (machine_with(None, "properties", "instanceView", "vmAgent"), "VM agent has not reported"),
        (
            machine_with(
                [{"code": "ProvisioningState/Unavailable", "displayStatus": "Not Ready"}],
                *("properties", "instanceView", "vmAgent", "statuses"),
            ),
            "VM agent Not Ready",
        ),
        (ToldReader(probe_answer=None), "the probe was not run"),
        (probe_with("Running", "executionState"), "ended Running with exit code 0"),
        (probe_with(3, "exitCode"), "exit code 3"),
        (probe_with("something else", "output"), "did not print 'it is up' (something else)"),
    ],
)
def test_each_shortcoming_of_a_machine_is_refused_and_named(reader: ToldReader, found: str) -> None:
    refused = verdict(judged(reader))

    assert refused.outcome is Outcome.FAILED
    assert found in refused.found
    assert "purchasePlan" in refused.remedy


def test_a_machine_as_old_as_the_version_is_not_from_an_earlier_build() -> None:
    same_moment = "2021-03-22T22:57:57.946886+00:00"

    assert verdict(judged(machine_with(same_moment, "properties", "timeCreated"))).passed


def test_a_machine_that_cannot_be_read_leaves_the_check_unanswered() -> None:
    reader = ToldReader(probe_answer=ServiceFailed("run command", status=503, message="down"))

    assert verdict(judged(reader)).outcome is Outcome.UNANSWERED


def record_of_a_passed_test() -> GateSubject:
    evidence = evidence_from_dict(evidence_of(judged(ToldReader())).to_dict())
    return replace(ASKED, boot_test_record=evidence.boot_test)


def test_what_was_proven_stays_proven_without_machines() -> None:
    reader = missing_machine()

    assert verdict(judged(reader, record_of_a_passed_test())).passed
    assert reader.machines_asked == []


def test_a_version_made_again_under_the_same_number_is_not_proven_by_the_record() -> None:
    body = changed(
        bodies.version_body(), "2026-01-01T00:00:00+00:00", "properties", "publishingProfile", "publishedDate"
    )

    refused = verdict(judged(ToldReader(version_answer=wire.image_version(body)), record_of_a_passed_test()))

    assert "2026-01-01" in refused.found
    assert "stage: published" in refused.remedy


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (replace(bodies.boot_test(), probe_digest="another"), "another probe"),
        (replace(bodies.boot_test(), machines=(bodies.boot_machine("westus3"),)), "not taken in westus3"),
        (replace(bodies.boot_test(), machines=(bodies.boot_machine("westus2", "2"),)), "not taken in westus2 zone 2"),
    ],
)
def test_a_record_proves_only_what_was_tested(asked: object, found: str) -> None:
    subject = replace(record_of_a_passed_test(), boot_test=asked)

    assert found in verdict(judged(ToldReader(), subject)).found


def test_a_record_of_another_version_proves_nothing() -> None:
    subject = record_of_a_passed_test()
    assert subject.boot_test_record is not None
    record = replace(subject.boot_test_record, version_id=f"{VERSION}1")

    assert str(VERSION) in verdict(judged(ToldReader(), replace(subject, boot_test_record=record))).found


def test_evidence_without_a_boot_test_has_no_record_of_one() -> None:
    assert evidence_of(judged(ToldReader(), bodies.subject())).boot_test is None


def test_a_damaged_record_is_refused() -> None:
    with pytest.raises(InvalidEvidence, match="publishedDate"):
        record_from_dict({"versionId": "x"})


def test_a_boot_test_without_machines_proves_nothing() -> None:
    nothing = replace(bodies.boot_test(), machines=())

    assert not verdict(judged(ToldReader(), replace(ASKED, boot_test=nothing))).passed
