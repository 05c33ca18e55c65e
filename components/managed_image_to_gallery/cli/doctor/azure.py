"""Azure: can it be reached, as whom, and may that identity do what each kind of run needs, at which scope?

The actions are the roles of docs/roles as data.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.activity_log import LOG_READS
from managed_image_to_gallery.azure.errors import AccessDenied, AzureFactsError, ReadFailed
from managed_image_to_gallery.azure.permissions import Permission, missing_actions
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.reference_scan import READS_OF_WHOLE_SUBSCRIPTIONS
from managed_image_to_gallery.azure.rights import PERMISSIONS_READ
from managed_image_to_gallery.cli.doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.config.parse import Plan


async def findings(settings: AzureSettings, scopes: Scopes | None = None) -> list[Finding]:
    """What Azure says; after the first failure nothing more is asked. Raises nothing of Azure's.

    scopes: those of the stack's config; None asks at the subscription alone.
    """
    if not settings.subscription_id:
        remedy = "Run `pulumi config set azure-native:subscriptionId …` or set ARM_SUBSCRIPTION_ID."
        return [Finding("subscription", well=False, found="none is set", remedy=remedy)]
    try:
        async with AzureReader.connect(settings) as reader:
            at = scopes or Scopes(f"/subscriptions/{settings.subscription_id}")
            return await _asked(reader, settings.subscription_id, at)
    except ReadFailed as failure:
        return [Finding(failure.what, well=False, found=failure.finding, remedy=failure.remedy)]
    except AzureFactsError as failure:
        return [Finding("sign-in to Azure", well=False, found=str(failure), remedy="Correct the setting.")]


async def _asked(reader: AzureReader, subscription: str, scopes: Scopes) -> list[Finding]:
    found = [Finding("sign-in to Azure", well=True, found=await reader.identity())]
    try:
        images = await reader.images(subscription)
        found.append(Finding("subscription", well=True, found=f"{subscription}: {_images(len(images))}"))
    except ReadFailed as failure:
        found.append(Finding("subscription", well=False, found=failure.finding, remedy=failure.remedy))
    return [*found, *await _permissions(reader, scopes)]


def _images(count: int) -> str:
    return "1 managed image" if count == 1 else f"{count} managed images"


async def _permissions(reader: AzureReader, scopes: Scopes) -> list[Finding]:
    every = scopes.every
    answers = await asyncio.gather(*(_at(reader, scope, needed=scope in scopes.whole) for scope in every))
    unknown = [answer for answer in answers if isinstance(answer, Finding)]
    known = {scope: answer for scope, answer in zip(every, answers, strict=True) if not isinstance(answer, Finding)}
    return unknown or stage_findings(known, scopes)


async def _at(reader: AzureReader, scope: str, *, needed: bool) -> Sequence[Permission] | Finding:
    """What the identity may do at a scope; a finding where Azure does not say it.

    needed: the gate asks the same there and refuses without an answer, so that being refused is not well.
    """
    try:
        return await reader.permissions(scope)
    except ReadFailed as failure:
        remedy = f"Add {PERMISSIONS_READ} to the identity's role, or compare its roles with docs/roles by hand."
        well = False if needed and isinstance(failure, AccessDenied) else None
        return Finding(f"permissions at {scope}", well=well, found=failure.finding, remedy=remedy)


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
"""The actions by stage, each beside those of `preview`; without those that only a boot test needs.

The activity log is asked for only where a migration says notUsedForDays (`Scopes.log`).
"""

_IN_WHOLE_SUBSCRIPTIONS = frozenset((*READS_OF_WHOLE_SUBSCRIPTIONS, *LOG_READS))


@dataclass(frozen=True)
class Scopes:
    """Where a stack works: its subscription, the groups of its source images, the group of its gallery; all ids.

    searched: the subscriptions that the gate searches; none means the stack's own. log: whether it reads their logs.
    """

    subscription: str
    sources: tuple[str, ...] = ()
    gallery: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    log: bool = False

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
        if action in LOG_READS and not self.log:
            return ()
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
    searched = {one.source_id.subscription_id for one in plan.migrations}
    searched |= {extra for one in plan.migrations for extra in one.reference_subscriptions}
    return Scopes(
        subscription,
        once(_group(one.source_as_written) for one in plan.migrations),
        once([f"{subscription}/resourceGroups/{plan.gallery.resource_group}"]),
        once(f"/subscriptions/{one}" for one in sorted(searched)),
        log=any(one.settings.not_used_for_days for one in plan.migrations),
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


def _group(resource: ResourceId) -> str:
    return f"/subscriptions/{resource.subscription_id}/resourceGroups/{resource.resource_group}"
