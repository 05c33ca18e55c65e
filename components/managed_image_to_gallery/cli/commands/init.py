"""`init`: from chosen images to entries of the stack's config."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, cast

import typer

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import ResourceId, definition_id, gallery_id
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, NO_INPUT, QUIET, STACK, YES
from managed_image_to_gallery.cli.config_file.choosing import chosen, pick
from managed_image_to_gallery.cli.config_file.definitions import Definitions, configured_definitions, publisher_of
from managed_image_to_gallery.cli.config_file.proposals import (
    Proposal,
    Proposer,
    configured_gallery,
    configured_numbers,
    configured_sources,
)
from managed_image_to_gallery.cli.config_file.resolved import GALLERY
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.inventory.estate import reasons_against
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.questions import confirm

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.config_file.stack_file import StackFile
    from managed_image_to_gallery.config.faults import Fault


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

    OS type, generation and regions come from the image and its users. Images of one name but for a date or a version
    number at its end become versions of one definition, in that order, if they are of one operating system, generation
    and plan; a definition that the gallery has is used as it is. Left out, with the reason: images that the file names
    already, those that cannot be published, and entries that `check` would refuse.

    Example: gallery-migrate init 'web-*' --publisher contoso --gallery rg/myGallery

    Example: gallery-migrate init --tag team=web --version date
    """
    from managed_image_to_gallery.cli.config_file.judging import faults_of_new
    from managed_image_to_gallery.cli.config_file.stack_file import StackFile

    opened = MigrationStack.open(cwd.resolve(), stack)
    opened.require_project_of_keys([GALLERY])
    file = StackFile(opened.file)
    subscription = opened.subscription_id()
    group, name = configured_gallery(opened.config(), gallery)
    if gallery and gallery.lower() != f"{group}/{name}".lower():
        tell(f"{file.path.name} names the gallery {group}/{name}: --gallery {gallery} is not used.", err=True)
    asked = _asked(opened, file, images or [], tag or [], can_ask=not no_input)
    if not asked:
        tell("There is no image to migrate.")
        return
    at = gallery_id(subscription, group, name)
    proposals = asyncio.run(_proposals(opened, file, at, asked, publisher_of(publisher or group), version))
    entries = [_entry(proposal, with_plan=with_plan) for proposal in proposals]
    config = {"gallery": {"resourceGroup": group, "name": name}, **opened.project_config()}
    refused = faults_of_new(opened.settings(), subscription, config, entries)
    _tell_refused(proposals, refused)
    kept = [at for at in range(len(entries)) if at not in refused]
    if not kept:
        tell("No entry is left that `check` would let pass: nothing was written.")
        raise typer.Exit(ExitStatus.REFUSED)
    if not quiet:
        _tell([proposals[at] for at in kept], with_plan=with_plan)
    confirm(f"Add {len(kept)} {_migrations(kept)} to {file.path.name}?", yes=yes, can_ask=not no_input)
    file.set_missing(GALLERY, {"resourceGroup": group, "name": name})
    file.add([entries[at] for at in kept])
    file.save()
    tell(f"{len(kept)} {_migrations(kept)} added to {file.path.name}. Next: gallery-migrate check")


def _asked(
    opened: MigrationStack, file: StackFile, names: Sequence[str], tags: Sequence[str], *, can_ask: bool
) -> list[ManagedImage]:
    """The images that are meant and have no migration yet; those that cannot be published are left out and printed."""
    listed = asyncio.run(_images(opened.settings(), opened.subscription_id()))
    known = configured_sources(file.entries(), opened.subscription_id())
    new = [image for image in listed if image.id.key not in known]
    configured = [image for image in listed if image.id.key in known]
    meant = chosen(new, names, tags, configured) if names or tags else pick(new, can_ask=can_ask)
    judged = [(image, reasons_against(image)) for image in meant]
    for image, reasons in judged:
        for reason in reasons:
            tell(f"{image.id.resource_group}/{image.id.name} is left out: {reason}", err=True)
    return [image for image, reasons in judged if not reasons]


async def _images(settings: AzureSettings, subscription: str) -> list[ManagedImage]:
    async with AzureReader.connect(settings) as reader:
        return await reader.images(subscription)


async def _proposals(
    opened: MigrationStack,
    file: StackFile,
    gallery: ResourceId,
    images: Sequence[ManagedImage],
    publisher: str,
    scheme: str,
) -> list[Proposal]:
    """An entry for each image, that fits what the gallery and the config have."""
    entries = file.entries()
    async with AzureReader.connect(opened.settings()) as reader:
        existing, users = await asyncio.gather(
            reader.definitions(gallery),
            asyncio.gather(*(reader.references_to(image.id, [image.id.subscription_id]) for image in images)),
        )
        definitions = Definitions(publisher, existing, configured_definitions(entries))
        said = [definitions.definition_for(image) for image in images]
        taken = await _numbers(reader, gallery, {str(one["name"]) for one in said})
    for definition, number in configured_numbers(entries):
        taken.setdefault(definition, set()).add(number)
    proposer = Proposer(scheme, datetime.now(UTC).date(), opened.subscription_id(), taken)
    return [proposer.propose(*each) for each in zip(images, said, users, strict=True)]


async def _numbers(reader: AzureReader, gallery: ResourceId, names: Collection[str]) -> dict[str, set[str]]:
    """The version numbers that the gallery has, by folded definition name."""
    found = await asyncio.gather(*(reader.versions(definition_id(gallery, name)) for name in names))
    return {name.lower(): {one.id.name for one in versions} for name, versions in zip(names, found, strict=True)}


def _tell_refused(proposals: Sequence[Proposal], refused: Mapping[int, Sequence[Fault]]) -> None:
    for index, faults in sorted(refused.items()):
        image = proposals[index].image.id
        for fault in faults:
            _, _, where = fault.path.partition("].")
            tell(f"{image.resource_group}/{image.name} is left out: {where}: {fault.rule}. {fault.remedy}", err=True)


def _tell(proposals: Sequence[Proposal], *, with_plan: bool) -> None:
    first: dict[str, str] = {}
    for proposal in proposals:
        name = proposal.definition_name
        before = first.setdefault(name, proposal.image.id.name)
        shared = "" if before == proposal.image.id.name else f", the definition of {before}"
        existing = ", which the gallery has" if "publisher" not in _definition(proposal) and not shared else ""
        number = proposal.entry["version"]
        tell(f"{proposal.image.id.name} → {name} {number}{existing}{shared}  regions: {proposal.why_regions}")
        if proposal.plan_lacks:
            tell(f"    Its tags name a Marketplace plan without {' and '.join(proposal.plan_lacks)}: no plan is taken.")
        elif proposal.plan_hint and not with_plan:
            plan = " ".join(f"{part}={value}" for part, value in proposal.plan_hint.items())
            tell(f"    Its tags name a Marketplace plan ({plan}). If VMs need it, repeat with --with-plan.")


def _definition(proposal: Proposal) -> Mapping[str, object]:
    return cast("Mapping[str, object]", proposal.entry["definition"])


def _entry(proposal: Proposal, *, with_plan: bool) -> dict[str, object]:
    return proposal.entry_with_plan if with_plan and proposal.plan_hint else dict(proposal.entry)


def _migrations(several: Sequence[object]) -> str:
    return "migration" if len(several) == 1 else "migrations"
