"""What is known about a change of a stack before it is applied: asked of the engine, the gate and Azure.

Reads only: Reader's permissions are enough.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import AzureFactsError, ReadFailed
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.cli.config_file.places import FilePlaces
from managed_image_to_gallery.cli.engine.preview import NO_POLICIES, Preview
from managed_image_to_gallery.cli.inventory.rows import size_gb
from managed_image_to_gallery.cli.progress.samples import take_samples
from managed_image_to_gallery.cli.report.costs import cost_of_migration
from managed_image_to_gallery.cli.selection.stages_in_state import stages_in_state
from managed_image_to_gallery.cli.transitions.azure_checks import ask_gates
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.config.faults import ConfigFaults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.engine.preview import PolicyPacks
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.progress.samples import Sample
    from managed_image_to_gallery.cli.report.costs import Cost, Prices
    from managed_image_to_gallery.config.faults import Fault
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.verdicts import GateResult


@dataclass(frozen=True)
class MigrationOutlook:
    """One migration: the stage in the stack's state (None: not there yet), the stage the config asks for, its regions.

    `gate` is what the gate says now, where the change of stage needs it. `replicas`: region and number of copies.
    `size_gb` and `cost` are known of a new one whose image Azure has shown. `path` is its entry in the config.
    """

    name: str
    stage_before: str | None
    stage_after: str
    samples: Sequence[Sample]
    gate: GateResult | None = None
    source: str = ""
    replicas: Sequence[tuple[str, int]] = ()
    size_gb: int | None = None
    cost: Cost | None = None
    path: str = ""

    @property
    def changes_stage(self) -> bool:
        """Whether the change moves this migration to another stage."""
        return self.stage_before != self.stage_after

    @property
    def gate_passed(self) -> bool:
        """Whether nothing of the gate stands in the way."""
        return self.gate is None or self.gate.passed


@dataclass(frozen=True)
class Outlook:
    """A stack: its preview and its migrations.

    notes: what could not be known, and why: reads that Azure did not answer. faults: those of a config that nothing
    else could be asked about. currency: that of the costs, where prices are known. planned: the migrations of the
    config, as it was parsed.
    """

    stack: str
    preview: Preview
    migrations: Sequence[MigrationOutlook] = ()
    notes: Sequence[str] = ()
    faults: Sequence[Fault] = ()
    file: FilePlaces = field(default_factory=FilePlaces)
    currency: str = ""
    planned: Sequence[Migration] = ()

    @property
    def may_be_applied(self) -> bool:
        """Whether nothing at all was found against it: what could not be answered counts against it."""
        known = self.preview.may_be_applied and not self.notes and not self.faults
        return known and all(migration.gate_passed for migration in self.migrations)

    @property
    def told(self) -> list[str]:
        """What the gates tell although they let the images go, a line each."""
        return [note for one in self.migrations if one.gate and one.gate.passed for note in one.gate.notes]


@dataclass(frozen=True)
class _Read:
    """What Azure says of the planned migrations; images of the new ones by name."""

    samples: Sequence[Sample] = ()
    unanswered: Sequence[ReadFailed] = ()
    images: Mapping[str, ManagedImage] = field(default_factory=dict[str, "ManagedImage"])


def look_ahead(stack: MigrationStack, policies: PolicyPacks = NO_POLICIES, prices: Prices | None = None) -> Outlook:
    """The outlook of a stack, judged by policy packs too.

    A faulty config and an Azure that does not answer become its faults and notes.
    """
    file = FilePlaces.in_file(stack.file)
    try:
        planned = stack.plan().migrations
    except ConfigFaults as error:
        return Outlook(stack.name, Preview(None), faults=error.faults, file=file)
    before = {name: stage.value for name, stage in stages_in_state(stack.stored_state()).items()}
    preview = stack.preview(policies)
    notes: list[str] = []
    read, gates = _Read(), list["GateResult"]()
    try:
        read = asyncio.run(_read(stack.settings(), planned, [one for one in planned if one.name not in before]))
        notes += [str(failure) for failure in read.unanswered]
        subjects = gate_needed(planned, before)
        gates = ask_gates(stack.settings(), subjects, stack.state()) if subjects else []
    except AzureFactsError as error:
        notes.append(str(error))
    migrations = [_outlook(one, before, read, gates, prices) for one in planned]
    return Outlook(stack.name, preview, migrations, notes, (), file, prices.currency if prices else "", planned)


def gate_needed(planned: Sequence[Migration], before: Mapping[str, str]) -> list[Migration]:
    """The migrations whose new stage has a gate, each as it stands in the stack now: that is what the gate judges."""
    return [
        replace(migration, stage=Stage(before[migration.name]))
        for migration in planned
        if migration.stage is not Stage.PUBLISHED and before.get(migration.name) not in {None, migration.stage.value}
    ]


def _outlook(
    migration: Migration, before: Mapping[str, str], read: _Read, gates: Sequence[GateResult], prices: Prices | None
) -> MigrationOutlook:
    image = read.images.get(migration.name)
    source = image.id if image else migration.source_as_written
    size = size_gb(image) if image else None
    return MigrationOutlook(
        name=migration.name,
        stage_before=before.get(migration.name),
        stage_after=migration.stage.value,
        samples=[sample for sample in read.samples if sample.migration == migration.name],
        gate=next((gate for gate in gates if gate.subject.migration == migration.name), None),
        source=f"{source.resource_group}/{source.name}",
        replicas=[(canonical_region(region.name), region.replica_count) for region in migration.target_regions],
        size_gb=size,
        cost=cost_of_migration(prices, size, migration) if prices and size is not None else None,
        path=migration.path,
    )


async def _read(settings: AzureSettings, migrations: Sequence[Migration], new: Sequence[Migration]) -> _Read:
    async with AzureReader.connect(settings) as reader:
        await reader.read_ahead([one.source_id for one in new])
        (samples, unanswered), images = await asyncio.gather(
            take_samples(reader, migrations, time.time()), asyncio.gather(*(_image(reader, one) for one in new))
        )
    known = {one.name: image for one, image in zip(new, images, strict=True) if image is not None}
    return _Read(samples, unanswered, known)


async def _image(reader: AzureReader, migration: Migration) -> ManagedImage | None:
    """The source image, for its size: what Azure has against it is the preview's to tell."""
    try:
        return await reader.image(migration.source_id)
    except ReadFailed:
        return None
