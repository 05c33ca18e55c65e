"""The change that a consumer of an old image needs, in each tool's words: pure.

Names and shapes: Microsoft.Compute/virtualMachines `storageProfile.imageReference` and `plan` (ARM, Bicep,
azure-native), azurerm `source_image_id` and `plan`, `az vmss update --set` and `az vm create --image`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azure_facts.models import ImageReference, PurchasePlan
    from azure_facts.resource_ids import ResourceId

SCALE_SET = "virtual machine scale set"
_REBUILT = "A machine keeps its disk; it is made again from the version, it cannot be pointed at it."


@dataclass(frozen=True)
class Change:
    """One consumer, what it names now, what to name instead, and how that is written: tool → text."""

    consumer_id: str
    kind: str
    old_image: str
    new_image: str
    note: str
    texts: Mapping[str, str]


def change_of(
    reference: ImageReference, old_image: ResourceId, version: ResourceId, plan: PurchasePlan | None
) -> Change:
    """The change for one consumer; with the plan, which machines made from such a version must name."""
    return Change(
        consumer_id=reference.consumer_id,
        kind=reference.kind,
        old_image=str(old_image),
        new_image=str(version),
        note=_note(reference.kind),
        texts={
            "ARM or Bicep": _bicep(version, plan),
            "Terraform": _terraform(version, plan),
            "Pulumi": _pulumi(version, plan),
            "az": _az(reference, version, plan),
        },
    )


def _note(kind: str) -> str:
    if kind == SCALE_SET:
        return "Change the model, then upgrade the instances."
    if kind.startswith("image template"):
        return "Change `source` to the version, and take the old image out of `distribute`."
    return (
        _REBUILT if kind == "virtual machine" else "It goes on working; make it again from the version when convenient."
    )


def _bicep(version: ResourceId, plan: PurchasePlan | None) -> str:
    text = f"imageReference: {{\n  id: '{version}'\n}}"
    if plan is None:
        return text
    return f"{text}\nplan: {{\n  name: '{plan.name}'\n  publisher: '{plan.publisher}'\n  product: '{plan.product}'\n}}"


def _terraform(version: ResourceId, plan: PurchasePlan | None) -> str:
    text = f'source_image_id = "{version}"'
    if plan is None:
        return text
    return (
        f'{text}\nplan {{\n  name      = "{plan.name}"\n  publisher = "{plan.publisher}"\n'
        f'  product   = "{plan.product}"\n}}'
    )


def _pulumi(version: ResourceId, plan: PurchasePlan | None) -> str:
    text = f'image_reference={{"id": "{version}"}},'
    if plan is None:
        return text
    return f'{text}\nplan={{"name": "{plan.name}", "publisher": "{plan.publisher}", "product": "{plan.product}"}},'


def _az(reference: ImageReference, version: ResourceId, plan: PurchasePlan | None) -> str:
    if reference.kind == SCALE_SET:
        image = f"virtualMachineProfile.storageProfile.imageReference.id={version}"
        return (
            f"az vmss update --ids {reference.consumer_id} --set {image}\n"
            f"az vmss update-instances --ids {reference.consumer_id} --instance-ids '*'"
        )
    text = f"az vm create --resource-group <group> --name <name> --location {reference.location} --image {version}"
    if plan is None:
        return text
    return f"{text} --plan-name {plan.name} --plan-publisher {plan.publisher} --plan-product {plan.product}"
