"""`references`: what to change in whatever still uses an old image."""

from __future__ import annotations

import asyncio
import dataclasses
import textwrap
from typing import TYPE_CHECKING

from azure_facts.plain_text import one_line
from gallery_migrate.commands.options import FOLDER, HERE, NAMES, STACK
from gallery_migrate.engine.stack import MigrationStack
from gallery_migrate.migration_choice import named
from gallery_migrate.output.options import JSON
from gallery_migrate.output.saying import tell
from gallery_migrate.output.table import print_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azure_facts.settings import AzureSettings
    from components.migration import Migration
    from gallery_migrate.references.changes import Change


def references(names: NAMES = None, stack: STACK = None, cwd: FOLDER = HERE, as_json: JSON = False) -> None:
    """Show, for everything that names an old image, the change to make: ARM/Bicep, Terraform, Pulumi, az.

    Example: gallery-migrate references web-1.0.0
    """
    opened = MigrationStack.open(cwd.resolve(), stack)
    found = asyncio.run(_find(opened.settings(), named(opened.plan().migrations, names or [])))
    if as_json:
        print_json({name: [dataclasses.asdict(change) for change in changes] for name, changes in found.items()})
        return
    _print(found)


async def _find(settings: AzureSettings, migrations: Sequence[Migration]) -> dict[str, list[Change]]:
    from azure_facts.reader import AzureReader
    from gallery_migrate.references.finding import find_changes

    async with AzureReader.connect(settings) as reader:
        return await find_changes(reader, migrations)


def _print(found: Mapping[str, Sequence[Change]]) -> None:
    for name, changes in found.items():
        tell(f"{name}: {len(changes)} reference(s) to its source image")
        for change in changes:
            detail = f" ({one_line(change.detail)})" if change.detail else ""
            tell(f"  {change.kind} {change.consumer_id}{detail}\n    {change.note}")
            for tool, text in change.texts.items():
                tell(f"    {tool}:\n{textwrap.indent(text, '      ')}")
