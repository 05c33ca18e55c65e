"""What is around chosen images, read once, and the entries that follow from it.

An image that is in a gallery already is not copied again: its entry names the complete versions that there are. One
that is being copied is waited for. All others get a version of the stack's own, which fits what gallery and config
have.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.resource_ids import definition_id, same_id
from managed_image_to_gallery.cli.config_file.definitions import Definitions, configured_definitions
from managed_image_to_gallery.cli.config_file.existing import Found, proposal_of_existing, proposal_of_import
from managed_image_to_gallery.cli.config_file.proposals import (
    Proposal,
    Proposer,
    configured_names,
    configured_numbers,
    name_of_entry,
)
from managed_image_to_gallery.cli.inventory.copies import read_copies
from managed_image_to_gallery.cli.inventory.estate import read_holdings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from managed_image_to_gallery.azure.models import ImageDefinition, ImageReference, ManagedImage
    from managed_image_to_gallery.azure.reader import AzureReader
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.cli.inventory.copies import Holdings


@dataclass(frozen=True)
class Survey:
    """Chosen images with the versions made from them, their users by folded id, and what the stack's gallery has.

    numbers: by folded definition name those that are taken in the gallery, its bin included.
    """

    found: Sequence[Found] = ()
    users: Mapping[str, Sequence[ImageReference]] = field(default_factory=dict[str, "Sequence[ImageReference]"])
    definitions: Sequence[ImageDefinition] = ()
    numbers: Mapping[str, set[str]] = field(default_factory=dict[str, "set[str]"])


@dataclass(frozen=True)
class Wishes:
    """What somebody wants of new entries: publisher and version scheme.

    again: what is in a gallery already is copied again. take_over: the gallery of which the stack takes versions over
    that are complete; None where it only reads them.
    """

    publisher: str
    scheme: str
    today: date
    again: bool = False
    take_over: ResourceId | None = None


async def read_survey(
    reader: AzureReader, gallery: ResourceId, images: Sequence[ManagedImage], subscriptions: Iterable[str]
) -> Survey:
    """Read what is around the images, with every gallery of the subscriptions. Raises ReadFailed."""
    searched = list(dict.fromkeys(one.lower() for one in (gallery.subscription_id, *subscriptions)))
    owners = sorted({image.id.subscription_id.lower() for image in images})
    holdings, users, created = await asyncio.gather(
        read_holdings(reader, searched),
        asyncio.gather(*(reader.references_to(image.id, [image.id.subscription_id]) for image in images)),
        asyncio.gather(*(reader.images_created(owner) for owner in owners)),
    )
    times = {key: time for listed in created for key, time in listed.items()}
    copies = await read_copies(reader, images, holdings, times)
    return Survey(
        found=[Found(image, copies.get(image.id.key, ())) for image in images],
        users={image.id.key: found for image, found in zip(images, users, strict=True)},
        definitions=[one for one in holdings.definitions if same_id(one.id.parent, gallery)],
        numbers=await _numbers(reader, gallery, holdings),
    )


async def _numbers(reader: AzureReader, gallery: ResourceId, holdings: Holdings) -> dict[str, set[str]]:
    """A PUT of a number that is in the bin would bring its old version back."""
    taken: dict[str, set[str]] = {}
    for version in holdings.versions:
        if same_id(version.id.parent.parent, gallery):
            taken.setdefault(version.id.parent.name.lower(), set()).add(version.id.name)
    if any(one.soft_delete_enabled and same_id(one.id, gallery) for one in holdings.galleries):
        names = [one.id.name for one in holdings.definitions if same_id(one.id.parent, gallery)]
        deleted = await asyncio.gather(*(_deleted(reader, definition_id(gallery, name)) for name in names))
        for name, numbers in zip(names, deleted, strict=True):
            taken.setdefault(name.lower(), set()).update(numbers)
    return taken


async def _deleted(reader: AzureReader, definition: ResourceId) -> list[str]:
    """A cloud that has no such list has no bin either; a right too few must not make an obstacle."""
    try:
        return await reader.deleted_numbers(definition)
    except ReadFailed:
        return []


def proposals_of(
    survey: Survey, entries: Sequence[Mapping[str, Any]], subscription_id: str, wishes: Wishes
) -> list[Proposal]:
    """An entry for each image that needs one now, in their order. Raises CommandFailed for a fixed number in use.

    entries: those of the config.
    """
    new = [one for one in survey.found if wishes.again or not (one.proofs or one.is_awaited)]
    configured = configured_definitions(entries)
    definitions = Definitions(wishes.publisher, survey.definitions, configured)
    taken = {name: set(numbers) for name, numbers in survey.numbers.items()}
    for definition, number in configured_numbers(entries):
        taken.setdefault(definition, set()).add(number)
    proposer = Proposer(wishes.scheme, wishes.today, subscription_id, taken)
    made = {
        one.image.id.key: proposer.propose(
            one.image, definitions.definition_for(one.image), survey.users[one.image.id.key]
        )
        for one in new
    }
    for one in survey.found:
        own = [
            copy for copy in one.proofs if wishes.take_over and same_id(copy.version.id.parent.parent, wishes.take_over)
        ]
        if own and one.image.id.key not in made:
            made[one.image.id.key] = proposal_of_import(own[-1], one.image, subscription_id, configured)
    names = configured_names([*entries, *(one.entry for one in made.values())])
    for one in survey.found:
        if one.proofs and one.image.id.key not in made:
            users = survey.users[one.image.id.key]
            proposal = made[one.image.id.key] = proposal_of_existing(one, users, subscription_id, names)
            names.add(name_of_entry(proposal.entry).lower())
    return [made[one.image.id.key] for one in survey.found if one.image.id.key in made]
