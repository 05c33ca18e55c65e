"""Azure: can it be reached, as whom, and may that identity do what each kind of run needs, at which scope?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import AccessDenied, AzureFactsError, ReadFailed
from managed_image_to_gallery.azure.permissions import Permission, missing_actions
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.rights import PERMISSIONS_READ
from managed_image_to_gallery.cli.doctor.finding import Finding
from managed_image_to_gallery.cli.doctor.needs import BOOT_TEST, SERVES, STAGES, TEST_MACHINES, TEST_NETWORKS, Scopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.settings import AzureSettings


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
    return [*unknown, *stage_findings(known, scopes)]


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


def stage_findings(granted: Mapping[str, Sequence[Permission]], scopes: Scopes) -> list[Finding]:
    """Per kind of run, which action is missing at which scope.

    granted: the permissions at each of the scopes; one that is not there is one where they are not known.
    """
    boot_test = {BOOT_TEST: (*TEST_MACHINES, *TEST_NETWORKS)} if scopes.machines else {}
    return [_finding(run, actions, granted, scopes) for run, actions in {**STAGES, **boot_test}.items()]


def _finding(run: str, actions: Iterable[str], granted: Mapping[str, Sequence[Permission]], scopes: Scopes) -> Finding:
    missing: dict[str, list[str]] = {}
    unknown: dict[str, None] = {}
    for action in actions:
        for scope in scopes.of(action):
            if scope not in granted:
                unknown[scope] = None
            elif missing_actions(granted[scope], [action]):
                missing.setdefault(scope, []).append(action)
    subject = f"permissions: {run}"
    if missing:
        found = "; ".join(f"at {scope} not allowed: {', '.join(names)}" for scope, names in missing.items())
        role = "publish" if run == BOOT_TEST else run
        remedy = f"Assign the role of docs/roles/{role}.json at {' and '.join(missing)}."
        return Finding(subject, well=False, found=found, remedy=remedy)
    if unknown:
        return Finding(subject, well=None, found=f"not known at {' and '.join(unknown)}")
    return Finding(subject, well=True, found=f"allowed: {SERVES[run]}")
