"""A fleet of managed images of every kind, as a seed of local Azure, and what must become of each image.

Kinds follow each other in a fixed order, so a fleet of twelve has each kind once and one of sixty has each five times:
both generations, Linux and Windows, data disks, plans in tags, in use by a machine or a scale set, locked, and those
that Azure would not take. Regions change with the kind's round, so that every kind comes from every region.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUP = "myResourceGroup"
REGIONS = ("southcentralus", "westus2", "eastus", "westeurope")


@dataclass(frozen=True)
class Kind:
    """A kind of image: its fields in the seed, what names it, and whether Azure takes it and it may be retired."""

    name: str
    fields: Mapping[str, object]
    user: str = ""
    is_eligible: bool = True
    is_locked: bool = False

    @property
    def is_retired(self) -> bool:
        """Whether nothing stands against deleting the image once it is published."""
        return self.is_eligible and not self.user and not self.is_locked


_PLAN = {"planName": "pro", "planPublisher": "contoso", "planProduct": "server"}
KINDS = (
    Kind("linux-first", {"osType": "Linux", "hyperVGeneration": "V1"}),
    Kind("linux-second", {"osType": "Linux", "hyperVGeneration": "V2"}),
    Kind("windows-first", {"osType": "Windows", "hyperVGeneration": "V1"}),
    Kind("windows-second", {"osType": "Windows", "hyperVGeneration": "V2"}),
    Kind("data", {"hyperVGeneration": "V2", "dataDisks": [{"lun": 0, "diskSizeGB": 8}, {"lun": 3, "diskSizeGB": 64}]}),
    Kind("plan", {"hyperVGeneration": "V2", "tags": _PLAN}),
    Kind("on-machine", {"hyperVGeneration": "V2"}, user="virtualMachines"),
    Kind("in-scale-set", {"hyperVGeneration": "V2"}, user="scaleSets"),
    Kind("zones", {"hyperVGeneration": "V2", "zoneResilient": True, "osDiskSizeGB": 127}),
    Kind("specialized", {"osState": "Specialized"}, is_eligible=False),
    Kind("big-data", {"dataDisks": [{"lun": 0, "diskSizeGB": 4096}]}, is_eligible=False),
    Kind("locked", {"hyperVGeneration": "V1"}, is_locked=True),
)


@dataclass(frozen=True)
class Member:
    """One image of the fleet."""

    name: str
    location: str
    kind: Kind


def fleet(count: int) -> list[Member]:
    """That many images, of one kind after the other."""
    return [
        Member(f"{KINDS[at % len(KINDS)].name}-x{at // len(KINDS)}", _region(at), KINDS[at % len(KINDS)])
        for at in range(count)
    ]


def seed_of(members: list[Member]) -> str:
    """The seed: the images, who uses them, the locks on them, and an empty gallery."""
    images = [
        {"resourceGroup": GROUP, "name": one.name, "location": one.location, **one.kind.fields} for one in members
    ]
    users = {
        kind: [_user(one) for one in members if one.kind.user == kind] for kind in ("virtualMachines", "scaleSets")
    }
    locks = [
        {"name": "keep", "scope": f"{GROUP}/Microsoft.Compute/images/{one.name}"}
        for one in members
        if one.kind.is_locked
    ]
    gallery = {"resourceGroup": GROUP, "name": "myGallery"}
    groups = {GROUP: {"location": REGIONS[0]}}
    return json.dumps({"resourceGroups": groups, "images": images, "galleries": [gallery], **users, "locks": locks})


def _region(at: int) -> str:
    return REGIONS[(at + at // len(KINDS)) % len(REGIONS)]


def _user(member: Member) -> dict[str, str]:
    return {
        "resourceGroup": GROUP,
        "name": f"user-of-{member.name}",
        "location": member.location,
        "image": f"{GROUP}/{member.name}",
    }
