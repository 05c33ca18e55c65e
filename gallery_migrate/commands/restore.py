"""`restore`: a managed image again from a version."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from azure_facts.reader import AzureReader
from azure_facts.regions import canonical_region
from azure_facts.resource_ids import image_id
from gallery_migrate.commands.options import FOLDER, HERE, NO_INPUT, QUIET, STACK, YES
from gallery_migrate.engine.stack import MigrationStack
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.failures import CommandFailed
from gallery_migrate.migration_choice import named
from gallery_migrate.output.saying import tell, unless_quiet
from gallery_migrate.questions import confirm
from gallery_migrate.restoring.making import Making
from gallery_migrate.restoring.rules import obstacles

if TYPE_CHECKING:
    from azure_facts.models import ImageDefinition, ImageVersion, ManagedImage
    from azure_facts.resource_ids import ResourceId
    from azure_facts.settings import AzureSettings
    from components.migration import Migration


def restore(
    migration: Annotated[str, typer.Argument(help="Name of the migration.")],
    name: Annotated[Optional[str], typer.Option(help="Name of the image; by default its old one.")] = None,  # noqa: UP045 - typer on 3.10
    resource_group: Annotated[Optional[str], typer.Option(help="Its group; by default its old one.")] = None,  # noqa: UP045
    region: Annotated[Optional[str], typer.Option(help="Its region; by default the version's own.")] = None,  # noqa: UP045
    stack: STACK = None,
    cwd: FOLDER = HERE,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
) -> None:
    """Make a managed image again from a version (version → disks → image), or say why it cannot be.

    The image has a new identity and only what a version keeps: its tags are gone. The disks in between are deleted.

    Example: gallery-migrate restore web-1.0.0 --name webImage-again
    """
    opened = MigrationStack.open(cwd.resolve(), stack)
    (chosen,) = named(opened.plan().migrations, [migration])
    old = chosen.source_as_written
    image = image_id(old.subscription_id, resource_group or old.resource_group, name or old.name)
    version, definition, existing = asyncio.run(_facts(opened.settings(), chosen, image))
    where = canonical_region(region) if region else (version.location if version else "")
    found = obstacles(version, definition, existing, where)
    if found or definition is None:
        raise CommandFailed(f"It cannot be restored: {' '.join(found)}", "Use the version itself.", ExitStatus.REFUSED)
    confirm(f"Make the image {image} in {where}?", yes=yes, can_ask=not no_input)
    told = unless_quiet(tell, quiet=quiet)
    asyncio.run(Making(chosen.version_id, definition, image, where, told).run(opened.settings()))
    tell(f"Made: {image}")


async def _facts(
    settings: AzureSettings, migration: Migration, image: ResourceId
) -> tuple[ImageVersion | None, ImageDefinition | None, ManagedImage | None]:
    async with AzureReader.connect(settings) as reader:
        return await asyncio.gather(
            reader.version(migration.version_id), reader.definition(migration.definition_id), reader.image(image)
        )
