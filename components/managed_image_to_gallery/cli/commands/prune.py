"""`prune`: which old versions are out of use, and what follows for the config."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, JSON, STACK
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.migration_choice import entry_index
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.table import print_json
from managed_image_to_gallery.cli.retention import Decision, Retention, decisions
from managed_image_to_gallery.gate.only_copies import only_copies
from managed_image_to_gallery.gate.remedies import az_image_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.config.migration import Migration


ONLY_NOW = (
    "The images of these versions are there now. Once somebody retires one, its version is an only copy: do not keep "
    "the commands, ask again."
)
"""Beside commands that delete: whoever runs them later runs them on what was true now."""


def prune(
    keep: Annotated[int, typer.Option(min=1, help="Keep the newest N versions of each definition.")] = 3,
    younger_than: Annotated[
        int | None, typer.Option(min=1, help="Keep versions that are younger than this many days.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the change into the stack's file.")] = False,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    as_json: JSON = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Name the versions that are kept too, with why.")] = False,
) -> None:
    """Propose which old versions to take out of use.

    Kept are the latest version, the newest N, young ones, those that something uses, and those before their end of
    life.

    Kept too, whoever made it: a version that may be the only copy of its source, because the managed image that it was
    made from does not exist any more, was made again since, cannot be asked about, or is no managed image.

    The proposal takes a version of this stack out of `latest`, as a change of the config that is reviewed and applied
    like any other. For versions that this stack did not make, the az command that deletes them is shown. Nothing
    in Azure is changed.

    Example: gallery-migrate prune --keep 5 --younger-than 90 --write
    """
    opened = MigrationStack.open(cwd.resolve(), stack)
    planned = opened.plan().migrations
    migrations = {one.version_id.key: one for one in planned if not one.is_existing}
    retention = Retention(keep, timedelta(days=younger_than) if younger_than else None, datetime.now(UTC))
    definitions = list({one.definition_id.key: one.definition_id for one in migrations.values()}.values())
    found = asyncio.run(_decide(opened.settings(), definitions, retention, planned))
    show(found, migrations, as_json=as_json, verbose=verbose)
    out_of_use = [
        migrations[one.version.id.key] for one in found if not one.is_kept and one.version.id.key in migrations
    ]
    if write and out_of_use:
        from managed_image_to_gallery.cli.config_file.stack_file import StackFile

        file = StackFile(opened.file)
        file.set_in_entries("excludeFromLatest", {entry_index(migration): "true" for migration in out_of_use})
        file.save()
        changed = counted(len(out_of_use), "migration")
        tell(f"{changed} changed in {file.path.name}. Next: `pulumi preview`.", err=as_json)


def show(
    found: Sequence[Decision], migrations: Mapping[str, Migration], *, as_json: bool, verbose: bool = False
) -> None:
    """Print the versions that are out of use, and all of them in numbers."""
    if as_json:
        print_json([_row(decision, migrations.get(decision.version.id.key)) for decision in found])
        return
    for decision in found:
        if verbose or not decision.is_kept:
            tell(_line(decision, migrations.get(decision.version.id.key)))
    if any(not decision.is_kept and decision.version.id.key not in migrations for decision in found):
        tell(ONLY_NOW, err=True)
    tell(_summary(found), err=True)


def _summary(found: Sequence[Decision]) -> str:
    """All versions in numbers, in one line."""
    kept = sum(decision.is_kept for decision in found)
    shown = f"{counted(len(found), 'version')}: {len(found) - kept:,} out of use, {kept:,} kept"
    return f"{shown}; --verbose says why." if kept else f"{shown}."


def _row(decision: Decision, migration: Migration | None) -> dict[str, object]:
    return {
        "id": str(decision.version.id),
        "keep": decision.is_kept,
        "reasons": list(decision.reasons),
        "migration": migration.name if migration else None,
    }


async def _decide(
    settings: AzureSettings, definitions: Sequence[ResourceId], retention: Retention, migrations: Sequence[Migration]
) -> list[Decision]:
    subscriptions = {one.gallery_id.subscription_id for one in migrations}
    subscriptions |= {name for one in migrations for name in one.reference_subscriptions}
    async with AzureReader.connect(settings) as reader:
        listed = await asyncio.gather(*(reader.versions(definition) for definition in definitions))
        versions = [one for listing in listed for one in listing]
        used, unique = await asyncio.gather(_used(reader, versions, subscriptions), only_copies(reader, versions))
    needed = {**in_place_of_images(migrations), **unique}
    return [decision for listing in listed for decision in decisions(listing, used, needed, retention)]


def in_place_of_images(migrations: Sequence[Migration]) -> dict[str, str]:
    """By its folded id, what keeps a version that others made and that a migration names."""
    existing = [(version, one.name) for one in migrations if one.is_existing for version in one.versions]
    return {version.key: f"{name} has it in existingVersions" for version, name in existing}


async def _used(reader: AzureReader, versions: Sequence[ImageVersion], subscriptions: set[str]) -> frozenset[str]:
    """The versions that something names; one that cannot be asked about ends the command, it is not out of use."""
    references = await asyncio.gather(*(reader.references_to(one.id, subscriptions) for one in versions))
    return frozenset(one.id.key for one, found in zip(versions, references, strict=True) if found)


def _line(decision: Decision, migration: Migration | None) -> str:
    version = decision.version.id
    name = f"{version.parent.name} {version.name}"
    if decision.is_kept:
        return f"keep        {name}: {', '.join(decision.reasons)}"
    if migration is not None:
        return f"out of use  {name}: set excludeFromLatest: true for {migration.name}"
    return f"out of use  {name}: not of this stack; {az_image_version('delete', version)}"
