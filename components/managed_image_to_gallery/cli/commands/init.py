"""`init`: from chosen images to entries of the stack's config."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import ResourceId, gallery_id
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, NO_INPUT, QUIET, STACK, YES
from managed_image_to_gallery.cli.config_file.choosing import chosen, pick, require_somebody_to_pick
from managed_image_to_gallery.cli.config_file.definitions import publisher_of
from managed_image_to_gallery.cli.config_file.proposals import (
    Proposal,
    configured_gallery,
    configured_sources,
    configured_subscriptions,
)
from managed_image_to_gallery.cli.config_file.resolved import GALLERY
from managed_image_to_gallery.cli.config_file.surveying import Survey, Wishes, proposals_of, read_survey
from managed_image_to_gallery.cli.config_file.telling import (
    LeftOut,
    count_of,
    left_out_lines,
    proposal_lines,
    refused_by_check,
    without_entry,
)
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.questions import confirm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.config_file.stack_file import StackFile


IMAGES = Annotated[
    list[str] | None,
    typer.Argument(
        help="Image names, group/name or ids; * and ? are wildcards. Without any, and no --tag: choose from a list."
    ),
]
ALSO_IN = Annotated[
    list[str] | None,
    typer.Option(
        "--also-in",
        metavar="<ID>",
        help="Look for versions in this subscription too; may be repeated. In those of referenceScan it is done.",
    ),
]
AGAIN = Annotated[
    bool, typer.Option("--again", help="Publish images anew that are in a gallery already, or about to be.")
]
IMPORT = Annotated[
    bool,
    typer.Option(
        "--import", help="Take complete versions of the stack's own gallery over, instead of only reading them."
    ),
]


def init(
    images: IMAGES = None,
    publisher: Annotated[str, typer.Option(help="Publisher of new image definitions: a name of your own.")] = "",
    gallery: Annotated[str, typer.Option(help="The gallery, as resourceGroup/name, if the file names none yet.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="Only images with this tag: name or name=value.")] = None,
    version: Annotated[str, typer.Option(help="Version number: patch (highest + 1), date, or a number.")] = "patch",
    with_plan: Annotated[bool, typer.Option(help="Write the Marketplace plan that tags of the image name.")] = False,
    also_in: ALSO_IN = None,
    again: AGAIN = False,
    take_over: IMPORT = False,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
) -> None:
    """Write the config of chosen images into the stack's file; comments and order stay.

    An image that has a complete version already, in any gallery, is not copied again: its entry names that version,
    which is only read (existingVersions), or taken over with --import where it is in the stack's own gallery
    (importVersion). Where a version proves nothing, it says why.

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
    group, name = _gallery(opened, file, gallery)
    asked = _asked(opened, file, images or [], tag or [], can_ask=not no_input)
    searched = [*configured_subscriptions(opened.config()), *(also_in or [])]
    survey = asyncio.run(_survey(opened.settings(), gallery_id(subscription, group, name), asked, searched))
    survey, left = _chosen(survey, by_hand=not (images or tag), again=again)
    if not survey.found:
        _tell_left_out(left)
        _tell_none(tag or [])
        return
    own = gallery_id(subscription, group, name) if take_over else None
    wishes = Wishes(publisher_of(publisher or group), version, datetime.now(UTC).date(), again, own)
    proposals = proposals_of(survey, file.entries(), subscription, wishes)
    entries = [_entry(proposal, with_plan=with_plan) for proposal in proposals]
    place: JsonObject = {"resourceGroup": group, "name": name}
    refused = faults_of_new(opened.settings(), subscription, {"gallery": place, **opened.project_config()}, entries)
    left += refused_by_check(proposals, refused)
    kept = [at for at in range(len(entries)) if at not in refused]
    _show([] if quiet else [proposals[at] for at in kept], with_plan=with_plan)
    _tell_left_out(left)  # the last, beside the question: of sixty images these are what somebody must act on
    _tell_how_many(left, kept)
    confirm(f"Add {len(kept)} {_migrations(kept)} to {file.path.name}?", yes=yes, can_ask=not no_input)
    _write(file, place, [entries[at] for at in kept])


def _tell_none(tags: Sequence[str]) -> None:
    tagged = f" with {' and '.join(one or repr(one) for one in tags)} among its tags" if tags else ""
    tell(f"There is no image to migrate{tagged}.")


def _tell_how_many(left: Sequence[LeftOut], kept: Sequence[int]) -> None:
    """Raises Exit where nothing is kept."""
    if not kept:
        tell("No entry is left that `check` would let pass: nothing was written.")
        raise typer.Exit(ExitStatus.REFUSED)
    if left:
        tell(count_of(left, len(kept)), err=True)


def _show(proposals: Sequence[Proposal], *, with_plan: bool) -> None:
    for line in proposal_lines(proposals, with_plan=with_plan):
        tell(line)


def _gallery(opened: MigrationStack, file: StackFile, asked: str) -> tuple[str, str]:
    """Group and name of the gallery: the file's, else the one that was asked for."""
    group, name = configured_gallery(opened.config(), asked)
    if asked and asked.lower() != f"{group}/{name}".lower():
        tell(f"{file.path.name} names the gallery {group}/{name}: --gallery {asked} is not used.", err=True)
    return group, name


def _write(file: StackFile, gallery: JsonObject, entries: Sequence[Mapping[str, object]]) -> None:
    file.set_missing(GALLERY, gallery)
    file.add(entries)
    file.save()
    tell(f"{len(entries)} {_migrations(entries)} added to {file.path.name}. Next: `gallery-migrate check`")


def _asked(
    opened: MigrationStack, file: StackFile, names: Sequence[str], tags: Sequence[str], *, can_ask: bool
) -> list[ManagedImage]:
    """The images that are meant and have no migration yet; all of those where somebody is to pick from them."""
    listed = asyncio.run(_images(opened.settings(), opened.subscription_id()))
    known = configured_sources(file.entries(), opened.subscription_id())
    new = [image for image in listed if image.id.key not in known]
    configured = [image for image in listed if image.id.key in known]
    if names or tags:
        return chosen(new, names, tags, configured)
    if new:
        require_somebody_to_pick(can_ask=can_ask)
    return new


async def _images(settings: AzureSettings, subscription: str) -> list[ManagedImage]:
    async with AzureReader.connect(settings) as reader:
        return await reader.images(subscription)


async def _survey(
    settings: AzureSettings, gallery: ResourceId, images: Sequence[ManagedImage], subscriptions: Sequence[str]
) -> Survey:
    if not images:
        return Survey()
    async with AzureReader.connect(settings) as reader:
        return await read_survey(reader, gallery, images, subscriptions)


def _chosen(survey: Survey, *, by_hand: bool, again: bool) -> tuple[Survey, list[LeftOut]]:
    """What is picked where nobody has named images, without what cannot be published; and that."""
    if survey.found and by_hand:
        survey = replace(survey, found=pick(survey.found, again=again))
    return _without_unfit(survey, again=again)


def _without_unfit(survey: Survey, *, again: bool) -> tuple[Survey, list[LeftOut]]:
    """Those that an entry can be written for, and the others; of versions that prove nothing it is said why."""
    for found in survey.found:
        if not again and not found.is_awaited:
            for note in found.notes():
                tell(f"{found.image_name}: {note}", err=True)
    kept = [found for found in survey.found if not found.obstacles(again=again)]
    return replace(survey, found=kept), without_entry(survey.found, again=again)


def _tell_left_out(left: Sequence[LeftOut]) -> None:
    for line in left_out_lines(left):
        tell(line, err=True)


def _entry(proposal: Proposal, *, with_plan: bool) -> dict[str, object]:
    return proposal.entry_with_plan if with_plan and proposal.plan_hint else dict(proposal.entry)


def _migrations(several: Sequence[object]) -> str:
    return "migration" if len(several) == 1 else "migrations"
