"""The search for everything that still names or needs a managed image, in whole subscriptions.

First the right to read all of a subscription is proven, since a list that Azure shortens to what may be read looks like
a whole one. Then lists are read to their last page, side by side. A scale set whose model does not name the image is
asked for its instances too: those that were not upgraded keep the image they were made from (azure-rules.md 9).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from azure_facts import version_scan, wire, wire_references
from azure_facts.body import Body
from azure_facts.errors import RequestRefused
from azure_facts.resource_ids import same_id
from azure_facts.rights import prove_rights

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from azure_facts.json_types import JsonObject
    from azure_facts.models import ImageReference
    from azure_facts.resource_ids import ResourceId
    from azure_facts.shared_lists import Lists
    from azure_facts.version_scan import ReadVersion
    from azure_facts.wire_references import Naming

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
    namings: Callable[[JsonObject], list[Naming]]
    optional: bool = False


_SCALE_SETS = Kind("Microsoft.Compute/virtualMachineScaleSets", MACHINES_API_VERSION, wire_references.in_scale_set)
_OTHER_KINDS = (
    Kind("Microsoft.Compute/virtualMachines", MACHINES_API_VERSION, wire_references.in_virtual_machine),
    Kind("Microsoft.Compute/disks", DISKS_API_VERSION, wire_references.in_disk),
    Kind(
        "Microsoft.VirtualMachineImages/imageTemplates",
        IMAGE_TEMPLATES_API_VERSION,
        wire_references.in_image_template,
        optional=True,
    ),
)

READS = (
    *(f"{kind.resource_type}/read" for kind in (*_OTHER_KINDS, _SCALE_SETS)),
    f"{_SCALE_SETS.resource_type}/virtualMachines/read",
    *version_scan.READS,
)
"""Every action that the search takes; each must be allowed at the subscription itself."""


@dataclass(frozen=True)
class Search:
    """How the lists are read, and what is looked for.

    read_version: one image version with its replication status. wanted: the folded id of the one image that is looked
    for; None when everything that is named is wanted.
    """

    lists: Lists
    read_version: ReadVersion
    wanted: str | None = None

    async def namings(self, subscriptions: Iterable[str]) -> list[Naming]:
        """What everything in these subscriptions names, as far as it is wanted. Raises ReadFailed."""
        asked = sorted({subscription.lower() for subscription in subscriptions})
        await asyncio.gather(*(prove_rights(self.lists, subscription, READS) for subscription in asked))
        scans = [scan for subscription in asked for scan in self._scans(subscription)]
        found = [naming for namings in await asyncio.gather(*scans) for naming in namings]
        return [naming for naming in found if self.wanted is None or naming.may_be(self.wanted)]

    def _scans(self, subscription: str) -> Iterable[Coroutine[object, object, list[Naming]]]:
        return (
            *(self._of_kind(kind, subscription) for kind in _OTHER_KINDS),
            self._of_scale_sets(subscription),
            version_scan.namings(self.lists, self.read_version, subscription, self.wanted),
        )

    async def _of_kind(self, kind: Kind, subscription: str) -> list[Naming]:
        bodies = await _listed(self.lists, kind, subscription)
        return [naming for body in bodies for naming in kind.namings(body)]

    async def _of_scale_sets(self, subscription: str) -> list[Naming]:
        bodies = await _listed(self.lists, _SCALE_SETS, subscription)
        found = await asyncio.gather(*(self._of_scale_set(body) for body in bodies))
        return [naming for namings in found for naming in namings]

    async def _of_scale_set(self, scale_set: JsonObject) -> list[Naming]:
        """The model, and the instances that name something else; none when the set has gone since it was listed."""
        by_model = _SCALE_SETS.namings(scale_set)
        keys = {naming.key for naming in by_model}
        if (self.wanted is not None and self.wanted in keys) or wire_references.is_flexible(scale_set):
            return by_model
        scale_set_id = wire.resource_id(Body("virtual machine scale set", scale_set))
        what, query = f"list of instances of {scale_set_id}", f"api-version={MACHINES_API_VERSION}"
        instances = await self.lists.list(f"{scale_set_id}/virtualMachines", query, what)
        by_instance = [one for body in instances or [] for one in wire_references.in_scale_set_instance(body)]
        return [*by_model, *(naming for naming in by_instance if naming.key not in keys)]


async def references_to(
    lists: Lists, read_version: ReadVersion, image: ResourceId, subscriptions: Iterable[str]
) -> list[ImageReference]:
    """Everything in these subscriptions that names or needs the image, by id, or that may. Raises ReadFailed.

    A disk that is attached to something found is left out: it goes the way of its machine.
    """
    search = Search(lists, read_version, image.key)
    return without_held([naming.reference for naming in await search.namings(subscriptions)])


async def _listed(lists: Lists, kind: Kind, subscription: str) -> list[JsonObject]:
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
