"""What was made from the image lately and is gone keeps it, until whoever made it is pointed elsewhere."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.activity_log import Activity
from managed_image_to_gallery.azure.errors import RightsNotProven
from managed_image_to_gallery.azure.wire_activity import Use
from managed_image_to_gallery.gate.evidence import evidence_of
from managed_image_to_gallery.gate.gate import run_gate
from managed_image_to_gallery.gate.verdicts import Outcome
from tests.azure import bodies
from tests.azure.activity import APPID, MACHINE, OBJECT_ID
from tests.azure.bodies import IMAGE, VERSION
from tests.azure.told_reader import ToldReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.errors import ReadFailed
    from managed_image_to_gallery.azure.models import ImageReference
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.gate.verdicts import GateResult

YESTERDAY = datetime(2026, 11, 28, 10, tzinfo=UTC)
SINCE = datetime(2026, 10, 30, 12, tzinfo=UTC)
USE = Use(MACHINE, "virtual machine", "eastus", YESTERDAY, OBJECT_ID, APPID)


def activity(*uses: Use, unread: bool = False, unreadable: int = 0) -> Activity:
    missing = {bodies.SUBSCRIPTION: YESTERDAY} if unread else {}
    return Activity(30, SINCE, 1234, unreadable, {IMAGE.key: uses}, missing)


def judged(answer: Activity | ReadFailed, *accepted: tuple[str, str], days: int = 30) -> GateResult:
    subject = replace(bodies.subject(), not_used_for_days=days, accepted_references=accepted)
    return asyncio.run(run_gate(ToldReader(activity_answer=answer), subject))


def refusal(result: GateResult) -> tuple[Outcome, str, str]:
    (verdict,) = result.refusals
    assert verdict.check == "not-used-lately"
    return verdict.outcome, verdict.found, verdict.remedy


def test_a_machine_that_is_gone_keeps_the_image_and_its_maker_is_told() -> None:
    outcome, found, remedy = refusal(judged(activity(USE)))

    assert outcome is Outcome.FAILED
    assert found == (
        f"virtual machine {MACHINE} in eastus, last written 2026-11-28T10:00:00Z by the service principal with appid "
        f"{APPID}, and gone (1,234 events since 2026-10-30T12:00:00Z)"
    )
    assert str(VERSION) in remedy
    assert "acceptedReferences" in remedy


def test_it_is_let_go_when_it_is_accepted_by_its_id_and_the_evidence_says_why() -> None:
    result = judged(activity(USE), (MACHINE.upper(), "a trial"))

    assert result.passed
    assert f"accepted: {MACHINE} (a trial)" in result.text()
    assert "not found any more" not in result.text()
    observations = evidence_of(result).to_dict()["observations"]
    assert isinstance(observations, dict)
    assert observations["usedLately"] == {
        "days": 30,
        "since": "2026-10-30T12:00:00+00:00",
        "events": 1234,
        "unreadable": 0,
        "accepted": [
            {
                "id": MACHINE,
                "kind": "virtual machine",
                "at": "2026-11-28T10:00:00Z",
                "caller": f"the service principal with appid {APPID}",
                "accepted": "a trial",
            }
        ],
    }


def test_an_accepted_one_beside_another_keeps_the_image() -> None:
    other = replace(USE, resource_id=f"{MACHINE}0")
    _, found, _ = refusal(judged(activity(other, USE), (MACHINE, "a trial")))
    assert f"{MACHINE}0 in eastus" in found
    assert f"accepted: {MACHINE} (a trial)" in found


def test_what_used_nothing_lets_it_go_and_says_what_was_read() -> None:
    result = judged(activity(unreadable=3))
    assert result.passed
    assert "nothing was (1,234 events since 2026-10-30T12:00:00Z, 3 of them unreadable)" in result.text()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (activity(unread=True), "since 2026-11-28T10:00:00Z alone"),
        (activity(USE, unread=True), "since 2026-11-28T10:00:00Z alone"),
        (
            RightsNotProven("/subscriptions/s", ["Microsoft.Insights/eventtypes/values/read"]),
            "not allowed at /subscriptions/s: Microsoft.Insights/eventtypes/values/read",
        ),
    ],
)
def test_a_log_of_which_not_all_is_known_is_no_answer(answer: Activity | ReadFailed, said: str) -> None:
    outcome, found, _ = refusal(judged(answer))
    assert outcome is Outcome.UNANSWERED
    assert said in found


def test_without_days_the_log_is_not_asked_for() -> None:
    result = judged(RightsNotProven("/subscriptions/s", ["x"]), days=0)
    assert result.passed
    assert "not-used-lately: not asked" in result.text()
    assert "usedLately" not in result.observations


def test_of_many_the_newest_are_told_and_all_callers_in_numbers() -> None:
    hours = [(f"{MACHINE}-{one}", timedelta(hours=one), "" if one % 3 else APPID) for one in range(1200)]
    many = [replace(USE, resource_id=name, at=YESTERDAY - ago, appid=appid) for name, ago, appid in hours]
    _, found, _ = refusal(judged(activity(*many)))

    assert found.count(", and gone") == 5
    assert f"{MACHINE}-0 in" in found
    assert f"and 1,195 more; of all, 400 by the service principal with appid {APPID}, 800 by {OBJECT_ID}" in found


def test_a_use_of_the_image_that_had_this_name_before_counts_and_says_so() -> None:
    subject = replace(bodies.subject(), not_used_for_days=30)
    reader = ToldReader(activity_answer=activity(USE), created_answer="2026-11-29T00:00:00Z")
    result = asyncio.run(run_gate(reader, subject))
    (verdict,) = (one for one in result.verdicts if one.check == "not-used-lately")
    assert verdict.outcome is Outcome.FAILED
    assert "from the image that had this name before, and gone" in verdict.found
    _, found, _ = refusal(judged(activity(USE)))
    assert "before, and gone" not in found


def test_the_log_is_read_before_the_lists() -> None:
    order: list[str] = []

    class Noting(ToldReader):
        async def used_and_gone(self, subscriptions: Iterable[str], days: int) -> Activity:
            order.append(f"log {days}")
            await asyncio.sleep(0)
            order.append("log read")
            return activity()

        async def references_to(
            self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
        ) -> list[ImageReference]:
            order.append("lists")
            return []

    asyncio.run(run_gate(Noting(), replace(bodies.subject(), not_used_for_days=7)))
    assert order == ["log 7", "log read", "lists"]
