"""Azure: can it be reached, as whom, and may that identity do what each stage needs?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azure_facts.errors import AzureFactsError, ReadFailed
from azure_facts.permissions import missing_actions
from azure_facts.reader import AzureReader
from gallery_migrate.doctor.finding import Finding

if TYPE_CHECKING:
    from azure_facts.settings import AzureSettings

_COMPUTE = "Microsoft.Compute"
NEEDED = {
    "reading and the gate": (
        f"{_COMPUTE}/images/read",
        f"{_COMPUTE}/galleries/read",
        f"{_COMPUTE}/galleries/images/read",
        f"{_COMPUTE}/galleries/images/versions/read",
        f"{_COMPUTE}/virtualMachines/read",
        f"{_COMPUTE}/virtualMachineScaleSets/read",
        f"{_COMPUTE}/virtualMachineScaleSets/virtualMachines/read",
        f"{_COMPUTE}/disks/read",
        "Microsoft.VirtualMachineImages/imageTemplates/read",
        "Microsoft.Authorization/locks/read",
    ),
    "publish": (f"{_COMPUTE}/galleries/images/write", f"{_COMPUTE}/galleries/images/versions/write"),
    "retire": (f"{_COMPUTE}/images/delete",),
}
"""The actions that each stage cannot do without (docs/roles has the whole roles, those of the boot test among them)."""


async def findings(settings: AzureSettings) -> list[Finding]:
    """What Azure says; after the first failure nothing more is asked. Raises nothing of Azure's."""
    if not settings.subscription_id:
        remedy = "Run `pulumi config set azure-native:subscriptionId …` or set ARM_SUBSCRIPTION_ID."
        return [Finding("subscription", well=False, found="none is set", remedy=remedy)]
    try:
        async with AzureReader.connect(settings) as reader:
            return await _asked(reader, settings.subscription_id)
    except ReadFailed as failure:
        return [Finding(failure.what, well=False, found=failure.finding, remedy=failure.remedy)]
    except AzureFactsError as failure:
        return [Finding("sign-in to Azure", well=False, found=str(failure), remedy="Correct the setting.")]


async def _asked(reader: AzureReader, subscription: str) -> list[Finding]:
    identity = await reader.identity()
    found = [Finding("sign-in to Azure", well=True, found=identity)]
    images = await reader.images(subscription)
    found.append(Finding("subscription", well=True, found=f"{subscription}: {len(images)} managed image(s)"))
    return [*found, *await _permissions(reader, subscription)]


async def _permissions(reader: AzureReader, subscription: str) -> list[Finding]:
    try:
        granted = await reader.permissions(f"/subscriptions/{subscription}")
    except ReadFailed as failure:
        remedy = "Compare the identity's roles with docs/roles by hand."
        return [Finding("permissions", well=None, found=failure.finding, remedy=remedy)]
    found: list[Finding] = []
    for stage, actions in NEEDED.items():
        missing = missing_actions(granted, actions)
        remedy = "Assign the role of docs/roles; one at a resource group is not seen here."
        text = f"not allowed at the subscription: {', '.join(missing)}" if missing else "allowed"
        found.append(Finding(f"permissions: {stage}", not missing, text, remedy if missing else ""))
    return found
