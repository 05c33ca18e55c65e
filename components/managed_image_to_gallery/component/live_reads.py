"""All migrations of a run read from Azure, once, before anything is registered.

They are read side by side through one reader, in preview too. A Pulumi program runs inside an event loop without
awaiting anything, so the reads run in a thread with a loop of their own.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import pulumi

from managed_image_to_gallery.azure.counting import cause_of, concerned, counted
from managed_image_to_gallery.azure.errors import AzureFactsError, ReadFailed, TimedOut
from managed_image_to_gallery.azure.pacing import Pace
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.component.beside import found_in_azure
from managed_image_to_gallery.component.live_facts import MigrationFacts
from managed_image_to_gallery.component.stage_reads import definitions_asked_for, facts_of
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.gate.gate import run_gates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.azure.turns import Turns
    from managed_image_to_gallery.component.beside import Companion
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.adopted import AdoptedImage
    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult


READS_DEADLINE_SECONDS = 900.0
"""How long all reads of a run may take, as the delete hook waits for a proof; without the waits that Azure asks for.

Nothing is registered before.
"""

SECONDS_FOR_EACH = 2.0
"""And for each migration besides: Azure answers one read of an image a second for as long as it is asked (1,800 in half
an hour, docs/reference/azure-galleries.md#request-budgets) and more of everything else, so this is twice what they
need."""


@dataclass(frozen=True)
class _Asked:
    """A migration, what the gate is asked about it, if it is, and what is looked for beside its version."""

    migration: Migration
    subject: GateSubject | None
    missing: Sequence[Companion]


_Answers: TypeAlias = "tuple[Sequence[MigrationFacts | AzureFactsError], Mapping[str, int]]"
"""The facts of each migration, or why there are none; and what Azure says is left of its budgets."""


class AzureReadFailed(pulumi.RunError):
    """What must be known before the first write could not be read from Azure; nothing was registered."""

    def __init__(self, causes: Sequence[AzureFactsError], names: Sequence[str] = ()) -> None:
        """names: of the migrations that the causes are about, in their order; none where it is about all."""
        self.causes = tuple(causes)
        alike: dict[str, list[int]] = {}
        for place, cause in enumerate(causes):
            alike.setdefault(cause_of(_finding(cause)), []).append(place)
        lines = ["Azure could not be asked; nothing was changed."]
        for places in alike.values():
            lines.append(f"  {_text(causes[places[0]])}")
            if len(places) > 1 and names:
                lines.append(f"    {concerned([names[place] for place in places])}")
        super().__init__("\n".join(lines))


def read_facts(
    settings: AzureSettings,
    migrations: Sequence[Migration],
    adopted: Callable[[Migration], AdoptedImage | None],
    turns: Turns | None = None,
    missing: Callable[[Migration], Sequence[Companion]] = lambda _: (),
    *,
    imports: bool = False,
) -> Sequence[MigrationFacts]:
    """The facts of each migration, in the same order, all of them read side by side.

    adopted: the record of the source image that the stack's state has, which the gate compares the image with. turns:
    of the run, which are told what Azure has left. missing: what of a migration the state lacks and Azure may have.
    imports: whether images are to be imported, and so what Azure has left for reads of single images must be known.
    Raises AzureReadFailed with everything that failed.
    """
    if not migrations:
        return []
    asked = [
        _Asked(one, one.gate_subject(adopted(one)) if _is_gated(one) else None, missing(one)) for one in migrations
    ]
    with ThreadPoolExecutor(max_workers=1) as worker:
        answers, remaining = worker.submit(asyncio.run, _read_in_time(settings, asked, imports=imports)).result()
    if turns is not None:
        turns.learn(remaining)
    failures = [(index, answer) for index, answer in enumerate(answers) if isinstance(answer, AzureFactsError)]
    if failures:
        names = [one.name for one in migrations] if len(answers) == len(migrations) else []
        raise AzureReadFailed([one for _, one in failures], [names[index] for index, _ in failures if names])
    return [answer for answer in answers if isinstance(answer, MigrationFacts)]


def _is_gated(migration: Migration) -> bool:
    """What a preview does not know the gate cannot be asked about; the update asks it."""
    return migration.stage is Stage.VALIDATED and not migration.late.undecided


def _finding(cause: AzureFactsError) -> str:
    """What went wrong, whatever was read."""
    return f"{type(cause).__name__} {cause.finding} {cause.remedy}" if isinstance(cause, ReadFailed) else str(cause)


def _text(cause: AzureFactsError) -> str:
    """The cause with its remedy; where it is that of every read, without the subject, which is told above it."""
    if not isinstance(cause, ReadFailed):
        return str(cause)
    if cause.same_for_every_read:
        return f"{cause.finding}. {cause.remedy}"
    return str(cause) if cause.remedy in str(cause) else f"{cause} {cause.remedy}"


async def _read_in_time(settings: AzureSettings, asked: Sequence[_Asked], *, imports: bool) -> _Answers:
    deadline, pace = READS_DEADLINE_SECONDS + SECONDS_FOR_EACH * len(asked), Pace()
    try:
        return await pace.within(deadline, _read_side_by_side(settings, asked, pace, imports=imports))
    except TimeoutError:
        what = f"what must be known of {counted(len(asked), 'migration')}"
        return [TimedOut(what, message=f"not all of it was answered within {deadline:,.0f} seconds")], {}
    except AzureFactsError as failure:
        return [failure], {}


async def _read_side_by_side(
    settings: AzureSettings, asked: Sequence[_Asked], pace: Pace, *, imports: bool
) -> _Answers:
    async with AzureReader.connect(settings, pace=pace) as reader:
        subjects = [one.subject for one in asked if one.subject is not None]
        results = iter(await run_gates(reader, subjects, by_lists=True))
        await _read_ahead(reader, asked, imports=imports)
        pairs = [(one, None if one.subject is None else next(results)) for one in asked]
        answers = await asyncio.gather(*(_read_or_failure(reader, one, result) for one, result in pairs))
        return answers, dict(reader.remaining)


async def _read_ahead(reader: AzureReader, asked: Sequence[_Asked], *, imports: bool) -> None:
    """By lists, what no gate reads: a bucket holds the reads of some 300 images, and each read takes its time.

    Where images are to be imported one is left out: the answer to its own read says how many more Azure answers. Of
    versions is asked here whether they are there and hold the image, which their lists tell; how far they are
    replicated, which no list tells, is the gate's to ask.
    """
    own = [one.migration for one in asked if one.subject is None]
    await reader.read_ahead([one.source_id for one in own[1 if imports else 0 :]])
    known = [one for one in own if not one.late.undecided]
    await reader.read_ahead([one for migration in known for one in definitions_asked_for(migration)])
    published = [one for one in known if one.stage is Stage.PUBLISHED]
    await reader.read_ahead([version for one in published for version in one.versions])


async def _read_or_failure(
    reader: AzureReader, asked: _Asked, gate_result: GateResult | None
) -> MigrationFacts | AzureFactsError:
    try:
        facts, beside = await asyncio.gather(
            facts_of(reader, asked.migration, gate_result),
            found_in_azure(reader, asked.migration.subscription_id, asked.missing),
        )
        return replace(facts, beside=tuple(beside))
    except AzureFactsError as failure:
        return failure
