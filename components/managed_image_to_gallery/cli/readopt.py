"""What Azure has and the stack's state lacks, as the file that `pulumi import` reads.

After a lost state, or a create that was interrupted after Azure had carried it out, the next update fails with "cannot
create already existing resource". `pulumi preview --json` says what would be created; what of it exists is adopted:

    pulumi preview --json > preview.json
    gallery-migrate readopt preview.json > readopt.json     # exit status 1: there is nothing to adopt
    pulumi import --file readopt.json --protect --generate-code=false --yes

The source image needs none of this: the program imports it itself. Names and parents are those of the preview, so that
the next `pulumi up` finds the resources as its own.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import ResourceId, definition_id, gallery_id, version_id
from managed_image_to_gallery.component.state.resource_types import DEFINITION, GALLERY, VERSION

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.preview_digest import Digest, Json, Step


@dataclass(frozen=True)
class Candidate:
    """A resource that the preview would create: what `pulumi import` must know, and its id if it exists.

    `parent` is the URN of its component, or empty; `parent_is_new` says that the state lacks that component too.
    """

    type: str
    name: str
    parent: str
    parent_is_new: bool
    id: ResourceId


def candidates(digest: Digest, subscription_id: str) -> list[Candidate]:
    """What of galleries, definitions and versions the preview would create."""
    steps = [step for step in digest.steps if step.operation == "create"]
    new = {step.urn for step in steps}
    found = (_candidate(step, new, subscription_id) for step in steps)
    return [candidate for candidate in found if candidate is not None]


def import_file(existing: Collection[Candidate]) -> Json:
    """The file for `pulumi import --file`: the resources, and the components that hold them.

    A component that the state lacks is made by the import; one that it has is only named, by its URN.
    """
    parents = {c.parent: c.parent_is_new for c in existing if c.parent}
    components = [
        {"type": urn.split("::")[2], "name": _name(urn), "component": True} for urn, is_new in parents.items() if is_new
    ]
    resources = [
        {"type": c.type, "name": c.name, "id": str(c.id), **({"parent": _name(c.parent)} if c.parent else {})}
        for c in existing
    ]
    named = {_name(urn): urn for urn, is_new in parents.items() if not is_new}
    return {"nameTable": named, "resources": [*components, *resources]}


def _candidate(step: Step, new: Collection[str], subscription_id: str) -> Candidate | None:
    made = _id_of(step.resource_type, step.inputs, subscription_id)
    if made is None or not step.urn.split("::")[2].endswith(step.resource_type):  # a type of one API version is another
        return None
    parent = "" if "::pulumi:pulumi:Stack::" in step.parent else step.parent
    return Candidate(step.resource_type, step.name, parent, parent in new, made)


def _name(urn: str) -> str:
    return urn.rsplit("::", 1)[-1]


def _id_of(resource_type: str, inputs: Mapping[str, object], subscription_id: str) -> ResourceId | None:
    if resource_type not in (GALLERY, DEFINITION, VERSION):
        return None
    gallery = gallery_id(subscription_id, str(inputs["resourceGroupName"]), str(inputs["galleryName"]))
    if resource_type == GALLERY:
        return gallery
    definition = definition_id(gallery, str(inputs["galleryImageName"]))
    return definition if resource_type == DEFINITION else version_id(definition, str(inputs["galleryImageVersionName"]))


async def existing_of(wanted: Collection[Candidate], settings: AzureSettings) -> list[Candidate]:
    """Those that are in Azure. Raises AzureFactsError when it cannot be asked."""
    async with AzureReader.connect(settings) as reader:
        await reader.read_ahead([candidate.id for candidate in wanted if candidate.type != GALLERY])
        read = {GALLERY: reader.gallery, DEFINITION: reader.definition, VERSION: reader.version}
        answers = await asyncio.gather(*(read[candidate.type](candidate.id) for candidate in wanted))
    return [candidate for candidate, answer in zip(wanted, answers, strict=True) if answer is not None]
