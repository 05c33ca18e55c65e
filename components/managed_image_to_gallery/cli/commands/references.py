"""`references`: what to change in whatever still uses an old image."""

from __future__ import annotations

import asyncio
import dataclasses
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, JSON, NAMES, STACK
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.migration_choice import named
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.table import print_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.references import Change
    from managed_image_to_gallery.config.migration import Migration


def references(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    as_json: JSON = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Name the images without a user too.")] = False,
) -> None:
    """Show the change that each user of an old image needs, for ARM/Bicep, Terraform, Pulumi and az.

    Example: gallery-migrate references web-1.0.0
    """
    opened = MigrationStack.open(cwd.resolve(), stack)
    found = asyncio.run(_find(opened.settings(), named(opened.plan().migrations, names or [])))
    if as_json:
        print_json({name: [dataclasses.asdict(change) for change in changes] for name, changes in found.items()})
        return
    show(found, verbose=verbose)


async def _find(settings: AzureSettings, migrations: Sequence[Migration]) -> dict[str, list[Change]]:
    from managed_image_to_gallery.azure.reader import AzureReader
    from managed_image_to_gallery.cli.references import find_changes

    async with AzureReader.connect(settings) as reader:
        return await find_changes(reader, migrations)


def show(found: Mapping[str, Sequence[Change]], *, verbose: bool) -> None:
    """Print the changes that are needed, and all images in numbers."""
    for name, changes in found.items():
        if not (changes or verbose):
            continue
        tell(f"{name}: {counted(len(changes), 'reference')} to its source image")
        for before, change in zip((None, *changes), changes, strict=False):
            if before is None or before.action != change.action:
                tell(f"  {change.action}:")
            detail = f" ({one_line(change.detail)})" if change.detail else ""
            tell(f"  {change.kind} {change.consumer_id}{detail}\n    {change.note}")
            for tool, text in change.texts.items():
                tell(f"    {tool}:\n{textwrap.indent(text, '      ')}")
    tell(_summary(found), err=True)


def _summary(found: Mapping[str, Sequence[Change]]) -> str:
    """All images in numbers, in one line."""
    used = [changes for changes in found.values() if changes]
    references = counted(sum(map(len, used)), "reference")
    return f"{counted(len(found), 'image')}: {len(used):,} in use ({references}), {len(found) - len(used):,} free."
