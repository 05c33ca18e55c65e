"""The search in services that keep images in their own settings: AVD, DevTest Labs, Batch, Azure Policy.

Each has one list per subscription, and below what it lists further lists. A service that a subscription does not use
has no list, which only `kinds` may say. What vanishes between a list and the next names nothing any more.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from managed_image_to_gallery.azure import wire_services
from managed_image_to_gallery.azure.api_versions import (
    BATCH_API_VERSION,
    HOST_POOLS_API_VERSION,
    LABS_API_VERSION,
    POLICY_API_VERSION,
    SESSION_HOSTS_API_VERSION,
)
from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.children import listed_below
from managed_image_to_gallery.azure.kinds import Kind, listed
from managed_image_to_gallery.azure.wire_references import key_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from managed_image_to_gallery.azure.answer_sharing import Lists
    from managed_image_to_gallery.azure.wire_references import Naming

_HOST_POOLS, _LABS = "Microsoft.DesktopVirtualization/hostPools", "Microsoft.DevTestLab/labs"
_BATCH = "Microsoft.Batch/batchAccounts"

_Below: TypeAlias = "Callable[[Lists, str], Awaitable[list[Naming]]]"


@dataclass(frozen=True)
class Service:
    """A kind, what reads below one resource of it, and the actions which that takes.

    swept: Resource Graph shows all of it that names images; of the others it lacks what is below.
    """

    kind: Kind
    below: _Below | None = None
    reads_below: tuple[str, ...] = ()
    swept: bool = False


async def namings(lists: Lists, service: Service, subscription: str) -> list[Naming]:
    """What a service names in a subscription, at the top and below. Raises ReadFailed."""
    bodies = await listed(lists, service.kind, subscription)
    found = [naming for body in bodies for naming in service.kind.namings(body)]
    if service.below is None:
        return found
    parents = [Body(service.kind.resource_type, body).text("id") for body in bodies]
    below = await asyncio.gather(*(service.below(lists, parent) for parent in parents))
    return [*found, *(naming for one in below for naming in one)]


async def _below_host_pool(lists: Lists, pool: str) -> list[Naming]:
    """A pool has one at most, and most have none: whether Azure says that by an empty list or by 404 is not known."""
    path = f"{pool}/sessionHostConfigurations"
    bodies = await lists.list(path, f"api-version={SESSION_HOSTS_API_VERSION}", f"list of {path}") or []
    return [naming for body in bodies for naming in wire_services.in_session_host_configuration(body)]


async def _below_batch_account(lists: Lists, account: str) -> list[Naming]:
    bodies = await listed_below(lists, account, "pools", BATCH_API_VERSION)
    return [naming for body in bodies for naming in wire_services.in_batch_pool(body)]


async def _below_lab(lists: Lists, lab: str) -> list[Naming]:
    """A formula and a machine name the lab's entry of an image, so that the image is two steps away."""
    images, formulas, machines = await asyncio.gather(
        *(listed_below(lists, lab, kind, LABS_API_VERSION) for kind in ("customimages", "formulas", "virtualmachines"))
    )
    by_entry = {
        key_of(Body(wire_services.CUSTOM_IMAGE, body).text("id")) or "": wire_services.in_custom_image(body)
        for body in images
    }
    return [
        *(naming for named in by_entry.values() for naming in named),
        *(naming for body in formulas for naming in wire_services.in_formula(body, by_entry)),
        *(naming for body in machines for naming in wire_services.in_lab_machine(body, by_entry)),
    ]


SERVICES = (
    Service(
        Kind(_HOST_POOLS, HOST_POOLS_API_VERSION, wire_services.in_host_pool, optional=True),
        _below_host_pool,
        (f"{_HOST_POOLS}/sessionHostConfigurations/read",),
    ),
    Service(
        Kind(_LABS, LABS_API_VERSION, optional=True),
        _below_lab,
        (f"{_LABS}/customImages/read", f"{_LABS}/formulas/read", f"{_LABS}/virtualMachines/read"),
    ),
    Service(
        Kind(_BATCH, BATCH_API_VERSION, optional=True), _below_batch_account, (f"{_BATCH}/pools/read",), swept=True
    ),
    Service(
        Kind("Microsoft.Authorization/policyAssignments", POLICY_API_VERSION, wire_services.in_policy_assignment),
        swept=True,
    ),
)
"""Every service that is searched."""


def actions_of(services: Iterable[Service]) -> tuple[str, ...]:
    """Every action that the search in these services takes."""
    return tuple(action for service in services for action in (service.kind.read, *service.reads_below))


READS = actions_of(SERVICES)
"""Every action that the search takes."""

TYPES = tuple(action.removesuffix("/read") for action in READS)
"""Every type of resource that the search reads."""

UNSWEPT = tuple(service for service in SERVICES if not service.swept)
"""The services that lists alone show whole."""
