"""`publish`: make and replicate image versions, with progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Optional

import typer
from rich.console import Console

from gallery_migrate.batches.estimates import seconds_of
from gallery_migrate.batches.stop_rule import StopRule
from gallery_migrate.batches.waves import waves
from gallery_migrate.commands.options import EVERY, EVERY_SECONDS, FOLDER, HERE, NAMES, NO_INPUT, QUIET, STACK, YES
from gallery_migrate.engine.stack import MigrationStack
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.migration_choice import in_stage
from gallery_migrate.plan_text import changes, deletions, lines
from gallery_migrate.progress.display import display_on
from gallery_migrate.progress.pace import Pacing, duration
from gallery_migrate.progress.watching import Watcher
from gallery_migrate.publishing.jobs import jobs_of, version_urns
from gallery_migrate.publishing.publication import Publication
from gallery_migrate.questions import confirm
from gallery_migrate.transitions.checked_plan import checked_plan
from gallery_migrate.transitions.deletion_consent import refuse_image_deletions

if TYPE_CHECKING:
    from collections.abc import Callable

IN_FLIGHT = 20


def publish(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    in_flight: Annotated[int, typer.Option(min=1, help="Versions made at once.")] = IN_FLIGHT,
    by_region: Annotated[bool, typer.Option("--by-region", help="The images' regions one after another.")] = False,
    stop_after: Annotated[Optional[int], typer.Option(min=1, help="Begin nothing more after N failures.")] = None,  # noqa: UP045 - typer on 3.10
    continue_on_error: Annotated[bool, typer.Option(help="Go on with the others when one fails.")] = True,
    every: EVERY = EVERY_SECONDS,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
) -> None:
    """Make image versions and replicate them: preview, plan check, question, update, progress.

    Example: gallery-migrate publish --in-flight 10 --by-region --stop-after 3

    Example: gallery-migrate publish web-1.0.0 --yes | tee publish.log
    """
    console = Console()
    say = _saying(console, quiet=quiet)
    opened = MigrationStack.open(cwd.resolve(), stack)
    chosen = in_stage(opened.plan().migrations, names or [], "published")
    digest = checked_plan(opened)
    planned = changes(digest)
    if not planned:
        typer.echo("Nothing to do: every version is as the config says.")
        return
    refuse_image_deletions(deletions(digest))
    urns = version_urns(digest)
    batch = waves(jobs_of(opened.settings(), chosen, urns), in_flight=in_flight, by_region=by_region)
    say("\n".join(["The plan may be applied:", *lines(planned)]))
    if batch:
        count = sum(map(len, batch))
        say(f"{count} version(s) in {len(batch)} wave(s), about {duration(seconds_of(batch))} (estimated).")
    confirm("Publish?", yes=yes, can_ask=not no_input)
    with display_on(console) as display:
        watcher = Watcher(opened.folder, opened.settings(), display, every, Pacing())
        publication = Publication(opened, watcher, urns, StopRule(stop_after), display.say, continue_on_error)
        status = publication.run(batch)
    if status is not ExitStatus.DONE:
        raise typer.Exit(status)


def _saying(console: Console, *, quiet: bool) -> Callable[[str], None]:
    def say(text: str) -> None:
        if not quiet:
            console.print(text, markup=False, highlight=False, soft_wrap=True)

    return say
