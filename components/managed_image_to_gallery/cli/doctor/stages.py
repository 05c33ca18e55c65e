"""What each kind of run needs to be allowed, and at which scope: the roles of docs/roles as data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.permissions import missing_actions
from managed_image_to_gallery.azure.reference_scan import READS_OF_WHOLE_SUBSCRIPTIONS
from managed_image_to_gallery.azure.resource_ids import parse_resource_id
from managed_image_to_gallery.cli.doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.permissions import Permission
    from managed_image_to_gallery.config.parse import Plan

_COMPUTE = "Microsoft.Compute"
_GALLERIES = f"{_COMPUTE}/galleries"
_IMAGES = f"{_COMPUTE}/images"
STAGES = {
    "preview": (
        "Microsoft.Resources/subscriptions/resourceGroups/read",
        f"{_IMAGES}/read",
        f"{_COMPUTE}/virtualMachines/runCommands/read",
        *READS_OF_WHOLE_SUBSCRIPTIONS,
    ),
    "publish": (
        f"{_GALLERIES}/write",
        f"{_GALLERIES}/images/write",
        f"{_GALLERIES}/images/versions/write",
        f"{_COMPUTE}/locations/capsOperations/read",
    ),
    "retire": (f"{_IMAGES}/delete", f"{_COMPUTE}/locations/operations/read"),
}
"""The actions by stage, each beside those of `preview`; without those that only a boot test needs."""

_IN_WHOLE_SUBSCRIPTIONS = frozenset(READS_OF_WHOLE_SUBSCRIPTIONS)


@dataclass(frozen=True)
class Scopes:
    """Where a stack works: its subscription, the groups of its source images, the group of its gallery; all ids.

    searched: the subscriptions that the gate searches; none means the stack's own.
    """

    subscription: str
    sources: tuple[str, ...] = ()
    gallery: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()

    @property
    def every(self) -> list[str]:
        """Each scope once, the subscription first."""
        return list(dict.fromkeys((self.subscription, *self.whole, *self.sources, *self.gallery)))

    @property
    def whole(self) -> tuple[str, ...]:
        """The subscriptions whose lists the gate must believe: the right to read them counts only there."""
        return self.searched or (self.subscription,)

    def of(self, action: str) -> tuple[str, ...]:
        """The scopes at which a role must allow an action: the narrowest that is enough."""
        folded = action.lower()
        of_gallery = folded.startswith(f"{_GALLERIES.lower()}/")
        if action in _IN_WHOLE_SUBSCRIPTIONS:
            return (*self.whole, *(self.gallery if of_gallery else ()))
        if of_gallery or "capsoperations" in folded:
            return self.gallery or (self.subscription,)
        if folded.startswith(f"{_IMAGES.lower()}/") or "/locations/" in folded:
            return self.sources or (self.subscription,)
        return (self.subscription,)


def scopes_of(plan: Plan, subscription_id: str) -> Scopes:
    """The scopes of a stack's config."""
    subscription = f"/subscriptions/{subscription_id}"
    groups = dict.fromkeys(_group(str(one.source_id)) for one in plan.migrations)
    searched = {one.source_id.subscription_id for one in plan.migrations}
    searched |= {extra for one in plan.migrations for extra in one.reference_subscriptions}
    return Scopes(
        subscription,
        tuple(groups),
        (f"{subscription}/resourceGroups/{plan.gallery.resource_group}".lower(),),
        tuple(sorted({f"/subscriptions/{one}".lower() for one in searched})),
    )


def stage_findings(granted: Mapping[str, Sequence[Permission]], scopes: Scopes) -> list[Finding]:
    """Per stage, which action is missing at which scope; `granted` has the permissions at each of the scopes."""
    return [_finding(stage, actions, granted, scopes) for stage, actions in STAGES.items()]


def _finding(
    stage: str, actions: Iterable[str], granted: Mapping[str, Sequence[Permission]], scopes: Scopes
) -> Finding:
    missing: dict[str, list[str]] = {}
    for action in actions:
        for scope in scopes.of(action):
            if missing_actions(granted[scope], [action]):
                missing.setdefault(scope, []).append(action)
    if not missing:
        return Finding(f"permissions: {stage}", well=True, found="allowed")
    found = "; ".join(f"at {scope} not allowed: {', '.join(names)}" for scope, names in missing.items())
    remedy = f"Assign the role of docs/roles/{stage}.json at {' and '.join(missing)}."
    return Finding(f"permissions: {stage}", well=False, found=found, remedy=remedy)


def _group(resource_id: str) -> str:
    found = parse_resource_id(resource_id)
    return f"/subscriptions/{found.subscription_id}/resourceGroups/{found.resource_group}".lower()
