"""The search for everything that still names a managed image, in whole subscriptions.

Lists are read to their last page, side by side. A scale set whose model does not name the image is asked for its
instances too: those that were not upgraded keep the image they were made from (azure-rules.md 9).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from azure_facts import wire_references
from azure_facts.body import Body
from azure_facts.errors import RequestRefused
from azure_facts.resource_ids import same_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from azure_facts.json_types import JsonObject
    from azure_facts.models import ImageReference
    from azure_facts.resource_ids import ResourceId
    from azure_facts.shared_lists import Lists

MACHINES_API_VERSION = "2024-11-01"
"""Virtual machines and scale sets: the version that azure-native 3.29 uses."""

DISKS_API_VERSION = "2024-03-02"
"""Disks: the version that azure-native 3.29 uses."""

IMAGE_TEMPLATES_API_VERSION = "2022-02-14"
"""Image templates (recordings/spec_2022-02-14_image_templates_list.json)."""

_NO_SUCH_PROVIDER = frozenset({"MissingSubscriptionRegistration", "InvalidResourceNamespace"})
"""The subscription does not use the provider, or the cloud does not have it: then nothing of it exists."""


@dataclass(frozen=True)
class Kind:
    """Something that can name an image, listed in a whole subscription. Without `optional` its list always exists."""

    resource_type: str
    api_version: str
    references: Callable[[JsonObject, ResourceId], list[ImageReference]]
    optional: bool = False


SCALE_SETS = Kind("Microsoft.Compute/virtualMachineScaleSets", MACHINES_API_VERSION, wire_references.in_scale_set)
OTHER_KINDS = (
    Kind("Microsoft.Compute/virtualMachines", MACHINES_API_VERSION, wire_references.in_virtual_machine),
    Kind("Microsoft.Compute/disks", DISKS_API_VERSION, wire_references.in_disk),
    Kind(
        "Microsoft.VirtualMachineImages/imageTemplates",
        IMAGE_TEMPLATES_API_VERSION,
        wire_references.in_image_template,
        optional=True,
    ),
)


async def references_to(lists: Lists, image: ResourceId, subscriptions: Iterable[str]) -> list[ImageReference]:
    """Everything in these subscriptions that names the image, by id. Raises ReadFailed.

    A disk that is attached to something found is left out: it goes the way of its machine.
    """
    scans = [
        scan
        for subscription in sorted({subscription.lower() for subscription in subscriptions})
        for scan in (
            *(_of_kind(lists, kind, image, subscription) for kind in OTHER_KINDS),
            _of_scale_sets(lists, image, subscription),
        )
    ]
    found = [reference for references in await asyncio.gather(*scans) for reference in references]
    return without_held(found)


async def _of_kind(lists: Lists, kind: Kind, image: ResourceId, subscription: str) -> list[ImageReference]:
    bodies = await listed(lists, kind, subscription)
    return [reference for body in bodies for reference in kind.references(body, image)]


async def _of_scale_sets(lists: Lists, image: ResourceId, subscription: str) -> list[ImageReference]:
    bodies = await listed(lists, SCALE_SETS, subscription)
    return [
        reference
        for references in await asyncio.gather(*(_of_scale_set(lists, body, image) for body in bodies))
        for reference in references
    ]


async def _of_scale_set(lists: Lists, scale_set: JsonObject, image: ResourceId) -> list[ImageReference]:
    """The model, or else the instances; none when the set has gone since it was listed."""
    by_model = wire_references.in_scale_set(scale_set, image)
    if by_model:
        return by_model
    scale_set_id = Body("virtual machine scale set", scale_set).text("id")
    what = f"list of instances of {scale_set_id}"
    path = f"{scale_set_id}/virtualMachines"
    instances = await lists.list(path, f"api-version={MACHINES_API_VERSION}", what)
    return [one for body in instances or [] for one in wire_references.in_scale_set_instance(body, image)]


async def listed(lists: Lists, kind: Kind, subscription: str) -> list[JsonObject]:
    """What there is of a kind. Raises ReadFailed.

    A list that exists in every subscription that uses its provider: another 404 for it says nothing.
    """
    path = f"/subscriptions/{subscription}/providers/{kind.resource_type}"
    what = f"list of {kind.resource_type} of subscription {subscription}"
    try:
        bodies = await lists.list(path, f"api-version={kind.api_version}", what)
    except RequestRefused as refusal:
        if kind.optional and refusal.code in _NO_SUCH_PROVIDER:
            return []
        raise
    if bodies is None:
        raise RequestRefused(what, status=404, message="Azure says that this list does not exist")
    return bodies


def without_held(found: list[ImageReference]) -> list[ImageReference]:
    """The references without disks that are attached to something among them."""
    return [reference for reference in found if not _is_held_by_one_of(reference, found)]


def _is_held_by_one_of(reference: ImageReference, found: list[ImageReference]) -> bool:
    return reference.held_by is not None and any(same_id(reference.held_by, one.consumer_id) for one in found)
