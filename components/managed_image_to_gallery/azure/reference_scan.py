"""The search for everything that still names or needs a managed image, in whole subscriptions.

First the right to read all of a subscription is proven, since a list that Azure shortens to what may be read looks like
a whole one. Then lists are read to their last page, side by side; those of image versions after all others, because
another team may begin one while the lists of machines are read. A scale set whose model does not name the image is
asked for its instances too: those that were not upgraded keep the image they were made from
(docs/reference/image-consumers.md#where-an-image-is-named). What was found is a `ReferenceIndex`, which answers for
each image: for the one that the gate asks about, or for the hundreds of an inventory.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure import (
    rights,
    service_scan,
    version_scan,
    wire,
    wire_references,
    wire_services,
)
from managed_image_to_gallery.azure.answer_sharing import AnswerCache
from managed_image_to_gallery.azure.api_versions import (
    COMPUTE_API_VERSION,
    DISKS_API_VERSION,
    IMAGE_TEMPLATES_API_VERSION,
)
from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.children import listed_below
from managed_image_to_gallery.azure.image_ids import keys_of
from managed_image_to_gallery.azure.kinds import Kind, listed
from managed_image_to_gallery.azure.resource_ids import same_id

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.answer_sharing import Lists
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ImageReference
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.version_scan import Candidate, ReadVersion
    from managed_image_to_gallery.azure.wire_references import Naming

_SCALE_SETS = Kind("Microsoft.Compute/virtualMachineScaleSets", COMPUTE_API_VERSION, wire_references.in_scale_set)
_OTHER_KINDS = (
    Kind("Microsoft.Compute/virtualMachines", COMPUTE_API_VERSION, wire_references.in_virtual_machine),
    Kind("Microsoft.Compute/disks", DISKS_API_VERSION, wire_references.in_disk),
    Kind(
        "Microsoft.VirtualMachineImages/imageTemplates",
        IMAGE_TEMPLATES_API_VERSION,
        wire_references.in_image_template,
        optional=True,
    ),
)

LISTED_TYPES = (
    *(kind.resource_type for kind in (*_OTHER_KINDS, _SCALE_SETS)),
    f"{_SCALE_SETS.resource_type}/virtualMachines",
    "Microsoft.Compute/galleries/images/versions",
    *service_scan.TYPES,
)
"""Every type whose resources the search reads by lists."""

SWEPT: Mapping[str, Callable[[JsonObject], list[Naming]]] = {
    **{kind.resource_type.lower(): kind.namings for kind in (*_OTHER_KINDS, _SCALE_SETS)},
    f"{_SCALE_SETS.resource_type}/virtualMachines".lower(): wire_references.in_scale_set_instance,
    "microsoft.batch/batchaccounts/pools": wire_services.in_batch_pool,
    "microsoft.authorization/policyassignments": wire_services.in_policy_assignment,
}
"""What a body names, by the type in lower case, where Resource Graph shows the body that a list would."""

UNSWEPT_TYPES = tuple(action.removesuffix("/read").lower() for action in service_scan.actions_of(service_scan.UNSWEPT))
"""The types that stay with the lists, because Resource Graph shows only some of them."""

READS = (
    *(f"{kind.resource_type}/read" for kind in (*_OTHER_KINDS, _SCALE_SETS)),
    f"{_SCALE_SETS.resource_type}/virtualMachines/read",
    *service_scan.READS,
    *version_scan.READS,
)
"""Every action that the search takes; each must be allowed at the subscription itself."""

READS_OF_WHOLE_SUBSCRIPTIONS = (rights.PERMISSIONS_READ, *rights.RESOURCES_READS, *READS, *rights.LOCKS_READS)
"""The same for all lists that the gate must believe.

The gate proves them before each list (`rights.prove_rights`), `gallery-migrate doctor` tells them beforehand.
"""


@dataclass(frozen=True)
class ReferenceIndex:
    """References by the folded id of what is named, and those of which nobody knows what they name."""

    by_key: Mapping[str, Sequence[ImageReference]] = field(default_factory=dict[str, "Sequence[ImageReference]"])
    unknown: Sequence[ImageReference] = ()

    def of(self, image: ResourceId) -> list[ImageReference]:
        """Everything that names or needs an image, or may.

        A disk that is attached to something among it is left out: it goes the way of its machine.
        """
        named = [reference for key in keys_of(image) for reference in self.by_key.get(key, ())]
        found = [*named, *self.unknown]
        return [reference for reference in found if not _is_held_by_one_of(reference, found)]

    def users_of(self, image: ResourceId) -> list[ImageReference]:
        """Everything that needs an image, or may, without what only names it."""
        return [reference for reference in self.of(image) if not reference.names_only]


def index_of(namings: Iterable[Naming]) -> ReferenceIndex:
    """The index of what was found to name something."""
    found: dict[str, list[ImageReference]] = {}
    unknown: list[ImageReference] = []
    for naming in namings:
        (unknown if naming.key is None else found.setdefault(naming.key, [])).append(naming.reference)
    return ReferenceIndex(found, unknown)


def _is_held_by_one_of(reference: ImageReference, found: list[ImageReference]) -> bool:
    return reference.held_by is not None and any(same_id(reference.held_by, one.consumer_id) for one in found)


@dataclass(frozen=True)
class _Model:
    """A scale set without its instances."""

    id: ResourceId
    namings: list[Naming]
    is_flexible: bool


def _model(body: JsonObject) -> _Model:
    set_id = wire.resource_id(Body("virtual machine scale set", body))
    return _Model(set_id, _SCALE_SETS.namings(body), wire_references.is_flexible(body))


class ReferenceScan:
    """The search as one identity, for as many images as are asked for.

    read_version: one image version with its replication status. Lists are read by `lists`, which may remember them;
    what is in them is made out once.
    """

    def __init__(self, lists: Lists, read_version: ReadVersion) -> None:
        self._lists = lists
        self._read_version = read_version
        self._named: AnswerCache[list[Naming]] = AnswerCache()
        self._models: AnswerCache[list[_Model]] = AnswerCache()
        self._versions: AnswerCache[list[Candidate]] = AnswerCache()

    async def references_to(
        self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
    ) -> list[ImageReference]:
        """Everything in these subscriptions that names or needs the image, by id, or that may. Raises ReadFailed.

        but: a version that whoever asks judges by itself: it is not read here, and not among what is found.
        """
        return (await self.index(subscriptions, image.key, but)).of(image)

    async def index(
        self, subscriptions: Iterable[str], only: str | None = None, but: ResourceId | None = None
    ) -> ReferenceIndex:
        """What everything in these subscriptions names or needs, without the version `but`. Raises ReadFailed.

        only: the folded id of the one image that is asked about, which spares the reads that can tell nothing of it.
        """
        asked = sorted({subscription.lower() for subscription in subscriptions})
        await asyncio.gather(*(rights.prove_rights(self._lists, subscription, READS) for subscription in asked))
        scans = [scan for subscription in asked for scan in self._scans(subscription, only)]
        found = await asyncio.gather(*scans)
        versions = await asyncio.gather(*(self._of_versions(subscription, only, but) for subscription in asked))
        return index_of([naming for namings in (*found, *versions) for naming in namings])

    async def index_unswept(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """What those services name that Resource Graph does not show whole. Raises ReadFailed.

        The right to read every kind is proven, as for `index`: the sweep leaves out what may not be read.
        """
        asked = sorted({subscription.lower() for subscription in subscriptions})
        await asyncio.gather(*(rights.prove_rights(self._lists, subscription, READS) for subscription in asked))
        pairs = [(service, subscription) for subscription in asked for service in service_scan.UNSWEPT]
        found = await asyncio.gather(*(self._of_service(service, subscription) for service, subscription in pairs))
        return index_of([naming for namings in found for naming in namings])

    async def standing(self, subscriptions: Iterable[str]) -> frozenset[str]:
        """The folded ids of all machines, scale sets and disks that there are. Raises ReadFailed."""
        kinds = [kind for kind in (*_OTHER_KINDS, _SCALE_SETS) if not kind.optional]
        asked = ((kind, one) for kind in kinds for one in sorted({one.lower() for one in subscriptions}))
        found = await asyncio.gather(*(listed(self._lists, kind, subscription) for kind, subscription in asked))
        return frozenset(Body("resource", body).text("id").lower() for bodies in found for body in bodies)

    def _scans(self, subscription: str, only: str | None) -> Iterable[Coroutine[object, object, list[Naming]]]:
        return (
            *(self._of_kind(kind, subscription) for kind in _OTHER_KINDS),
            *(self._of_service(service, subscription) for service in service_scan.SERVICES),
            self._of_scale_sets(subscription, only),
        )

    async def _of_kind(self, kind: Kind, subscription: str) -> list[Naming]:
        key = f"{subscription}/{kind.resource_type}"
        return await self._named.get(key, lambda: self._read_kind(kind, subscription))

    async def _read_kind(self, kind: Kind, subscription: str) -> list[Naming]:
        bodies = await listed(self._lists, kind, subscription)
        return [naming for body in bodies for naming in kind.namings(body)]

    async def _of_service(self, service: service_scan.Service, subscription: str) -> list[Naming]:
        key = f"{subscription}/{service.kind.resource_type}"
        return await self._named.get(key, lambda: service_scan.namings(self._lists, service, subscription))

    async def _of_versions(self, subscription: str, only: str | None, but: ResourceId | None) -> list[Naming]:
        known = await self._versions.get(subscription, lambda: version_scan.candidates(self._lists, subscription))
        return await version_scan.namings(self._read_version, known, only, but)

    async def _of_scale_sets(self, subscription: str, only: str | None) -> list[Naming]:
        models = await self._models.get(subscription, lambda: self._read_models(subscription))
        found = await asyncio.gather(*(self._of_scale_set(model, only) for model in models))
        return [naming for namings in found for naming in namings]

    async def _read_models(self, subscription: str) -> list[_Model]:
        return [_model(body) for body in await listed(self._lists, _SCALE_SETS, subscription)]

    async def _of_scale_set(self, model: _Model, only: str | None) -> list[Naming]:
        """The model, and the instances that name something else; none when the set has gone since it was listed."""
        keys = {naming.key for naming in model.namings}
        if (only is not None and only in keys) or model.is_flexible:
            return model.namings
        by_instance = await self._named.get(model.id.key, lambda: self._read_instances(model.id))
        return [*model.namings, *(naming for naming in by_instance if naming.key not in keys)]

    async def _read_instances(self, scale_set: ResourceId) -> list[Naming]:
        instances = await listed_below(self._lists, str(scale_set), "virtualMachines", COMPUTE_API_VERSION)
        return [one for body in instances for one in wire_references.in_scale_set_instance(body)]
