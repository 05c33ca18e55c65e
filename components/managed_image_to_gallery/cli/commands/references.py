"""`references`: what to change in whatever still uses an old image."""

from __future__ import annotations

import asyncio
import dataclasses
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, JSON, NAMES, STACK
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.migration_choice import named
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.table import print_json
from managed_image_to_gallery.cli.repositories.hits import Grade

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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


def references(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    as_json: JSON = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Name the images without a user too.")] = False,
    inside: IN = None,
    patch: PATCH = None,
    fail_on: FAIL_ON = None,
) -> None:
    """Show the change that each user of an old image needs, for ARM/Bicep, Terraform, Pulumi and az.

    With --in: what files of repositories name, in every tool's way, and what to write instead. Azure is not asked.

    Example: gallery-migrate references web-1.0.0

    Example: gallery-migrate references --in ../infrastructure --patch images.patch
    """
    if inside:
        _in_files(inside, names or [], stack, cwd, patch=patch, as_json=as_json, fail_on=fail_on)
        return
    if patch or fail_on:
        raise CommandFailed("--patch and --fail-on are about files.", "Name them: --in PATH.")
    opened = MigrationStack.open(cwd.resolve(), stack)
    found, gone = asyncio.run(_find(opened.settings(), named(opened.plan().migrations, names or [])))
    if as_json:
        print_json({name: [dataclasses.asdict(change) for change in changes] for name, changes in found.items()})
        return
    show(found, gone, verbose=verbose)


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


async def _find(
    settings: AzureSettings, migrations: Sequence[Migration]
) -> tuple[dict[str, list[Change]], frozenset[str]]:
    """The changes by the migration's name, and the names whose source image Azure does not have."""
    from managed_image_to_gallery.azure.reader import AzureReader
    from managed_image_to_gallery.cli.references import find_changes

    async with AzureReader.connect(settings) as reader:
        changes = await find_changes(reader, migrations)
        await reader.read_ahead([one.source_id for one in migrations])
        images = await asyncio.gather(*(reader.image(one.source_id) for one in migrations))
    return changes, frozenset(one.name for one, image in zip(migrations, images, strict=True) if image is None)


def show(found: Mapping[str, Sequence[Change]], gone: Collection[str] = (), *, verbose: bool) -> None:
    """Print the changes that are needed, and all images in numbers. gone: whose source image is not in Azure."""
    for name, changes in found.items():
        if not (changes or verbose):
            continue
        is_gone = ", which is gone (retired or deleted)" if name in gone else ""
        tell(f"{name}: {counted(len(changes), 'reference')} to its source image{is_gone}")
        for before, change in zip((None, *changes), changes, strict=False):
            if before is None or before.action != change.action:
                tell(f"  {change.action}:")
            detail = f" ({one_line(change.detail)})" if change.detail else ""
            tell(f"  {change.kind} {change.consumer_id}{detail}\n    {change.note}")
            for tool, text in change.texts.items():
                tell(f"    {tool}:\n{textwrap.indent(text, '      ')}")
    tell(_summary(found, gone), err=True)


def _summary(found: Mapping[str, Sequence[Change]], gone: Collection[str]) -> str:
    """All images in numbers, in one line. One that is gone is neither free nor in use, whoever still names it."""
    used = [changes for name, changes in found.items() if changes and name not in gone]
    free = len(found) - len(used) - len(gone)
    references = counted(sum(map(len, used)), "reference")
    ended = f", {len(gone):,} gone (retired or deleted)" if gone else ""
    return f"{counted(len(found), 'image')}: {len(used):,} in use ({references}), {free:,} free{ended}."
