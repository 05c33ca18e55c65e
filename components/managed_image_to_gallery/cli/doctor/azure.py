"""Azure: can it be reached, as whom, and may that identity do what each stage needs?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import AccessDenied, AzureFactsError, ReadFailed
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.rights import PERMISSIONS_READ
from managed_image_to_gallery.cli.doctor.finding import Finding
from managed_image_to_gallery.cli.doctor.stages import Scopes, stage_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.permissions import Permission
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
        found.append(Finding("subscription", well=True, found=f"{subscription}: {len(images)} managed image(s)"))
    except ReadFailed as failure:
        found.append(Finding("subscription", well=False, found=failure.finding, remedy=failure.remedy))
    return [*found, *await _permissions(reader, scopes)]


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
