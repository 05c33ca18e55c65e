"""What the engine's events tell of policies."""

from __future__ import annotations

import pytest
from pulumi.automation.events import EngineEvent

from managed_image_to_gallery.cli.engine.event_report import EventReport

URN = "urn:pulumi:dev::managed-image-to-gallery::azure-native:compute:GalleryImageVersion::web-1.0.0-version"
# Seen: engine 3.259.0 with pulumi-policy 1.23, `pulumi preview --json --policy-pack`.
MESSAGE = "The end of life of a version is set.\nendOfLifeDate is not set. Set it.\n"


def policy_event(level: str, message: str = MESSAGE, urn: str | None = URN) -> EngineEvent:
    told = {"message": message, "policyName": "end-of-life", "enforcementLevel": level, "resourceUrn": urn}
    return EngineEvent.from_json({"sequence": 1, "timestamp": 1, "policyEvent": told})


def failed() -> EngineEvent:
    told = {"message": "preview failed", "severity": "error", "color": "never"}
    return EngineEvent.from_json({"sequence": 2, "timestamp": 1, "diagnosticEvent": told})


@pytest.mark.parametrize(
    ("event", "resource", "message"),
    [
        (policy_event("mandatory"), "web-1.0.0-version", "endOfLifeDate is not set. Set it."),
        (policy_event("mandatory", message="Only a description.", urn=None), "the stack", "Only a description."),
    ],
)
def test_a_violation_names_the_resource_and_what_to_do(event: EngineEvent, resource: str, message: str) -> None:
    report = EventReport()
    report.take(event)
    (violation,) = report.violations
    assert (violation.policy, violation.resource, violation.message) == ("end-of-life", resource, message)


def test_a_mandatory_policy_explains_why_the_preview_failed() -> None:
    report = EventReport()
    report.take(policy_event("mandatory"))
    report.take(failed())
    assert report.failures == []
    assert report.refused_by_policy


def test_an_advisory_policy_never_explains_a_failure_away() -> None:
    report = EventReport()
    report.take(policy_event("advisory"))
    report.take(failed())
    assert [failure.message for failure in report.failures] == ["preview failed"]
    assert not report.refused_by_policy
