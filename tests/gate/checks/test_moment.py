"""A proof has one moment: what can change in a moment is read last, in one round that is young enough."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.gate.checks.moment import MAX_PROOF_AGE_SECONDS
from managed_image_to_gallery.gate.gate import (
    SMALLER_ROUNDS,
    SUBJECTS_PER_ROUND,
    THROTTLED_ROUNDS,
    run_gate,
    run_gates,
)
from tests.azure import bodies
from tests.azure.told_reader import ToldReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from managed_image_to_gallery.azure.models import ImageReference, ImageVersion, ManagedImage, ResourceLock
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.gate.verdicts import GateResult


@dataclass
class ChangingReader(ToldReader):
    """Others act while the slow lists are read (`meanwhile`); each quick round takes the next of `seconds`."""

    meanwhile: Callable[[ChangingReader], None] = lambda _: None
    seconds: list[float] = field(default_factory=list[float])
    now: float = 1000.0

    async def references_to(
        self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
    ) -> list[ImageReference]:
        found = await super().references_to(image, subscriptions, but)
        self.meanwhile(self)
        return found

    async def version(self, version: ResourceId) -> ImageVersion | None:
        answer = await super().version(version)
        self.now += self.seconds.pop(0) if self.seconds else 0.0
        return answer

    def judged(self) -> GateResult:
        return asyncio.run(run_gate(self, bodies.subject(), clock=lambda: self.now))


def version_deleted(reader: ChangingReader) -> None:
    reader.version_answer = None


def image_deleted(reader: ChangingReader) -> None:
    reader.image_answer = None


def image_made_again(reader: ChangingReader) -> None:
    reader.created_answer = "2099-01-01T00:00:00Z"


def definition_deleted(reader: ChangingReader) -> None:
    reader.definition_answer = None


def locked(reader: ChangingReader) -> None:
    reader.locks_answer = [wire.resource_lock(bodies.lock_body("/subscriptions/s"))]


@pytest.mark.parametrize(
    ("meanwhile", "check"),
    [
        (version_deleted, "version-succeeded"),
        (image_deleted, "source-exists"),
        (image_made_again, "version-newer-than-image"),
        (definition_deleted, "definition-matches-image"),
        (locked, "no-locks"),
    ],
)
def test_what_happens_while_the_slow_lists_are_read_is_seen(
    meanwhile: Callable[[ChangingReader], None], check: str
) -> None:
    result = ChangingReader(meanwhile=meanwhile).judged()

    assert check in {verdict.check for verdict in result.refusals}


def test_a_round_that_took_too_long_is_made_again() -> None:
    reader = ChangingReader(seconds=[MAX_PROOF_AGE_SECONDS + 1, 0.2])

    result = reader.judged()

    assert result.passed
    assert reader.rounds == 2
    assert result.began == 1000 + MAX_PROOF_AGE_SECONDS + 1, (
        "the moment of the second round, by the clock of the caller"
    )


def test_the_first_round_of_one_subject_may_be_shared_and_no_round_after_a_slow_one() -> None:
    """With 20 who share it a round takes longer than alone, which a slow Azure may make too long."""
    reader = ChangingReader(seconds=[MAX_PROOF_AGE_SECONDS + 1] * 2)

    assert reader.judged().passed
    assert reader.alone == [False, True, True]


def test_a_round_for_several_subjects_is_not_shared() -> None:
    reader = ToldReader()

    asyncio.run(run_gates(reader, [bodies.subject()] * 2))

    assert reader.alone == [True]


def test_a_shared_round_is_as_old_as_what_others_may_have_read_in_it() -> None:
    reader = ChangingReader(seconds=[2.0, 1.0], age=MAX_PROOF_AGE_SECONDS - 1)

    result = reader.judged()

    assert reader.rounds == 2, "the first was too old at its end"
    assert result.passed
    assert result.began == 1000 + 2 - (MAX_PROOF_AGE_SECONDS - 1)


def test_an_azure_that_is_always_slow_proves_nothing() -> None:
    reader = ChangingReader(seconds=[MAX_PROOF_AGE_SECONDS + 7] * 10)

    result = reader.judged()

    assert {verdict.check: verdict.found for verdict in result.refusals} == {
        "read-at-one-moment": "the reads took 12 seconds"
    }
    assert reader.rounds == 1 + len(SMALLER_ROUNDS)


@pytest.mark.parametrize(("throttled", "passed"), [(THROTTLED_ROUNDS - 1, True), (100, False)])
def test_a_round_that_azure_throttles_is_made_again_until_azure_answers(throttled: int, passed: bool) -> None:
    """It is not the round of fewer subjects that helps; after many of them it is refused all the same."""
    slow = MAX_PROOF_AGE_SECONDS + 1
    reader = ChangingReader(seconds=[slow] * throttled, waited=slow)

    result = reader.judged()

    assert result.passed is passed
    assert reader.rounds == (THROTTLED_ROUNDS if passed else THROTTLED_ROUNDS * (1 + len(SMALLER_ROUNDS)))


def test_subjects_side_by_side_share_a_round_up_to_a_number() -> None:
    reader = ToldReader()

    results = asyncio.run(run_gates(reader, [bodies.subject()] * (SUBJECTS_PER_ROUND + 1)))

    assert all(result.passed for result in results)
    assert reader.rounds == 2


@pytest.mark.parametrize(("seconds", "rounds"), [(0.2, 1), (0.4, 1 + 4), (1.5, 1 + 4 + 20)])
def test_a_slow_round_is_made_again_for_fewer_subjects_at_once(seconds: float, rounds: int) -> None:
    reader = ChangingReader(seconds=[seconds] * 100)

    results = asyncio.run(run_gates(reader, [bodies.subject()] * 20, clock=lambda: reader.now))

    assert all(result.passed for result in results)
    assert reader.rounds == rounds


@dataclass
class NotingReader(ToldReader):
    """`order` says what was asked for; the references are asked for one turn of the loop late."""

    order: list[str] = field(default_factory=list[str])

    async def image(self, image: ResourceId) -> ManagedImage | None:
        self.order.append("image")
        return await super().image(image)

    async def locks(self, scope: ResourceId) -> list[ResourceLock]:
        self.order.append("locks")
        return await super().locks(scope)

    async def references_to(
        self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
    ) -> list[ImageReference]:
        await asyncio.sleep(0)
        self.order.append("references")
        return await super().references_to(image, subscriptions, but)


def test_the_slow_lists_come_first() -> None:
    reader = NotingReader()
    asyncio.run(run_gate(reader, bodies.subject()))
    assert reader.order == ["references", "image", "locks"]
