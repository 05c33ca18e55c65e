"""What to do about whatever needs a source image, by its kind: said by the gate, and by those who only show.

Each sentence is for one who has the image version's id at hand. Two maps, because one kind is waited for or published
again, and the other is changed in its service.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.version_scan import SHALLOW, UNFINISHED
from managed_image_to_gallery.azure.wire_references import WRITING_TEMPLATE
from managed_image_to_gallery.azure.wire_services import (
    BATCH_POOL,
    CUSTOM_IMAGE,
    FORMULA,
    HOST_POOL,
    LAB_MACHINE,
    POLICY_ASSIGNMENT,
    SESSION_HOSTS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.models import ImageReference
    from managed_image_to_gallery.azure.resource_ids import ResourceId

OF_VERSIONS = {
    SHALLOW: "Publish it again as Full under another number, wait for that one, then delete this one.",
    UNFINISHED: "It may need the image until its replication has ended: wait, or delete it if it has Failed.",
}
"""What to do with a version that still needs the image."""

OF_SERVICES = {
    HOST_POOL: "Put the version's id as customImageId into vmTemplate; new hosts are made from it.",
    SESSION_HOSTS: "Put the version's id into imageInfo.customInfo.resourceId; the next update of hosts uses it.",
    BATCH_POOL: "Make the pool anew with the version: a pool of a managed image cannot be changed, and is retired.",
    CUSTOM_IMAGE: "Attach the gallery to the lab, point its formulas there, then delete the lab's entry.",
    FORMULA: "Make the formula anew from the version, which the lab gets by attaching the gallery.",
    LAB_MACHINE: "It still works; make it again from the version when convenient, or accept it.",
    POLICY_ASSIGNMENT: "Nothing breaks, but add the version: machines made from it are judged by this policy.",
}
"""What to do with what services keep."""

_KINDS = {
    **OF_VERSIONS,
    **OF_SERVICES,
    WRITING_TEMPLATE: "Take the image out of its distribute: it would bring the image back after the migration.",
}


def sentences_for(references: Iterable[ImageReference]) -> str:
    """What to do with each kind that is not simply pointed elsewhere, once, with the kind before it; may be empty."""
    kinds = dict.fromkeys(reference.kind for reference in references)
    return "".join(f" {kind[0].upper()}{kind[1:]}: {_KINDS[kind]}" for kind in kinds if kind in _KINDS)


def az_image_version(verb: str, version: ResourceId, *options: str) -> str:
    """The command of the CLI that does this (`delete`, `undelete`, `show`, `create`) with an image version.

    It names the subscription: in that of a shell's login another version may have the same names.
    """
    gallery = version.parent.parent
    of = ["-g", version.resource_group, "-r", gallery.name, "-i", version.parent.name, "-e", version.name]
    return shlex.join(["az", "sig", "image-version", verb, *of, "--subscription", version.subscription_id, *options])
