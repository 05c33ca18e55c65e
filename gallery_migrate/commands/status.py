"""`status`: where every migration and region is, as Azure says now."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Annotated

import typer

from gallery_migrate.commands.options import EVERY, EVERY_SECONDS, FOLDER, HERE, NAMES, STACK
from gallery_migrate.engine.stack import MigrationStack
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.migration_choice import named
from gallery_migrate.output.options import CSV, JSON
from gallery_migrate.output.table import Table, form_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azure_facts.errors import ReadFailed
    from azure_facts.settings import AzureSettings
    from components.migration import Migration
    from gallery_migrate.output.table import Value
    from gallery_migrate.progress.samples import Sample

_COLUMNS = {
    "migration": "Migration",
    "stage": "Stage",
    "source": "Source image",
    "region": "Region",
    "state": "State",
    "progress": "%",
    "details": "Details",
}


def status(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Go on until every region has ended.")] = False,
    every: EVERY = EVERY_SECONDS,
    as_json: JSON = False,
    as_csv: CSV = False,
) -> None:
    """Show the stage of each migration and, per region, the state and progress of its replication.

    Reads Azure and needs no update. Exit status: 0 shown, 1 a region has failed, 3 Azure did not answer everything.

    Example: gallery-migrate status --watch
    """
    opened = MigrationStack.open(cwd.resolve(), stack)
    migrations = named(opened.plan().migrations, names or [])
    if watch:
        _watch(opened, migrations, every)
    samples, gone, failures = asyncio.run(_look(opened.settings(), migrations))
    rows = _rows(migrations, samples, gone)
    Table(_COLUMNS, rows).print(form_of(as_json=as_json, as_csv=as_csv))
    for failure in failures:
        typer.echo(str(failure), err=True)
    if failures:
        raise typer.Exit(ExitStatus.AZURE)
    if any(sample.state == "Failed" for sample in samples):
        raise typer.Exit(ExitStatus.REFUSED)


def _watch(opened: MigrationStack, migrations: Sequence[Migration], every: float) -> None:
    """Progress on standard error, so that what is piped is only the final table."""
    from rich.console import Console

    from gallery_migrate.progress.display import display_on
    from gallery_migrate.progress.pace import Pacing
    from gallery_migrate.progress.watching import Watcher

    with display_on(Console(stderr=True)) as display:
        Watcher(opened.folder, opened.settings(), display, every, Pacing()).wait_for(migrations)


async def _look(
    settings: AzureSettings, migrations: Sequence[Migration]
) -> tuple[list[Sample], set[str], list[ReadFailed]]:
    """The samples, the names of migrations whose source is gone, and what was not answered."""
    from azure_facts.errors import ReadFailed
    from azure_facts.reader import AzureReader
    from gallery_migrate.progress.samples import take_samples

    async with AzureReader.connect(settings) as reader:
        (samples, failures), images = await asyncio.gather(
            take_samples(reader, migrations, time.time()),
            asyncio.gather(*(reader.image(one.source_id) for one in migrations), return_exceptions=True),
        )
    unanswered = [image for image in images if isinstance(image, ReadFailed)]
    gone = {one.name for one, image in zip(migrations, images, strict=True) if image is None}
    return samples, gone, [*failures, *unanswered]


def _rows(migrations: Sequence[Migration], samples: Sequence[Sample], gone: set[str]) -> list[dict[str, Value]]:
    by_name = {migration.name: migration for migration in migrations}
    return [
        {
            "migration": sample.migration,
            "stage": by_name[sample.migration].stage.value,
            "source": by_name[sample.migration].source_id.name + (" (deleted)" if sample.migration in gone else ""),
            "region": sample.region,
            "state": sample.state,
            "progress": sample.progress,
            "details": sample.details,
        }
        for sample in samples
    ]
