"""Entries for images that are in a gallery already: the versions are named, and nothing is copied once more. Pure.

Only what the gate's checks of a version have nothing against is named. Of every other version it is said why it proves
nothing, and what is to be done about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.models import LEAST_STORAGE
from managed_image_to_gallery.cli.config_file.proposals import Proposal, source_of, target_regions
from managed_image_to_gallery.cli.inventory.copies import best
from managed_image_to_gallery.cli.inventory.estate import findings_against
from managed_image_to_gallery.gate.remedies import az_image_version
from managed_image_to_gallery.gate.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from managed_image_to_gallery.azure.models import ImageReference, ImageVersion, ManagedImage, TargetRegion
    from managed_image_to_gallery.gate.standing import Copy

_LONGEST_NAME = 100


@dataclass(frozen=True)
class Obstacle:
    """Why no entry can be written for an image, and what to do about it; "" where the text has said it."""

    text: str
    remedy: str = ""


@dataclass(frozen=True)
class Found:
    """An image with the versions that name it as their source."""

    image: ManagedImage
    copies: Sequence[Copy]

    @property
    def proofs(self) -> list[Copy]:
        """The complete ones."""
        return [one for one in self.copies if one.standing is Standing.COMPLETE]

    @property
    def is_awaited(self) -> bool:
        """Whether there is no proof yet, and one is in the making."""
        return not self.proofs and any(one.is_under_way for one in self.copies)

    def obstacles(self, *, again: bool) -> list[Obstacle]:
        """Why no entry can be written for the image now; [] where one can. again: it is to be published anew."""
        if not again and self.is_awaited:
            return [Obstacle(note) for note in self.notes()]
        if self.proofs and not again:
            return []
        return [Obstacle(each.said(), each.remedy) for each in findings_against(self.image)]

    @property
    def standing(self) -> Standing | None:
        """What the best of the versions is; None where there is none."""
        return best(self.copies)

    @property
    def image_name(self) -> str:
        """`group/name`."""
        return f"{self.image.id.resource_group}/{self.image.id.name}"

    def notes(self) -> list[str]:
        """A line for each version that is not proof, with what to do where something is to be done."""
        return [_note(one) for one in self.copies if one.standing is not Standing.COMPLETE]


def _note(copy: Copy) -> str:
    said = f"{copy.name} proves nothing: {copy.standing.value} ({copy.why})."
    if copy.is_under_way:
        return f"{said} Wait until it is complete and repeat `init`, or publish the image anew with --again."
    if copy.standing is Standing.FAILED:
        command = az_image_version("delete", copy.version.id)
        return f"{said} Nothing is retired while it is there. Its image is, so it can be deleted: {command}"
    if copy.standing is Standing.SHALLOW:
        return f"{said} It needs the image as long as it exists; nothing is retired before it is deleted."
    return said


def proposal_of_existing(
    found: Found, users: Sequence[ImageReference], subscription_id: str, taken: Collection[str]
) -> Proposal:
    """The entry that names all proofs. taken: folded names of migrations; the entry has a name where its own is."""
    image, proofs = found.image, found.proofs
    name = _name(image, taken)
    return Proposal(
        image,
        {
            **({} if name == image.id.name else {"name": name}),
            "stage": "published",
            "source": source_of(image, subscription_id),
            "existingVersions": [str(one.version.id) for one in proofs],
        },
        None,
        _regions_without(target_regions(image, users), proofs),
        copies=tuple(proofs),
    )


def proposal_of_import(copy: Copy, image: ManagedImage, subscription_id: str, configured: Collection[str]) -> Proposal:
    """The entry that takes a version over as it is. configured: folded names of the definitions that the config has.

    A definition that the config does not have stays with those who made it; the end of life and tags stay as they are.
    """
    version, name = copy.version, copy.version.id.parent.name
    return Proposal(
        image,
        {
            "stage": "published",
            "source": source_of(image, subscription_id),
            "definition": {"name": name} if name.lower() in configured else {"name": name, "existing": True},
            "version": version.id.name,
            "importVersion": True,
            **_stored_as(version.storage_account_type, LEAST_STORAGE),
            **({"excludeFromLatest": True} if version.exclude_from_latest else {}),
            "targetRegions": [_target_region(region, version) for region in version.target_regions],
        },
        None,
        "",
        copies=(copy,),
    )


def _target_region(region: TargetRegion, version: ImageVersion) -> dict[str, object]:
    return {
        "name": region.name,
        "replicaCount": region.replica_count,
        **_stored_as(region.storage_account_type, version.storage_account_type),
        **({"excludeFromLatest": True} if region.exclude_from_latest else {}),
    }


def _stored_as(kind: str, otherwise: str) -> dict[str, object]:
    return {} if kind == otherwise else {"storageAccountType": kind}


def _regions_without(wanted: Sequence[str], proofs: Sequence[Copy]) -> str:
    """Where the image has users and no version is; empty when there is no such place."""
    there = {region.name for one in proofs for region in one.version.target_regions}
    missing = [region for region in wanted if region not in there]
    return f"It has users in {', '.join(missing)}, where no version is; its owner can add a region." if missing else ""


def _name(image: ManagedImage, taken: Collection[str]) -> str:
    """The image's, then with its group's, then numbered."""
    group = re.sub(r"[^A-Za-z0-9._-]+", "-", image.id.resource_group).strip("-")
    longer = f"{group}-{image.id.name}"[:_LONGEST_NAME]
    numbered = (f"{longer[: _LONGEST_NAME - 5]}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (image.id.name, longer, *numbered) if one.lower() not in taken)
