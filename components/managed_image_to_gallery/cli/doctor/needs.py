"""What each kind of run must be allowed to do, and at which scope: the roles of docs/roles as data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.activity_log import LOG_READS
from managed_image_to_gallery.azure.reference_scan import READS_OF_WHOLE_SUBSCRIPTIONS
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.boot_test.models import BootTest
    from managed_image_to_gallery.config.parse import Plan

_COMPUTE = "Microsoft.Compute"
_GALLERIES = f"{_COMPUTE}/galleries"
_IMAGES = f"{_COMPUTE}/images"
STAGES = {
    "preview": (
        "Microsoft.Resources/subscriptions/locations/read",
        "Microsoft.Resources/subscriptions/resourceGroups/read",
        f"{_IMAGES}/read",
        f"{_COMPUTE}/virtualMachines/runCommands/read",
        *READS_OF_WHOLE_SUBSCRIPTIONS,
        *LOG_READS,
    ),
    "publish": (
        f"{_GALLERIES}/write",
        f"{_GALLERIES}/images/write",
        f"{_GALLERIES}/images/versions/write",
        f"{_COMPUTE}/locations/capsOperations/read",
    ),
    "retire": (f"{_IMAGES}/delete", f"{_COMPUTE}/locations/operations/read"),
}
"""The actions by kind of run, each beside those of `preview`; without those that only a boot test needs.

The activity log is asked for only where a migration says notUsedForDays (`Scopes.log`).
"""

_NETWORK = "Microsoft.Network"
BOOT_TEST = "boot test"
TEST_MACHINES = (
    f"{_COMPUTE}/virtualMachines/write",
    f"{_COMPUTE}/virtualMachines/delete",
    f"{_COMPUTE}/virtualMachines/runCommands/write",
    f"{_COMPUTE}/virtualMachines/runCommands/delete",
    f"{_COMPUTE}/disks/write",
    f"{_COMPUTE}/disks/delete",
    f"{_NETWORK}/networkInterfaces/write",
    f"{_NETWORK}/networkInterfaces/delete",
    f"{_NETWORK}/networkInterfaces/join/action",
)
"""What a migration with a boot test needs on its way to `validated`, in the group of its machines."""
TEST_NETWORKS = (
    f"{_NETWORK}/virtualNetworks/write",
    f"{_NETWORK}/virtualNetworks/delete",
    f"{_NETWORK}/virtualNetworks/subnets/write",
    f"{_NETWORK}/virtualNetworks/subnets/join/action",
)
"""The same where a region names no subnet, so that a network is made."""

SERVES = {
    "preview": "previews, in any stage",
    "publish": "updates to published and validated",
    "retire": "updates to retired",
    BOOT_TEST: "test machines, until validated",
}
"""What the actions are for, in the words of a stack's config."""

_IN_WHOLE_SUBSCRIPTIONS = frozenset((*READS_OF_WHOLE_SUBSCRIPTIONS, *LOG_READS))


@dataclass(frozen=True)
class Scopes:
    """Where a stack works: its subscription, the groups of its source images, the group of its gallery; all ids.

    searched: the subscriptions that the gate searches; none means the stack's own. log: whether it reads their logs.
    machines, networks: the groups in which a boot test makes them.
    """

    subscription: str
    sources: tuple[str, ...] = ()
    gallery: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    log: bool = False
    machines: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    @property
    def every(self) -> list[str]:
        """Each scope once, the subscription first."""
        groups = (*self.sources, *self.gallery, *self.machines, *self.networks)
        return list(dict.fromkeys((self.subscription, *self.whole, *groups)))

    @property
    def whole(self) -> tuple[str, ...]:
        """The subscriptions whose lists the gate must believe: the right to read them counts only there."""
        return self.searched or (self.subscription,)

    def of(self, action: str) -> tuple[str, ...]:
        """The scopes at which a role must allow an action: the narrowest that is enough."""
        if action in LOG_READS and not self.log:
            return ()
        if action in TEST_MACHINES or action in TEST_NETWORKS:
            return self.machines if action in TEST_MACHINES else self.networks
        folded = action.lower()
        of_gallery = folded.startswith(f"{_GALLERIES.lower()}/")
        if action in _IN_WHOLE_SUBSCRIPTIONS:
            return (*self.whole, *(self.gallery if of_gallery else ()))
        if of_gallery or "capsoperations" in folded:
            return self.gallery or (self.subscription,)
        if folded.startswith((f"{_IMAGES.lower()}/", f"{_COMPUTE.lower()}/locations/")):
            return self.sources or (self.subscription,)
        return (self.subscription,)


def scopes_of(plan: Plan, subscription_id: str) -> Scopes:
    """The scopes of a stack's config, as that spells them; two spellings of one scope are one."""
    spelled: dict[str, str] = {}

    def once(scopes: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spelled.setdefault(scope.lower(), scope) for scope in scopes))

    (subscription,) = once([f"/subscriptions/{subscription_id}"])
    searched = {one for migration in plan.migrations for one in migration.searched_subscriptions}
    tests = _boot_tests(plan)
    return Scopes(
        subscription,
        once(_group(one.source_as_written) for one in plan.migrations),
        once([f"{subscription}/resourceGroups/{plan.gallery.resource_group}"]),
        once(f"/subscriptions/{one}" for one in sorted(searched)),
        log=any(one.settings.not_used_for_days for one in plan.migrations),
        machines=once(f"{subscription}/resourceGroups/{group}" for group, _ in tests),
        networks=once(f"{subscription}/resourceGroups/{group}" for group, makes_network in tests if makes_network),
    )


def _boot_tests(plan: Plan) -> list[tuple[str, bool]]:
    """The resource group of each boot test that is still to come, and whether it makes a network there."""
    tests = [one.settings.boot_test for one in plan.migrations if one.stage is Stage.PUBLISHED]
    return [
        (test.resource_group or plan.gallery.resource_group, _makes_network(test)) for test in tests if test is not None
    ]


def _makes_network(test: BootTest) -> bool:
    return test.regions is None or any(each.subnet_id is None for each in test.regions)


def _group(resource: ResourceId) -> str:
    return f"/subscriptions/{resource.subscription_id}/resourceGroups/{resource.resource_group}"
