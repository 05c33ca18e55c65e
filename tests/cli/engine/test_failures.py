"""Errors for people, made from events of the engine: failed steps, and violations of policies."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from pulumi.automation.events import EngineEvent

from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.engine.failures import StepFailure, failure_of

URN = "urn:pulumi:dev::p::component$azure-native:compute:GalleryImageVersion::web-1.0.0-version"
EVENTS = (
    "resource_pre_event",
    "res_outputs_event",
    "res_op_failed_event",
    "diagnostic_event",
    "policy_event",
    "summary_event",
)


def event(**parts: object) -> Any:
    return SimpleNamespace(**{**dict.fromkeys(EVENTS), **parts})


def diagnostic(message: str, urn: str | None = None, severity: str = "error") -> Any:
    return event(diagnostic_event=SimpleNamespace(message=message, urn=urn, severity=severity))


@pytest.mark.parametrize(
    ("message", "code", "text"),
    [
        (
            'Status=403 Code="AuthorizationFailed" Message="no \\"write\\" right"',
            "AuthorizationFailed",
            'no "write" right',
        ),
        ('{"error": {"code": "ScopeLocked", "message": "a lock"}}', "ScopeLocked", "a lock"),
        ("<{%reset%}>before hook failed: no\n", "", "before hook failed: no"),
        ("Preview failed: nothing", "", "nothing"),
    ],
)
def test_code_and_message_of_azure_are_found(message: str, code: str, text: str) -> None:
    assert failure_of(URN, message) == StepFailure(URN, code, text)


def test_a_failure_names_the_resource_and_what_to_do() -> None:
    text = failure_of(URN, 'Code="ScopeLocked" Message="a lock"').text()
    assert text == "web-1.0.0-version: ScopeLocked: a lock\n    → Remove the lock, or leave the image where it is."


@pytest.mark.parametrize(
    ("message", "remedy"),
    [
        ("OIDC authentication failed: AADSTS700024: not within its valid time range", "let it be renewed"),
        (
            'Status=401 Code="ExpiredAuthenticationToken" Message="expired"',
            "Sign in again: the token has expired, then",
        ),
        ('Code="OperationNotAllowed" Message="too many requests have been received"', "until Azure's limit is lifted"),
        ('Code="SubscriptionRequestsThrottled" Message="exceeded the limit"', "until Azure's limit is lifted"),
        ('Code="OperationNotAllowed" Message="exceeding approved quota"', "Correct that"),
    ],
)
def test_a_sign_in_that_ended_and_a_limit_have_their_remedies(message: str, remedy: str) -> None:
    assert remedy in failure_of(URN, message).remedy
    assert failure_of(URN, message).remedy.endswith(("`gallery-migrate resume`.", "is not made again."))


def test_a_text_that_says_what_to_do_gets_no_second_remedy() -> None:
    assert failure_of(None, "refused\n  Next: wait").text() == "the update: refused\n      Next: wait"


def test_the_report_leaves_out_what_only_says_that_there_were_errors() -> None:
    report = EventReport()
    report.take(diagnostic("cause", URN))
    report.take(diagnostic("update failed"))
    report.take(diagnostic("failed to run remediation: context canceled", URN))
    report.take(diagnostic("look out", severity="warning"))
    report.take(event(res_op_failed_event=SimpleNamespace(metadata=SimpleNamespace(urn=URN))))

    assert [failure.message for failure in report.failures] == ["cause"]
    assert (report.failed, report.warnings) == ([URN], ["look out"])


def test_the_report_tells_it_when_nothing_else_does() -> None:
    report = EventReport()
    report.take(diagnostic("update failed"))
    assert [failure.message for failure in report.failures] == ["update failed"]


def test_operations_are_kept_in_order() -> None:
    report = EventReport()
    for name, operation in (("a", "create"), ("b", "delete")):
        step = cast("Any", SimpleNamespace(urn=name, op=operation))
        report.take(event(resource_pre_event=SimpleNamespace(metadata=step)))
    assert list(report.begun.items()) == [("a", "create"), ("b", "delete")]


VERSION_URN = "urn:pulumi:dev::managed-image-to-gallery::azure-native:compute:GalleryImageVersion::web-1.0.0-version"
# Seen: engine 3.259.0 with pulumi-policy 1.23, `pulumi preview --json --policy-pack`.
MESSAGE = "The end of life of a version is set.\nendOfLifeDate is not set. Set it.\n"


def policy_event(level: str, message: str = MESSAGE, urn: str | None = VERSION_URN) -> EngineEvent:
    body = {"message": message, "policyName": "end-of-life", "enforcementLevel": level, "resourceUrn": urn}
    return EngineEvent.from_json({"sequence": 1, "timestamp": 1, "policyEvent": body})


def failed() -> EngineEvent:
    body = {"message": "preview failed", "severity": "error", "color": "never"}
    return EngineEvent.from_json({"sequence": 2, "timestamp": 1, "diagnosticEvent": body})


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


def test_what_was_stopped_with_the_update_is_told_so_and_not_as_its_failure() -> None:
    report = EventReport()
    report.failed.append(URN)
    report.take(diagnostic("1 error occurred:\n\t* context canceled\n\n", URN))
    report.take(diagnostic("update failed"))
    (failure,) = report.failures
    assert failure.resource == "web-1.0.0-version"
    assert "Azure goes on with it" in failure.remedy
    assert report.failed_otherwise == set()
    report.failed.append("urn::other")
    assert report.failed_otherwise == {"urn::other"}


def test_the_report_says_how_far_it_is() -> None:
    report = EventReport()
    assert report.so_far() == "the engine and the program start"
    report.begun["urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"] = "same"
    assert "the program reads Azure" in report.so_far()
    report.has_begun = True
    report.begun[URN] = "create"
    report.finished["urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"] = "same"
    assert report.so_far() == "1 step done, 1 going on"


def test_a_program_whose_last_words_are_all_there_is_is_told_by_them() -> None:
    report = EventReport()
    for line in (
        "Traceback (most recent call last):\n",
        '  File "/p/__main__.py", line 7, in <module>\n',
        "KeyError: 'x'\n",
    ):
        report.take(diagnostic(line, severity="info#err"))
    report.take(diagnostic("an unhandled error occurred: program exited with non-zero exit code: 1"))
    (failure,) = report.failures
    assert failure.text().startswith("the program: cannot run (__main__.py, line 7): KeyError: 'x'\n    → Correct")
