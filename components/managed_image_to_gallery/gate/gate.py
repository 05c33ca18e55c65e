"""The gate: may the source image be deleted, because its version is proven?

A proof has one moment. Lists of whole subscriptions may take minutes, so they are read first; then everything that
can be read in a moment is read afresh, in one round, and every check of `checks` judges. A round that took longer
than `MAX_PROOF_AGE_SECONDS` is made again for fewer subjects at once (`SMALLER_ROUNDS`), and then the gate refuses.

It fails closed: whatever was not answered leaves the checks that need it unanswered, and an unanswered check has not
passed.
"""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.gate.boot_test import Boot
from managed_image_to_gallery.gate.checks import CHECKS
from managed_image_to_gallery.gate.checks.facts import Answer, GateFacts
from managed_image_to_gallery.gate.checks.moment import MAX_PROOF_AGE_SECONDS
from managed_image_to_gallery.gate.observations import observations_of
from managed_image_to_gallery.gate.reader import GateReader, QuickReader, SurveyReader
from managed_image_to_gallery.gate.subject import GateSubject
from managed_image_to_gallery.gate.together import together
from managed_image_to_gallery.gate.verdicts import GateResult

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from managed_image_to_gallery.azure.activity_log import Activity
    from managed_image_to_gallery.azure.models import ImageReference
    from managed_image_to_gallery.gate.boot_test import TestMachine

__all__ = ["GateReader", "GateSubject", "run_gate", "run_gates"]

SUBJECTS_PER_ROUND = 20
"""How many subjects share a quick round and its two lists: at 16 reads side by side some 60 take about a second."""

SMALLER_ROUNDS = (5, 1)
"""How many share the rounds that follow one that was too slow, before the gate refuses.

Enough for a hiccup, soon told when Azure is slow, and a slow network refuses no more than it has to.
"""

THROTTLED_ROUNDS = 10
"""How often a round is made in which Azure makes reads wait: a wait for a budget that fills takes up to 20 minutes."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class _Survey:
    """What took long: who used the image lately, who names it by lists and by the sweep, what became of the machines.

    The machines are those of the boot test, by place.
    """

    subject: GateSubject
    activity: Answer[Activity | None]
    references: Answer[list[ImageReference]]
    swept: Answer[list[ImageReference]]
    boots: Mapping[str, Answer[Boot]]


_Group = list[_Survey]
"""The surveys of one subject, one for each of its versions."""
_Part = list[_Group]
"""What is judged at one moment."""


async def run_gate(
    reader: GateReader, subject: GateSubject, *, clock: Callable[[], float] = time.monotonic
) -> GateResult:
    """The gate of one subject: see `run_gates`."""
    return (await run_gates(reader, [subject], clock=clock))[0]


async def run_gates(
    reader: GateReader,
    subjects: Sequence[GateSubject],
    *,
    clock: Callable[[], float] = time.monotonic,
    by_lists: bool = False,
) -> list[GateResult]:
    """Read what the checks need and let every check judge, for each subject in its order.

    clock: monotonic seconds, by which rounds and the age of a result are measured. Raises no ReadFailed: unanswered
    reads are in the verdicts. Up to `SUBJECTS_PER_ROUND` versions are judged at the same moment, fewer where Azure
    answers slowly, and in any case all versions of one subject: its result passes where that of each passes.
    by_lists: images and definitions are read by the lists they are in, where they are many; whoever deletes next
    asks for each by itself.
    """
    if not subjects:
        return []
    each_version = [one for subject in subjects for one in subject.of_each_version]
    surveys, identity = await asyncio.gather(_surveys(reader, each_version), _identity(reader))
    each = iter(surveys)
    groups = [list(islice(each, len(subject.of_each_version))) for subject in subjects]
    parts = _parts(groups, SUBJECTS_PER_ROUND)
    judged = await asyncio.gather(*(_judged(reader, part, identity, clock, by_lists=by_lists) for part in parts))
    results = iter([result for results in judged for result in results])
    return [together(subject, list(islice(results, len(subject.of_each_version)))) for subject in subjects]


def _parts(groups: Sequence[_Group], most: int) -> list[_Part]:
    """Parts of at most so many surveys for a round each; those of one subject are never parted."""
    parts: list[list[_Group]] = [[]]
    for group in groups:
        if parts[-1] and sum(map(len, parts[-1])) + len(group) > most:
            parts.append([])
        parts[-1].append(group)
    return parts


async def _judged(
    reader: GateReader,
    part: _Part,
    identity: str,
    clock: Callable[[], float],
    *,
    by_lists: bool,
    smaller: Sequence[int] = SMALLER_ROUNDS,
) -> list[GateResult]:
    """What a round says that was quick enough; a slow one is made again in smaller parts."""
    surveys = [each for group in part for each in group]
    alone = len(surveys) > 1 or smaller is not SMALLER_ROUNDS
    results = await _round(reader, surveys, identity, clock, by_lists=by_lists, alone=alone)
    if _is_quick(results) or not smaller:
        return results
    judged: list[GateResult] = []
    for each in _parts(part, smaller[0]):  # side by side they would be as slow as the round before
        judged += await _judged(reader, each, identity, clock, by_lists=by_lists, smaller=smaller[1:])
    return judged


async def _round(
    reader: GateReader,
    surveys: Sequence[_Survey],
    identity: str,
    clock: Callable[[], float],
    *,
    by_lists: bool,
    alone: bool,
) -> list[GateResult]:
    """One quick round for all of these; one that was slow because Azure throttled it is made again.

    A round for one shares its lists with those of other deletions, the first time.
    """
    results: list[GateResult] = []
    for _ in range(THROTTLED_ROUNDS):
        async with reader.at_once(alone=alone) as quick:
            results = await _judged_by(quick, surveys, identity, clock, by_lists=by_lists)
            waited = quick.waited
        if not waited or _is_quick(results):
            break
    return results


async def _judged_by(
    quick: QuickReader, surveys: Sequence[_Survey], identity: str, clock: Callable[[], float], *, by_lists: bool
) -> list[GateResult]:
    """What the checks say of all that the reader reads now; the moment is that of the first read."""
    age = quick.age
    began, read_at = clock() - age, datetime.now(UTC) - timedelta(seconds=age)
    if by_lists:
        await quick.read_ahead({survey.subject.source_id for survey in surveys})
        await quick.read_ahead({survey.subject.definition_id for survey in surveys})
    read = await asyncio.gather(*(_read(quick, survey, read_at) for survey in surveys))
    age = clock() - began
    return [_result(replace(facts, age=age), identity, began) for facts in read]


def _is_quick(results: Sequence[GateResult]) -> bool:
    return all(result.facts is not None and result.facts.age <= MAX_PROOF_AGE_SECONDS for result in results)


def _result(facts: GateFacts, identity: str, began: float) -> GateResult:
    return GateResult(
        subject=facts.subject,
        verdicts=tuple(check.verdict(facts) for check in CHECKS),
        read_at=facts.read_at.isoformat(timespec="seconds"),
        identity=identity,
        observations=observations_of(facts),
        began=began,
        facts=facts,
    )


async def _read(reader: QuickReader, survey: _Survey, read_at: datetime) -> GateFacts:
    """The facts of one subject, of an age that is not known yet."""
    subject = survey.subject
    (image, version, definition, locks, created), required = await asyncio.gather(
        asyncio.gather(
            _answer(reader.image(subject.source_id)),
            _answer(reader.version(subject.version_id)),
            _answer(reader.definition(subject.definition_id)),
            _answer(reader.locks(subject.source_id)),
            _answer(reader.image_created(subject.source_id)),
        ),
        asyncio.gather(*(_answer(reader.version(one)) for one in subject.required_versions)),
    )
    return GateFacts(
        subject,
        image_answer=image,
        version_answer=version,
        definition_answer=definition,
        locks_answer=locks,
        image_created_answer=created,
        required_answers=required,
        references_answer=survey.references,
        swept_answer=survey.swept,
        activity_answer=survey.activity,
        boot_answers=survey.boots,
        read_at=read_at,
        age=math.inf,
    )


async def _surveys(reader: GateReader, subjects: Sequence[GateSubject]) -> list[_Survey]:
    async with reader.survey() as survey:
        return await asyncio.gather(*(_survey(survey, one) for one in subjects))


async def _survey(reader: SurveyReader, subject: GateSubject) -> _Survey:
    """The activity log first: it takes longest, and is behind by more than that."""
    source = subject.source_id
    subscriptions = (source.subscription_id, *subject.searched_subscriptions)
    activity = await _answer(_used_and_gone(reader, subject, subscriptions))
    references, swept, boots = await asyncio.gather(
        _answer(reader.references_to(source, subscriptions, subject.version_id)),
        _answer(_swept(reader, subject)),
        _boots(reader, subject),
    )
    return _Survey(subject, activity, references, swept, boots)


async def _used_and_gone(reader: SurveyReader, subject: GateSubject, subscriptions: Sequence[str]) -> Activity | None:
    days = subject.not_used_for_days
    return await reader.used_and_gone(subscriptions, days) if days else None


async def _swept(reader: SurveyReader, subject: GateSubject) -> list[ImageReference]:
    return [] if subject.sweep is None else await reader.named_elsewhere(subject.source_id, subject.sweep)


async def _boots(reader: SurveyReader, subject: GateSubject) -> dict[str, Answer[Boot]]:
    if subject.boot_test is None or subject.boot_test_record is not None:
        return {}
    machines = subject.boot_test.machines
    answers = await asyncio.gather(*(_answer(_boot(reader, machine)) for machine in machines))
    return {machine.place: answer for machine, answer in zip(machines, answers, strict=True)}


async def _boot(reader: SurveyReader, machine: TestMachine) -> Boot:
    found, probe = await asyncio.gather(reader.virtual_machine(machine.id), reader.run_command(machine.run_command_id))
    return Boot(found, probe)


async def _answer(read: Awaitable[_T]) -> Answer[_T]:
    try:
        return await read
    except ReadFailed as failure:
        return failure


async def _identity(reader: GateReader) -> str:
    try:
        return await reader.identity()
    except ReadFailed as failure:
        return f"unknown ({failure.finding})"
