"""Who still names the sources of some migrations, and the change that each needs, as each tool writes it.

Names and shapes: Microsoft.Compute/virtualMachines `storageProfile.imageReference` and `plan` (ARM, Bicep,
azure-native), azurerm `source_image_id` and `plan`, `az vmss update --set` and `az vm create --image`. What is to be
typed is quoted for a shell: names of groups have parentheses.
"""

from __future__ import annotations

import asyncio
import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from managed_image_to_gallery.azure.image_ids import ids_in
from managed_image_to_gallery.azure.resource_ids import ResourceId, parse_resource_id, same_id, version_id
from managed_image_to_gallery.azure.version_scan import SHALLOW
from managed_image_to_gallery.gate.remedies import OF_SERVICES, OF_VERSIONS, az_image_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.models import ImageDefinition, ImageReference, PurchasePlan
    from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
    from managed_image_to_gallery.azure.resource_graph import Sweep, SweepScope
    from managed_image_to_gallery.config.migration import Migration


SCALE_SET = "virtual machine scale set"
_REBUILT = "A machine keeps the disk that it was made with: to change it, create it again from the version."

_ORDER = POINT, FINISH, LOOK, TOLD, GONE = (
    "To be pointed at the version",
    "To be finished, or published again",
    "To be looked at: nobody knows what it is made from",
    "Only named: the image is not needed",
    "Gone, but used lately: whoever made it is to be pointed at the version",
)
"""What is to be done, in the order in which it is shown."""


@dataclass(frozen=True)
class Change:
    """One consumer, what it names now, what to name instead, and how that is written: tool → text.

    detail: why it counts as a consumer, where its kind does not say it. A version cannot name another image: for it,
    and for what names nobody knows what, the texts say how to look and what to make instead.
    """

    consumer_id: str
    kind: str
    old_image: str
    new_image: str
    note: str
    texts: Mapping[str, str]
    detail: str = ""
    action: str = POINT


def change_of(
    reference: ImageReference, old_image: ResourceId, version: ResourceId, plan: PurchasePlan | None
) -> Change:
    """The change for one consumer; with the plan, which machines made from such a version must name."""
    return Change(
        consumer_id=reference.consumer_id,
        kind=reference.kind,
        old_image=str(old_image),
        new_image=str(version),
        note=_note(reference),
        texts=_texts(reference, old_image, version, plan),
        detail=reference.said,
        action=_action(reference),
    )


def _action(reference: ImageReference) -> str:
    if reference.names_only:
        return TOLD
    if reference.kind in OF_VERSIONS:
        return FINISH
    return LOOK if reference.detail else POINT


def _texts(
    reference: ImageReference, old_image: ResourceId, version: ResourceId, plan: PurchasePlan | None
) -> dict[str, str]:
    if reference.kind in OF_VERSIONS:
        return {"az": _az_of_version(parse_resource_id(reference.consumer_id), old_image, reference.kind)}
    if reference.setting is not None:
        return {"parameter": _with_version(*reference.setting, version)}
    if reference.detail or reference.names_only or not _is_made_from_images(reference.kind):
        return {"az": shlex.join(["az", "resource", "show", "--ids", reference.consumer_id])}
    return {
        "ARM or Bicep": _bicep(version, plan),
        "Terraform": _terraform(version, plan),
        "Pulumi": _pulumi(version, plan),
        "az": _az(reference, version, plan),
    }


def _is_made_from_images(kind: str) -> bool:
    """Whether an imageReference is what changes it: machines, sets and templates, and not services' own settings."""
    return kind not in OF_SERVICES and not kind.startswith("microsoft.")


def _with_version(name: str, value: str, version: ResourceId) -> str:
    """A policy's parameter with the version added, as it is to be written."""
    return f"{name}: {json.dumps(_added(json.loads(value), version), ensure_ascii=False)}"


def _added(held: object, version: ResourceId) -> object:
    """A list with the version at its end, a text with semicolons too; of an object its members that name an image."""
    if isinstance(held, list):
        return [*cast("list[object]", held), str(version)]
    if isinstance(held, dict):
        members = cast("dict[str, object]", held)
        return {key: _added(one, version) if ids_in(json.dumps(one)) else one for key, one in members.items()}
    return f"{held};{version}"


def _note(reference: ImageReference) -> str:
    kind = reference.kind
    if kind in OF_VERSIONS:
        return OF_VERSIONS[kind]
    if reference.detail:
        return (
            "Find out what it is made from. If it is not the old image, accept it with a reason in acceptedReferences."
        )
    if kind in OF_SERVICES:
        return OF_SERVICES[kind]
    if reference.names_only:
        return "Correct the text where it is still used; the image is not needed by it."
    if not _is_made_from_images(kind):
        return "Put the version's id in the place of the image's; Resource Graph shows its properties."
    if kind == SCALE_SET:
        return "Change the model, then upgrade the instances."
    if kind.startswith("image template"):
        return "Change `source` to the version, and take the old image out of `distribute`."
    return (
        _REBUILT if kind == "virtual machine" else "It still works; create it again from the version when convenient."
    )


def _az_of_version(version: ResourceId, old_image: ResourceId, kind: str) -> str:
    """Each names the subscription: another one often has a version of the same names."""
    if kind == SHALLOW:
        again = version_id(version.parent, "<new number>")
        full = ("--managed-image", str(old_image), "--replication-mode", "Full")
        return "\n".join((az_image_version("create", again, *full), az_image_version("delete", version)))
    return az_image_version("show", version, "--expand", "ReplicationStatus")


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
        of = ["--ids", reference.consumer_id]
        instances = ["az", "vmss", "update-instances", *of, "--instance-ids", "*"]
        return "\n".join((shlex.join(["az", "vmss", "update", *of, "--set", image]), shlex.join(instances)))
    where = ["--resource-group", "<group>", "--name", "<name>", "--location", reference.location]
    words = ["az", "vm", "create", *where, "--image", str(version)]
    if plan is not None:
        words += ["--plan-name", plan.name, "--plan-publisher", plan.publisher, "--plan-product", plan.product]
    return shlex.join(words)


class ChangesReader(Protocol):
    """What is asked of a reader: an `AzureReader`, or a look that reads nothing twice."""

    async def index_references(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """Everything in these subscriptions that names or needs a managed image."""
        ...

    async def sweep(self, scope: SweepScope) -> Sweep:
        """What of any type names images, by Resource Graph."""
        ...

    async def read_ahead(self, resources: Iterable[ResourceId]) -> None:
        """Read definitions that will be asked for by their lists, where they are many."""
        ...

    async def definition(self, definition: ResourceId) -> ImageDefinition | None:
        """The image definition; None when it does not exist."""
        ...


async def find_changes(reader: ChangesReader, migrations: Sequence[Migration]) -> dict[str, list[Change]]:
    """The changes that each migration's consumers need, by its name; its own version is none. Raises ReadFailed."""
    subscriptions = {searched for one in migrations for searched in one.searched_subscriptions}
    index, swept = await asyncio.gather(
        reader.index_references(sorted(subscriptions)),
        asyncio.gather(*(_swept(reader, one) for one in migrations)),
    )
    found = {
        one.name: [each for each in (*index.of(one.source_id), *elsewhere) if not _is_own_version(each, one)]
        for one, elsewhere in zip(migrations, swept, strict=True)
    }
    plans = await _plans(reader, [one for one in migrations if found[one.name]])
    return {
        one.name: sorted(
            (change_of(each, one.source_id, one.version_id, plans.get(one.name)) for each in found[one.name]),
            key=lambda change: _ORDER.index(change.action),
        )
        for one in migrations
    }


def _is_own_version(reference: ImageReference, migration: Migration) -> bool:
    return any(same_id(reference.consumer_id, version) for version in migration.versions)


async def _plans(reader: ChangesReader, migrations: Sequence[Migration]) -> dict[str, PurchasePlan | None]:
    """The purchase plan that machines from each migration's version must name, by its name; of many by lists."""
    await reader.read_ahead([one.definition_id for one in migrations])
    definitions = await asyncio.gather(*(reader.definition(one.definition_id) for one in migrations))
    found = zip(migrations, definitions, strict=True)
    return {one.name: definition.purchase_plan if definition else None for one, definition in found}


async def _swept(reader: ChangesReader, migration: Migration) -> list[ImageReference]:
    return [] if migration.sweep is None else (await reader.sweep(migration.sweep)).found(migration.source_id)
