"""Checks of Azure's own bad news: what it says against a version although building and copying it succeeded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.times import moment_or_none
from managed_image_to_gallery.gate.checks.check import Judgement

if TYPE_CHECKING:
    from datetime import datetime

    from managed_image_to_gallery.gate.checks.facts import GateFacts


def no_policy_violation(facts: GateFacts) -> Judgement:
    """Azure has reported nothing against the version.

    `safetyProfile.reportedForPolicyViolation` and `policyViolations` are read-only
    (docs/reference/azure-galleries.md#version-fields): an image that was flagged unsafe, or for its copyright, may be
    taken away by those who watch over galleries.
    """
    violations = facts.version.policy_violations
    return Judgement(
        passed=not violations,
        expected="a version without a reported policy violation",
        found="; ".join(f"reported for policy violation: {text}" for text in violations) or "none reported",
        remedy="Keep the source: Azure may withdraw the version. Clear it up with Azure's support, or publish an image "
        "without what was reported under another version number.",
    )


def no_failed_validation(facts: GateFacts) -> Judgement:
    """No validation that Azure ran on the version has failed (docs/reference/azure-galleries.md#version-fields).

    One that was not run, or of which Azure knows nothing, is no news.
    """
    ran = facts.version.validations
    failed = [one for one in ran if "fail" in one.status.lower()]
    return Judgement(
        passed=not failed,
        expected="no validation of the version that failed",
        found=", ".join(f"{one.kind} {one.status}" for one in failed or ran) or "none was run",
        remedy="Look at the version's validations in Azure, correct the image and publish it under another version "
        "number.",
    )


def not_past_end_of_life(facts: GateFacts) -> Judgement:
    """Neither the version nor its definition is past its end of life
    (docs/reference/azure-galleries.md#version-fields).

    Azure only informs by the date; whoever deletes the source for a version that should not be used any more has
    nothing left to use. Compared is with this machine's clock (UTC): no body that Azure answers holds its own, and one
    that is wrong by more than minutes is refused a token anyway.
    """
    ends = (("version", facts.version.end_of_life_date), ("definition", facts.definition.end_of_life_date))
    dates = [(what, date) for what, date in ends if date]
    passed = [f"the end of life of the {what}, {date}, {_lies(date, facts.read_at)}" for what, date in dates]
    return Judgement(
        passed=all(_is_later(date, facts.read_at) for _, date in dates),
        expected="a version and a definition whose end of life is yet to come",
        found="; ".join(passed) or "no end of life",
        remedy="Set a later endOfLifeDate (definition.endOfLifeDate for the definition) in stage published, run "
        "`pulumi up` and validate again; or publish a newer image.",
    )


def _is_later(date: str, now: datetime) -> bool:
    end = moment_or_none(date)
    return end is not None and end > now


def _lies(date: str, now: datetime) -> str:
    if moment_or_none(date) is None:
        return "is no time"
    return "is yet to come" if _is_later(date, now) else "has passed"
