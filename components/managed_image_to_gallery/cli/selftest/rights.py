"""What an identity must be allowed to do in a subscription for a self test: asked before anything is made.

That is what each stage takes (docs/roles), and what the self test itself writes: a resource group, disks, images, locks
and, with a machine, that and its network. The group is not there yet, so only a role at the subscription counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.permissions import missing_actions
from managed_image_to_gallery.azure.rights import LOCKS_READS
from managed_image_to_gallery.cli.doctor.azure import STAGES
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.permissions import Permission
    from managed_image_to_gallery.cli.selftest.wanted import Wanted

_OWN = (
    "Microsoft.Resources/subscriptions/resourceGroups/write",
    "Microsoft.Resources/subscriptions/resourceGroups/delete",
    "Microsoft.Compute/disks/read",
    "Microsoft.Compute/disks/write",
    "Microsoft.Compute/disks/delete",
    "Microsoft.Compute/images/write",
    *LOCKS_READS,
    "Microsoft.Authorization/locks/write",
    "Microsoft.Authorization/locks/delete",
)
_OF_A_MACHINE = (
    "Microsoft.Compute/virtualMachines/write",
    "Microsoft.Compute/virtualMachines/delete",
    "Microsoft.Network/virtualNetworks/write",
    "Microsoft.Network/virtualNetworks/delete",
    "Microsoft.Network/virtualNetworks/subnets/join/action",
    "Microsoft.Network/networkInterfaces/write",
    "Microsoft.Network/networkInterfaces/join/action",
    "Microsoft.Network/networkInterfaces/delete",
)


class MayNot(CommandFailed):
    """The identity lacks rights at the subscription: `actions`."""

    status = ExitStatus.REFUSED

    def __init__(self, subscription: str, actions: Iterable[str]) -> None:
        self.actions = tuple(actions)
        named = ", ".join(self.actions)
        super().__init__(
            f"At the subscription {subscription} this identity may not do what the self test does: {named}.",
            "Sign in as an Owner of it, or have one assign a role with these actions there. Nothing was made.",
        )


def actions_of(wanted: Wanted) -> tuple[str, ...]:
    """Every action that a self test takes, each once."""
    own = (*_OWN, *(_OF_A_MACHINE if wanted.with_vm else ()))
    return tuple(dict.fromkeys((*(action for actions in STAGES.values() for action in actions), *own)))


def require_rights(wanted: Wanted, granted: Iterable[Permission]) -> None:
    """Return when the roles allow all of it. Raises MayNot."""
    missing = missing_actions(granted, actions_of(wanted))
    if missing:
        raise MayNot(wanted.subscription_id, missing)
