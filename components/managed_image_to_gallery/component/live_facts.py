"""What Azure says about the migrations, read once per run, before anything is registered.

All migrations are read side by side through one reader, in preview too. A Pulumi program runs inside an event loop
without awaiting anything, so the reads run in a thread with a loop of their own.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pulumi

from managed_image_to_gallery.azure.errors import AzureFactsError, ReadFailed, TimedOut
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.config.args import Stage
from managed_image_to_gallery.gate.checks.facts import answered
from managed_image_to_gallery.gate.gate import run_gates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from managed_image_to_gallery.azure.models import Gallery, ImageDefinition, ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.adopted import AdoptedImage
    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult


READS_DEADLINE_SECONDS = 900.0
"""How long all reads of a run may take: as long as the delete hook waits for a proof. Nothing is registered before."""

SECONDS_FOR_EACH = 2.0
"""And for each migration besides: Azure answers one read of an image a second for as long as it is asked (1,800 in half
an hour, docs/reference/azure-galleries.md#request-budgets) and more of everything else, so this is twice what they
need."""


class AzureNotAsked(pulumi.RunError):
    """Azure could not be asked what must be known before the first write; nothing was registered."""

    def __init__(self, causes: Sequence[AzureFactsError]) -> None:
        self.causes = tuple(causes)
        texts = dict.fromkeys(_text(cause) for cause in causes)
        super().__init__(
            "\n".join(["Azure could not be asked; nothing was changed.", *(f"  {text}" for text in texts)])
        )


@dataclass(frozen=True)
class MigrationFacts:
    """What Azure says about one migration; None where it says that there is no such thing.

    siblings: the definitions in the gallery, read only while the migration is published.
    version: read only while the migration is published; the gate reads its own.
    gate: what the gate said, only for the stage validated.
    """

    image: ManagedImage | None = None
    gallery: Gallery | None = None
    definition: ImageDefinition | None = None
    siblings: tuple[ImageDefinition, ...] = ()
    version: ImageVersion | None = None
    gate: GateResult | None = None

    @property
    def definition_in_azure(self) -> ImageDefinition:
        """The definition, where `live_rules` has made sure that it is there."""
        if self.definition is None:
            raise LookupError("the image definition was not found in Azure")
        return self.definition


class LiveFacts:
    """The facts of one run, by migration. The first question about a migration reads it, later ones remember.

    adopted: the record of the source image that the stack's state has, which the gate compares the image with.
    """

    def __init__(self, settings: AzureSettings, adopted: Callable[[Migration], AdoptedImage | None]) -> None:
        self._settings = settings
        self._adopted = adopted
        self._known: dict[str, MigrationFacts] = {}

    def of(self, migration: Migration) -> MigrationFacts:
        """The facts of one migration. Raises AzureNotAsked."""
        self.read([migration])
        return self._known[_key(migration)]

    def read(self, migrations: Sequence[Migration]) -> None:
        """Read what is not known yet, all of it side by side. Raises AzureNotAsked with everything that failed."""
        unknown = [migration for migration in migrations if _key(migration) not in self._known]
        if not unknown:
            return
        subjects = {_key(one): one.gate_subject(self._adopted(one)) for one in unknown if one.stage is Stage.VALIDATED}
        with ThreadPoolExecutor(max_workers=1) as worker:
            answers = worker.submit(asyncio.run, _read_all(self._settings, unknown, subjects)).result()
        failures = [answer for answer in answers if isinstance(answer, AzureFactsError)]
        if failures:
            raise AzureNotAsked(failures)
        for migration, answer in zip(unknown, answers, strict=True):
            if isinstance(answer, MigrationFacts):
                self._known[_key(migration)] = answer


def _key(migration: Migration) -> str:
    return f"{migration.name} {migration.stage.value} {migration.version_id.key}"


def _text(cause: AzureFactsError) -> str:
    return f"{cause} {cause.remedy}" if isinstance(cause, ReadFailed) and cause.remedy not in str(cause) else str(cause)


async def _read_all(
    settings: AzureSettings, migrations: Sequence[Migration], subjects: Mapping[str, GateSubject]
) -> Sequence[MigrationFacts | AzureFactsError]:
    """The facts of each; `subjects`: what the gate is asked, by key, of those that it is asked about."""
    deadline = READS_DEADLINE_SECONDS + SECONDS_FOR_EACH * len(migrations)
    try:
        return await asyncio.wait_for(_read_side_by_side(settings, migrations, subjects), deadline)
    except TimeoutError:
        what = f"what must be known of {len(migrations)} migration(s)"
        return [TimedOut(what, message=f"not all of it was answered within {deadline:,.0f} seconds")]
    except AzureFactsError as failure:
        return [failure]


async def _read_side_by_side(
    settings: AzureSettings, migrations: Sequence[Migration], subjects: Mapping[str, GateSubject]
) -> Sequence[MigrationFacts | AzureFactsError]:
    async with AzureReader.connect(settings) as reader:
        results = await run_gates(reader, list(subjects.values()))
        gates = dict(zip(subjects, results, strict=True))
        return await asyncio.gather(
            *(_read_or_failure(reader, migration, gates.get(_key(migration))) for migration in migrations)
        )


async def _read_or_failure(
    reader: AzureReader, migration: Migration, gate: GateResult | None
) -> MigrationFacts | AzureFactsError:
    try:
        return await _read_one(reader, migration, gate)
    except AzureFactsError as failure:
        return failure


async def _read_one(reader: AzureReader, migration: Migration, gate: GateResult | None) -> MigrationFacts:
    """What the stage needs: everything to publish, what the gate has read to validate, what is left once retired."""
    if gate is not None and gate.facts is not None:
        answers = gate.facts
        return MigrationFacts(answered(answers.image_answer), definition=answered(answers.definition_answer), gate=gate)
    image, definition = await asyncio.gather(
        reader.image(migration.source_id), reader.definition(migration.definition_id)
    )
    if migration.stage is not Stage.PUBLISHED:
        return MigrationFacts(image=image, definition=definition)
    gallery, version, siblings = await asyncio.gather(
        reader.gallery(migration.gallery_id),
        reader.version(migration.version_id),
        reader.definitions(migration.gallery_id),
    )
    return MigrationFacts(
        image=image, gallery=gallery, definition=definition, siblings=tuple(siblings), version=version
    )
