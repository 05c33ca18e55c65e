"""What `publish` does: preview, plan check, question, then the waves with their progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from gallery_migrate.batches.estimates import seconds_of
from gallery_migrate.batches.stop_rule import StopRule
from gallery_migrate.batches.waves import waves
from gallery_migrate.engine.stack import MigrationStack
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.migration_choice import in_stage
from gallery_migrate.output.saying import lines_on, tell, unless_quiet
from gallery_migrate.plan_text import changes, deletions, lines
from gallery_migrate.progress.pace import Pacing, duration
from gallery_migrate.progress.watching import Watcher
from gallery_migrate.publishing.jobs import jobs_of, version_urns
from gallery_migrate.publishing.publication import Publication
from gallery_migrate.questions import confirm
from gallery_migrate.transitions.checked_plan import checked_plan
from gallery_migrate.transitions.deletion_consent import refuse_image_deletions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gallery_migrate.batches.waves import Wave
    from gallery_migrate.preview_digest import Step


@dataclass(frozen=True)
class Wanted:
    """How a publication is carried out: the options of the command line by their names."""

    in_flight: int
    by_region: bool
    stop_after: int | None
    continue_on_error: bool
    every: float
    yes: bool
    no_input: bool
    quiet: bool


def run_publication(folder: Path, stack: str | None, names: Sequence[str], wanted: Wanted) -> None:
    """Publish migrations, told on the terminal. Raises CommandFailed, and typer.Exit unless all is done."""
    console = Console()
    opened = MigrationStack.open(folder.resolve(), stack)
    chosen = in_stage(opened.plan().migrations, names, "published")
    digest = checked_plan(opened)
    planned = changes(digest)
    if not planned:
        tell("Nothing to do: every version is as the config says.")
        return
    refuse_image_deletions(deletions(digest))
    urns = version_urns(digest)
    jobs = jobs_of(opened.settings(), chosen, urns)
    batch = waves(jobs, in_flight=wanted.in_flight, by_region=wanted.by_region)
    _announce(unless_quiet(lines_on(console), quiet=wanted.quiet), planned, batch)
    confirm("Publish?", yes=wanted.yes, can_ask=not wanted.no_input)
    watcher = Watcher(opened.folder, opened.settings(), console, wanted.every, Pacing())
    rule = StopRule(wanted.stop_after)
    publication = Publication(opened, watcher, urns, rule, lines_on(console), wanted.continue_on_error)
    with watcher.showing():
        status = publication.run(batch)
    if status is not ExitStatus.DONE:
        raise typer.Exit(status)


def _announce(say: Callable[[str], None], planned: Sequence[Step], batch: Sequence[Wave]) -> None:
    say("\n".join(["The plan may be applied:", *lines(planned)]))
    if batch:
        count = sum(map(len, batch))
        say(f"{count} version(s) in {len(batch)} wave(s), about {duration(seconds_of(batch))} (estimated).")
