"""`status`: where every migration and region is, as Azure says now."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.cli.commands.options import (
    ALL_STACKS,
    CSV,
    FOLDER,
    HERE,
    JSON,
    NAMES,
    POLL_INTERVAL,
    POLL_SECONDS,
    STACKS,
)
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.migration_choice import named
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.table import ATTENTION, Form, Table, Value, form_of, tone_of_state
from managed_image_to_gallery.cli.sharding.stacks import Answers, open_stacks, side_by_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.errors import ReadFailed
    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.azure_reads.shared_facts import Connections
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.progress.samples import Sample
    from managed_image_to_gallery.config.choices import Stage
    from managed_image_to_gallery.config.migration import Migration

_COLUMNS = {
    "migration": "Migration",
    "stage": "Stage",
    "source": "Source image",
    "region": "Region",
    "state": "State",
    "progress": "%",
    "details": "Details",
}
_IMPORTANCE = ("migration", "region", "state", "stage", "progress", "details", "source")
_BENEATH = ("stage", "details", "stack")
"""Without these nobody knows what is to be done: where they find no room they stand beneath their row."""


def _tone_of_stage(stage: str) -> str:
    return ATTENTION if "→" in stage else ""


_TONES = {"state": tone_of_state, "stage": _tone_of_stage}


def status(
    names: NAMES = None,
    stack: STACKS = None,
    all_stacks: ALL_STACKS = False,
    cwd: FOLDER = HERE,
    watch: Annotated[
        bool, typer.Option("--watch", "-w", help="Repeat until replication has ended in every region.")
    ] = False,
    every: POLL_INTERVAL = POLL_SECONDS,
    as_json: JSON = False,
    as_csv: CSV = False,
) -> None:
    """Show the stage of each migration and, per region, the state and progress of its replication.

    The stage is that of the stack's state; `→ validated (not applied)` is a stage that only the config has. Reads
    Azure and needs no update. Exit status: 0 shown, 1 a region has failed, 3 Azure did not answer everything, 5 a
    stack could not be read.

    Example: gallery-migrate status --watch

    Example: gallery-migrate status --stack 'fleet-*' --csv
    """
    stacks = open_stacks(cwd.resolve(), stack or [], every=all_stacks)
    plans = asyncio.run(side_by_side(stacks, partial(asyncio.to_thread, _plan)))
    asked = _asked({name: plan.migrations for name, plan in plans.values.items()}, names or [])
    if watch:
        _watch(_alone(stacks), [one for migrations in asked.values() for one in migrations], every)
    looks = asyncio.run(_looks({name: (stacks[name].settings(), migrations) for name, migrations in asked.items()}))
    rows = [
        row for name, look in looks.values.items() for row in _rows(name, asked[name], plans.values[name].stages, look)
    ]
    columns = _COLUMNS if len(stacks) == 1 else {"stack": "Stack", **_COLUMNS}
    form = form_of(as_json=as_json, as_csv=as_csv)
    shown = [for_people(row) for row in rows] if form is Form.TEXT else rows
    Table(columns, shown, _IMPORTANCE, tones=_TONES, beneath=_BENEATH).print(form)
    unanswered, unread = _unanswered(looks.values), {**plans.failures, **looks.failures}
    if form is Form.TEXT and (rows or not (unanswered or unread)):
        tell(summary(rows), err=True)
    _conclude(looks.values, unanswered, unread)


def _asked(plans: Mapping[str, Sequence[Migration]], names: Sequence[str]) -> dict[str, Sequence[Migration]]:
    """The migrations of these names in each stack. Raises CommandFailed for a name that no stack has."""
    named([one for migrations in plans.values() for one in migrations], names)
    return {stack: [one for one in found if not names or one.name in names] for stack, found in plans.items()}


def _alone(stacks: Mapping[str, MigrationStack]) -> MigrationStack:
    if len(stacks) > 1:
        raise CommandFailed("Only one stack can be watched at a time.", "Name it with --stack.")
    return next(iter(stacks.values()))


def _unanswered(looks: Mapping[str, _Look]) -> list[str]:
    """What Azure did not answer. A sign-in that is refused is so for every read, and told once."""
    return list(dict.fromkeys(str(failure) for look in looks.values() for failure in look.failures))


def _conclude(looks: Mapping[str, _Look], unanswered: Sequence[str], unread: Mapping[str, str]) -> None:
    """Print what was not answered, and end with the status of it."""
    for text in (*unanswered, *(f"{stack}: {why}" for stack, why in unread.items())):
        tell(text, err=True)
    if unread:
        raise typer.Exit(ExitStatus.INCOMPLETE)
    if unanswered:
        raise typer.Exit(ExitStatus.AZURE)
    if any(sample.state == "Failed" for look in looks.values() for sample in look.samples):
        raise typer.Exit(ExitStatus.REFUSED)


@dataclass(frozen=True)
class _Plan:
    """What a stack's file says, and the stages that the stack has."""

    migrations: Sequence[Migration]
    stages: Mapping[str, Stage]


@dataclass(frozen=True)
class _Look:
    """The samples, what to call each migration's source image, and what was not answered."""

    samples: Sequence[Sample]
    sources: Mapping[str, str]
    failures: Sequence[ReadFailed]


def _watch(opened: MigrationStack, migrations: Sequence[Migration], every: float) -> None:
    """Progress on standard error, so that what is piped is only the final table."""
    from rich.console import Console

    from managed_image_to_gallery.cli.progress.pace import Pacing
    from managed_image_to_gallery.cli.progress.watching import Watcher

    Watcher(opened.folder, opened.settings(), Console(stderr=True), every, Pacing()).wait_for(migrations)


def _plan(opened: MigrationStack) -> _Plan:
    from managed_image_to_gallery.cli.selection.stages_in_state import stages_in_state

    return _Plan(opened.plan().migrations, stages_in_state(opened.stored_state()))


async def _looks(asked: Mapping[str, tuple[AzureSettings, Sequence[Migration]]]) -> Answers[_Look]:
    """One look at all stacks. With many migrations the images' list is read instead of each image."""
    from managed_image_to_gallery.cli.azure_reads.shared_facts import FEW, open_connections

    many = sum(len(migrations) for _, migrations in asked.values()) > FEW
    async with open_connections(many=many) as connections:
        return await side_by_side(asked, lambda one: _look(connections, *one))


async def _look(connections: Connections, settings: AzureSettings, migrations: Sequence[Migration]) -> _Look:
    from managed_image_to_gallery.azure.errors import ReadFailed
    from managed_image_to_gallery.cli.azure_reads.stack_facts import StackFacts
    from managed_image_to_gallery.cli.progress.samples import take_samples

    look = StackFacts(await connections.facts(settings))
    (samples, failures), images = await asyncio.gather(
        take_samples(look, migrations, time.time()),
        asyncio.gather(*(look.image(one.source_id) for one in migrations), return_exceptions=True),
    )
    unanswered = [image for image in images if isinstance(image, ReadFailed)]
    sources = {one.name: _source(one, image) for one, image in zip(migrations, images, strict=True)}
    return _Look(samples, sources, [*failures, *unanswered])


def _source(migration: Migration, image: ManagedImage | BaseException | None) -> str:
    """The name as Azure spells it; as the config does where Azure has no such image or did not answer."""
    if image is None:
        return f"{migration.source_as_written.name} (deleted)"
    return migration.source_as_written.name if isinstance(image, BaseException) else image.id.name


def _rows(
    stack: str, migrations: Sequence[Migration], stages: Mapping[str, Stage], look: _Look
) -> list[dict[str, Value]]:
    by_name = {migration.name: migration for migration in migrations}
    return [
        {
            "migration": sample.migration,
            "stage": stage.value if (stage := stages.get(sample.migration)) else None,
            "source": look.sources[sample.migration],
            "region": sample.region,
            "state": sample.state,
            "progress": sample.progress,
            "details": sample.details,
            "stack": stack,
            "stageInFile": by_name[sample.migration].stage.value,
        }
        for sample in look.samples
    ]


def for_people(row: Mapping[str, Value]) -> dict[str, Value]:
    """A row for people: the stage that the stack has, and what the file has instead, where they differ.

    `published → validated (not applied)`, and for what the stack does not have `→ published (not applied)`.
    """
    in_stack, in_file = row["stage"], row["stageInFile"]
    text = in_file if in_stack == in_file else f"{in_stack or ''} → {in_file} (not applied)".strip()
    return {**row, "stage": text}


def summary(rows: Sequence[Mapping[str, Value]]) -> str:
    """The rows in numbers, in one line: of the regions each state, the failed ones first."""
    if not rows:
        return "There is no migration to show."
    migrations = {(row["stack"], row["migration"]) for row in rows}
    states = Counter(str(row["state"]) for row in rows)
    listed = sorted(states.items(), key=lambda one: (one[0] != "Failed", one[0] == "Completed", one[0]))
    stale = {(row["stack"], row["migration"]) for row in rows if row["stage"] != row["stageInFile"]}
    parts = ", ".join(f"{count} {state}" for state, count in listed)
    left = f" {len(stale)} not applied as the file says." if stale else ""
    return f"{counted(len(migrations), 'migration')}, {counted(len(rows), 'replication')}: {parts}.{left}"
