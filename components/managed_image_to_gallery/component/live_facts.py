"""What Azure says about the migrations, read once per run, before anything is registered.

All migrations are read side by side through one reader, in preview too. A Pulumi program runs inside an event loop
without awaiting anything, so the reads run in a thread with a loop of their own.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import pulumi

from managed_image_to_gallery.azure.budgets import IMPORTS
from managed_image_to_gallery.azure.counting import cause_of, concerned, counted
from managed_image_to_gallery.azure.errors import AccessDenied, AzureFactsError, ReadFailed, SignInFailed, TimedOut
from managed_image_to_gallery.azure.models import FAILED
from managed_image_to_gallery.azure.pacing import Pace
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.component.beside import found_in_azure
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.gate.checks.facts import answered
from managed_image_to_gallery.gate.gate import run_gates
from managed_image_to_gallery.gate.only_copies import only_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from managed_image_to_gallery.azure.budgets import Turns
    from managed_image_to_gallery.azure.models import Gallery, ImageDefinition, ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.regions import Region
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.component.beside import Found, Part
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
    missing: Sequence[Part]


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


@dataclass(frozen=True)
class MigrationFacts:
    """What Azure says about one migration; None where it says that there is no such thing.

    siblings: the definitions in the gallery, read only while the migration is published.
    version: read only while the migration is published; the gate reads its own.
    gate_result: what the gate said, only for the stage validated.
    regions: those of the stack's subscription by canonical name; None where the identity may not list them.
    existing, existing_definitions: the versions that others keep, in the migration's order, read only while the
    migration is published; their definitions only where machines are made of them. beside: what Azure has already of
    what would be made beside the version. kept_because: why a version that Failed may be the only copy of its source.
    in_bin: whether there is none and its number is in the gallery's bin. namesake: the gallery in another group that
    has the name of the one that is to be made.
    """

    image: ManagedImage | None = None
    gallery: Gallery | None = None
    live_definition: ImageDefinition | None = None
    siblings: tuple[ImageDefinition, ...] = ()
    version: ImageVersion | None = None
    gate_result: GateResult | None = None
    regions: Mapping[str, Region] | None = None
    existing: tuple[ImageVersion | None, ...] = ()
    existing_definitions: tuple[ImageDefinition | None, ...] = ()
    beside: tuple[Found, ...] = ()
    kept_because: str = ""
    in_bin: bool = False
    namesake: Gallery | None = None

    @property
    def definition_in_azure(self) -> ImageDefinition:
        """The definition, where `live_rules` has made sure that it is there."""
        if self.live_definition is None:
            raise LookupError("the image definition was not found in Azure")
        return self.live_definition


def read_facts(
    settings: AzureSettings,
    migrations: Sequence[Migration],
    adopted: Callable[[Migration], AdoptedImage | None],
    turns: Turns | None = None,
    missing: Callable[[Migration], Sequence[Part]] = lambda _: (),
) -> Sequence[MigrationFacts]:
    """The facts of each migration, in the same order, all of them read side by side.

    adopted: the record of the source image that the stack's state has, which the gate compares the image with. turns:
    where images are to be imported, what is told how many reads of images Azure has left. missing: what of a migration
    the state lacks and Azure may have.
    Raises AzureReadFailed with everything that failed.
    """
    if not migrations:
        return []
    asked = [
        _Asked(one, one.gate_subject(adopted(one)) if _is_gated(one) else None, missing(one)) for one in migrations
    ]
    with ThreadPoolExecutor(max_workers=1) as worker:
        answers, remaining = worker.submit(asyncio.run, _read_in_time(settings, asked, imports=bool(turns))).result()
    if turns is not None:
        turns.learn(IMPORTS, remaining)
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
    await reader.read_ahead([one for migration in known for one in _definitions_asked_for(migration)])
    published = [one for one in known if one.stage is Stage.PUBLISHED]
    await reader.read_ahead([version for one in published for version in one.versions])


def _definitions_asked_for(migration: Migration) -> list[ResourceId]:
    """Those that are read by themselves: while a version is to be made, all of its gallery are asked for."""
    is_published = migration.stage is Stage.PUBLISHED
    if not migration.is_existing:
        return [] if is_published else [migration.definition_id]
    is_tested = is_published and migration.settings.boot_test is not None
    return [one.parent for one in migration.versions] if is_tested else []


async def _read_or_failure(
    reader: AzureReader, asked: _Asked, gate_result: GateResult | None
) -> MigrationFacts | AzureFactsError:
    try:
        facts, beside = await asyncio.gather(
            _read_one(reader, asked.migration, gate_result),
            found_in_azure(reader, asked.migration.subscription_id, asked.missing),
        )
        return replace(facts, beside=tuple(beside))
    except AzureFactsError as failure:
        return failure


async def _read_one(reader: AzureReader, migration: Migration, gate_result: GateResult | None) -> MigrationFacts:
    """What the stage needs: everything to publish, what the gate has read to validate, what is left once retired."""
    subscription = migration.subscription_id
    if gate_result is not None and gate_result.facts is not None:
        answers = gate_result.facts
        return MigrationFacts(
            answered(answers.image_answer),
            live_definition=None if migration.is_existing else answered(answers.definition_answer),
            gate_result=gate_result,
            regions=await _regions(reader, subscription),
        )
    if migration.is_existing:
        return await _read_existing(reader, migration)
    if migration.late.undecided:
        image, regions = await asyncio.gather(reader.image(migration.source_id), _regions(reader, subscription))
        return MigrationFacts(image=image, regions=regions)
    if migration.stage is not Stage.PUBLISHED:
        image, definition, regions = await asyncio.gather(
            reader.image(migration.source_id),
            reader.definition(migration.definition_id),
            _regions(reader, subscription),
        )
        return MigrationFacts(image=image, live_definition=definition, regions=regions)
    image, gallery, siblings, regions = await asyncio.gather(
        reader.image(migration.source_id),
        reader.gallery(migration.gallery_id),
        reader.definitions(migration.gallery_id),
        _regions(reader, subscription),
    )
    definition = next((one for one in siblings if same_id(one.id, migration.definition_id)), None)
    version = await reader.version(migration.version_id) if definition else None
    failed = [version] if version is not None and version.provisioning_state == FAILED else []
    return MigrationFacts(
        image=image,
        gallery=gallery,
        live_definition=definition,
        siblings=tuple(siblings),
        version=version,
        regions=regions,
        kept_because="; ".join((await only_copies(reader, failed)).values()),
        in_bin=version is None and await _is_in_bin(reader, migration, gallery, definition),
        namesake=await _namesake(reader, migration) if gallery is None and migration.gallery.create else None,
    )


async def _namesake(reader: AzureReader, migration: Migration) -> Gallery | None:
    """The gallery of the subscription that has the name of the one that is to be made; they are unique there."""
    name = migration.gallery_id.name.lower()
    try:
        galleries = await reader.galleries(migration.gallery_id.subscription_id)
    except AccessDenied:
        return None
    return next((one for one in galleries if one.id.name.lower() == name), None)


async def _is_in_bin(
    reader: AzureReader, migration: Migration, gallery: Gallery | None, definition: ImageDefinition | None
) -> bool:
    """Whether the version's number was deleted softly; who may not look finds the deleted version made again."""
    if gallery is None or definition is None or not gallery.soft_delete_enabled:
        return False
    try:
        return migration.version_id.name in await reader.deleted_numbers(migration.definition_id)
    except AccessDenied:
        return False


async def _read_existing(reader: AzureReader, migration: Migration) -> MigrationFacts:
    """What others keep: once retired, whether the image is there; before, whether it is in the versions, too."""
    each = migration.versions if migration.stage is Stage.PUBLISHED else ()
    image, versions, definitions, regions = await asyncio.gather(
        reader.image(migration.source_id),
        asyncio.gather(*(reader.version(one) for one in each)),
        asyncio.gather(*(reader.definition(one) for one in _definitions_asked_for(migration))),
        _regions(reader, migration.subscription_id),
    )
    return MigrationFacts(
        image=image, existing=tuple(versions), existing_definitions=tuple(definitions), regions=regions
    )


async def _regions(reader: AzureReader, subscription_id: str) -> Mapping[str, Region] | None:
    """The subscription's regions: advice that a right too few must not make an obstacle."""
    try:
        return await reader.regions(subscription_id)
    except SignInFailed:
        raise
    except AccessDenied:
        return None
