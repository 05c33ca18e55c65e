"""`init`: from chosen images to entries of the stack's config."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import ResourceId, definition_id, gallery_id
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, NO_INPUT, QUIET, STACK, YES
from managed_image_to_gallery.cli.config_file.choosing import chosen, pick
from managed_image_to_gallery.cli.config_file.proposals import Proposal, Proposer, definition_name
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.inventory.estate import reasons_against
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.questions import confirm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.models import ImageReference, ManagedImage
    from managed_image_to_gallery.azure.settings import AzureSettings


def init(
    images: Annotated[
        list[str] | None,
        typer.Argument(
            help="Image names, group/name or ids; * and ? are wildcards. Without any, and no --tag: choose from a list."
        ),
    ] = None,
    publisher: Annotated[str, typer.Option(help="Publisher of new image definitions: a name of your own.")] = "",
    gallery: Annotated[str, typer.Option(help="The gallery, as resourceGroup/name, if the file names none yet.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="Only images with this tag: name or name=value.")] = None,
    version: Annotated[str, typer.Option(help="Version number: patch (highest + 1), date, or a number.")] = "patch",
    with_plan: Annotated[bool, typer.Option(help="Write the Marketplace plan that tags of the image name.")] = False,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
) -> None:
    """Write the config of chosen images into the stack's file; comments and order stay.

    OS type, generation and regions come from the image and its users. Images that the file names already are left out,
    and so are those that cannot be published, with the reason.

    Example: gallery-migrate init 'web-*' --publisher contoso --gallery rg/myGallery

    Example: gallery-migrate init --tag team=web --version date
    """
    from managed_image_to_gallery.cli.config_file.proposals import (
        configured_gallery,
        configured_numbers,
        configured_sources,
    )
    from managed_image_to_gallery.cli.config_file.resolved import GALLERY
    from managed_image_to_gallery.cli.config_file.stack_file import StackFile

    opened = MigrationStack.open(cwd.resolve(), stack)
    file = StackFile(opened.file)
    subscription = opened.subscription_id()
    known = configured_sources(file.entries(), subscription)
    group, name = configured_gallery(opened.config(), gallery)
    listed = asyncio.run(_images(opened.settings(), subscription))
    found = [image for image in listed if image.id.key not in known]
    chosen_ones = chosen(found, images or [], tag or []) if images or tag else pick(found, can_ask=not no_input)
    asked = _eligible(chosen_ones)
    if not asked:
        tell("There is no image to migrate.")
        return
    at = gallery_id(subscription, group, name)
    taken, users = asyncio.run(_facts(opened.settings(), at, asked))
    for definition, number in configured_numbers(file.entries()):
        taken.setdefault(definition, set()).add(number)
    today = datetime.now(UTC).date()
    proposer = Proposer(publisher or group, version, today, subscription, taken)
    proposals = [proposer.propose(image, used) for image, used in zip(asked, users, strict=True)]
    if not quiet:
        _tell(proposals, with_plan=with_plan)
    confirm(f"Add {len(proposals)} migration(s) to {file.path.name}?", yes=yes, can_ask=not no_input)
    file.set_missing(GALLERY, {"resourceGroup": group, "name": name})
    file.add([_entry(proposal, with_plan=with_plan) for proposal in proposals])
    file.save()
    tell(f"{len(proposals)} migration(s) added to {file.path.name}. Next: gallery-migrate check")


def _eligible(images: Sequence[ManagedImage]) -> list[ManagedImage]:
    """Those that can be published; the others are printed on standard error."""
    judged = [(image, reasons_against(image)) for image in images]
    for image, reasons in judged:
        for reason in reasons:
            tell(f"{image.id.resource_group}/{image.id.name} is left out: {reason}", err=True)
    return [image for image, reasons in judged if not reasons]


async def _images(settings: AzureSettings, subscription: str) -> list[ManagedImage]:
    async with AzureReader.connect(settings) as reader:
        return await reader.images(subscription)


async def _facts(
    settings: AzureSettings, gallery: ResourceId, images: Sequence[ManagedImage]
) -> tuple[dict[str, set[str]], list[list[ImageReference]]]:
    """Which version numbers the gallery has, by folded definition name; and the users of each image."""
    names = sorted({definition_name(image) for image in images})
    async with AzureReader.connect(settings) as reader:
        versions, users = await asyncio.gather(
            asyncio.gather(*(reader.versions(definition_id(gallery, name)) for name in names)),
            asyncio.gather(*(reader.references_to(image.id, [image.id.subscription_id]) for image in images)),
        )
    numbers = {name.lower(): {one.id.name for one in found} for name, found in zip(names, versions, strict=True)}
    return numbers, users


def _tell(proposals: Sequence[Proposal], *, with_plan: bool) -> None:
    for proposal in proposals:
        entry = proposal.entry
        name = definition_name(proposal.image)
        tell(f"{proposal.image.id.name} → {name} {entry['version']}  regions: {proposal.why_regions}")
        if proposal.plan_hint and not with_plan:
            plan = " ".join(f"{part}={value}" for part, value in proposal.plan_hint.items())
            tell(f"    Its tags name a Marketplace plan ({plan}). If VMs need it, repeat with --with-plan.")


def _entry(proposal: Proposal, *, with_plan: bool) -> dict[str, object]:
    return proposal.entry_with_plan if with_plan and proposal.plan_hint else dict(proposal.entry)
