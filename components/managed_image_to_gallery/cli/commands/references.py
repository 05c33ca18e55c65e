"""`references`: what to change in whatever still uses an old image."""

from __future__ import annotations

import asyncio
import dataclasses
import re
import textwrap
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.limits import ACTIVITY_LOG_DAYS
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, JSON, NAMES, STACK
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.migration_choice import named
from managed_image_to_gallery.cli.output.fitting import continued
from managed_image_to_gallery.cli.output.saying import hand_over, lines_on, tell
from managed_image_to_gallery.cli.output.table import print_json
from managed_image_to_gallery.cli.repositories.hits import Grade

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from managed_image_to_gallery.azure.activity_log import Activity
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.references import Change
    from managed_image_to_gallery.config.migration import Migration

IN = Annotated[
    list[Path] | None,
    typer.Option("--in", exists=True, help="File or folder to search for the old images; may be repeated."),
]
PATCH = Annotated[
    Path | None, typer.Option("--patch", dir_okay=False, help="With --in: write what is certain as a diff.")
]
FAIL_ON = Annotated[
    Grade | None, typer.Option("--fail-on", help="With --in: exit status 1 when one so sure, or surer, is left.")
]


def days_of(text: str) -> int:
    """The number of days in `90d`. Raises BadParameter for what is none, or more than Azure keeps."""
    found = re.fullmatch(r"(\d{1,4})d?", text.strip().lower())
    days = int(found[1]) if found else 0
    if not 1 <= days <= ACTIVITY_LOG_DAYS:
        raise typer.BadParameter(
            f"{text!r} is no number of days from 1d to {ACTIVITY_LOG_DAYS}d, for which Azure keeps its activity log. "
            "Say --since 30d, for instance."
        )
    return days


SINCE = Annotated[
    int | None,
    typer.Option(
        "--since", parser=days_of, metavar="<DAYS>", help="Also what is gone, for so many days back: 1d to 90d."
    ),
]

_TOLD = 5
"""So many that one caller made are told one by one; --json has all."""


def references(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    as_json: JSON = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Name the images without a user too.")] = False,
    inside: IN = None,
    patch: PATCH = None,
    fail_on: FAIL_ON = None,
    since: SINCE = None,
) -> None:
    """Show the change that each user of an old image needs, for ARM/Bicep, Terraform, Pulumi and az.

    With --since: also what was made from it since then and is gone again, with its maker, by the activity log.

    With --in: what files of repositories name, in every tool's way, and what to write instead. Azure is not asked.

    Example: gallery-migrate references web-1.0.0

    Example: gallery-migrate references --since 30d

    Example: gallery-migrate references --in ../infrastructure --patch images.patch
    """
    if inside and since:
        raise CommandFailed("--since is about Azure, --in about files.", "Leave out one of the two.")
    if inside:
        _in_files(inside, names or [], stack, cwd, patch=patch, as_json=as_json, fail_on=fail_on)
        return
    if patch or fail_on:
        raise CommandFailed("--patch and --fail-on are about files.", "Name them: --in PATH.")
    opened = MigrationStack.open(cwd.resolve(), stack)
    found = asyncio.run(_find(opened.settings(), named(opened.plan().migrations, names or []), since or 0))
    if as_json:
        changes = found.changes.items()
        print_json({name: [dataclasses.asdict(change) for change in of_one] for name, of_one in changes})
    else:
        show(found.changes, found.gone, verbose=verbose)
    if found.activity is not None:
        tell(f"Activity log: {found.activity.text}.", err=True)
        found.activity.whole()


def _in_files(
    paths: Sequence[Path],
    names: Sequence[str],
    stack: str | None,
    cwd: Path,
    *,
    patch: Path | None,
    as_json: bool,
    fail_on: Grade | None,
) -> None:
    from managed_image_to_gallery.cli.repositories.command import end, find_in, migrations_of

    found = find_in(paths, migrations_of(cwd.resolve(), stack), names, patch=patch, json=as_json)
    end(found, fail_on)


@dataclasses.dataclass(frozen=True)
class _Found:
    """The changes by the migration's name, the names whose source image Azure does not have, and the activity log."""

    changes: Mapping[str, Sequence[Change]]
    gone: frozenset[str]
    activity: Activity | None


async def _find(settings: AzureSettings, migrations: Sequence[Migration], days: int) -> _Found:
    from managed_image_to_gallery.azure.reader import AzureReader
    from managed_image_to_gallery.cli.references import find_changes
    from managed_image_to_gallery.cli.used_lately import read_activity, with_used_lately

    async with AzureReader.connect(settings) as reader:
        activity = await read_activity(reader, migrations, days) if days else None
        changes = await find_changes(reader, migrations)
        await reader.read_ahead([one.source_id for one in migrations])
        images = await asyncio.gather(*(reader.image(one.source_id) for one in migrations))
    gone = frozenset(one.name for one, image in zip(migrations, images, strict=True) if image is None)
    return _Found(changes if activity is None else with_used_lately(changes, migrations, activity), gone, activity)


def show(found: Mapping[str, Sequence[Change]], gone: Collection[str] = (), *, verbose: bool) -> None:
    """Print the changes that are needed, and all images in numbers. gone: whose source image is not in Azure."""
    from rich.console import Console

    console = Console()
    say, width = lines_on(console), console.width if console.is_terminal else None
    for name, changes in found.items():
        if not (changes or verbose):
            continue
        is_gone = ", which is gone (retired or deleted)" if name in gone else ""
        say(f"{name}: {counted(len(changes), 'reference')} to its source image{is_gone}")
        for action, of_action in groupby(changes, key=lambda change: change.action):
            say(f"  {action}:")
            for alike in _alike(list(of_action)):
                for line in _lines(alike):
                    say(line)
                for tool, text in alike[0].texts.items():
                    say(f"    {tool}:")
                    hand_over(f"{textwrap.indent(_fitting(text, width), '      ')}\n")
    lines_on(Console(stderr=True))(_summary(found, gone))


def _alike(changes: Sequence[Change]) -> list[list[Change]]:
    """One change after the other; what is gone by its maker, whose one change is that of all."""
    from managed_image_to_gallery.cli.references import GONE

    by_maker: dict[str, list[Change]] = {}
    for change in changes:
        by_maker.setdefault(change.note if change.action == GONE else change.consumer_id, []).append(change)
    return list(by_maker.values())


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    """Changes with one note: the newest few, and the note."""
    for change in changes[:_TOLD]:
        detail = f" ({one_line(change.detail)})" if change.detail else ""
        yield f"  {one_line(change.kind)} {one_line(change.consumer_id)}{detail}"
    if len(changes) > _TOLD:
        yield f"  and {len(changes) - _TOLD:,} more"
    yield f"    {one_line(changes[0].note)}"


def _fitting(text: str, width: int | None) -> str:
    """A text to be copied: commands are broken between options for a narrow screen, everything else stays whole."""
    lines = text.split("\n")
    return "\n".join(continued(line, width - 6) if width and line.startswith("az ") else line for line in lines)


def _summary(found: Mapping[str, Sequence[Change]], gone: Collection[str]) -> str:
    """All images in numbers, in one line. One that is gone is neither free nor in use, whoever still names it."""
    used = [changes for name, changes in found.items() if changes and name not in gone]
    free = len(found) - len(used) - len(gone)
    references = counted(sum(map(len, used)), "reference")
    ended = f", {len(gone):,} gone (retired or deleted)" if gone else ""
    return f"{counted(len(found), 'image')}: {len(used):,} in use ({references}), {free:,} free{ended}."
