"""`restore`: a managed image again from a version."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import image_id
from managed_image_to_gallery.cli import completing
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, NO_INPUT, QUIET, STACK, YES
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.migration_choice import named
from managed_image_to_gallery.cli.output.saying import tell, unless_quiet
from managed_image_to_gallery.cli.questions import confirm
from managed_image_to_gallery.cli.restoring.making import Making
from managed_image_to_gallery.cli.restoring.rules import obstacles

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ImageDefinition, ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.config.migration import Migration


def restore(
    migration: Annotated[str, typer.Argument(help="Name of the migration.", autocompletion=completing.migrations)],
    name: Annotated[str | None, typer.Option(help="Name of the new image; by default the old name.")] = None,
    resource_group: Annotated[
        str | None, typer.Option(help="Resource group of the new image; by default the old group.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="Region of the new image; by default the region of the version.")
    ] = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
) -> None:
    """Create a managed image again from an image version (version → disks → image), or say why that is not possible.

    The image has no tags, because a version does not keep them. The disks are deleted again.

    Example: gallery-migrate restore web-1.0.0 --name webImage-again
    """
    opened = MigrationStack.open(cwd.resolve(), stack)
    (chosen,) = named(opened.plan().migrations, [migration])
    old = chosen.source_as_written
    image = image_id(old.subscription_id, resource_group or old.resource_group, name or old.name)
    version, definition, existing = asyncio.run(_facts(opened.settings(), chosen, image))
    where = canonical_region(region) if region else (version.location if version else "")
    found = obstacles(version, definition, existing, where)
    if found or version is None or definition is None:
        raise CommandFailed(
            f"The image cannot be created: {' '.join(found)}", "Use the image version instead.", ExitStatus.REFUSED
        )
    confirm(f"Create the image {image} in {where}?", yes=yes, can_ask=not no_input)
    say = unless_quiet(tell, quiet=quiet)
    asyncio.run(Making(version, definition, image, where, say).run(opened.settings()))
    tell(f"Created: {image}")


async def _facts(
    settings: AzureSettings, migration: Migration, image: ResourceId
) -> tuple[ImageVersion | None, ImageDefinition | None, ManagedImage | None]:
    """The first version that is there, with its definition, and the image that is to be made."""
    async with AzureReader.connect(settings) as reader:
        existing, versions = await asyncio.gather(
            reader.image(image), asyncio.gather(*map(reader.version, migration.versions))
        )
        version = next((one for one in versions if one is not None), None)
        definition = await reader.definition(version.id.parent) if version is not None else None
        return version, definition, existing
