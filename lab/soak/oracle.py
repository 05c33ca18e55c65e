"""The judge of every deletion of an image: reads local Azure itself, at that moment, and knows nothing of the product.

Each DELETE of an image is held back for a moment by a fault rule. Meanwhile the oracle reads image, version, locks,
machines, services and the versions of others, and says what the version lacks. What it says of a deletion is a lost
image.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from soak.faults import RESENT_SECONDS, VERSION
from soak.moments import PROOF_SECONDS
from soak.places import COMPUTE, LOCK, Places
from soak.services import keeping

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

API = {"images": "2024-07-01", "versions": "2023-07-03", "virtualMachines": "2024-11-01", "locks": "2020-05-01"}
"""The API version by kind: the word before the last in an id, or the last of a list's address."""
RESOURCES = "2021-04-01"
"""The API version of Resource Manager's own list, which alone says when an image was made."""
SLACK_SECONDS = 3.0
"""From the hook's return to the DELETE, by way of engine and provider, on a busy machine."""
OWN_AGENT = "python-httpx"
"""How the User-Agent of the soak's own requests begins: they prove nothing for the product."""

Json = dict[str, Any]


@dataclass
class Oracle:
    """`original`: the image that the version was made from. `losses`: what was wrong with deletions."""

    azure: LocalAzure
    at: Places
    original: Json | None = None
    losses: list[str] = field(default_factory=list[str])
    deletions: int = 0
    _judged: int = 0

    def begin_command(self) -> None:
        """Count deletions anew; as long as there is no version, the image is what it will be made from."""
        self._judged = 0
        if self._get(self.at.version) is None:
            self.remember()

    def remember(self) -> None:
        """The image as it is now is what the version is made from."""
        self.original = self._content(self._get(self.at.image))

    def judge(self, arrived: int, regions: list[str], *, consented: bool) -> None:
        """Judge deletions of the image that have arrived since; so many have in all.

        A DELETE that the provider sends again, because the answer to its first was lost, is no second deletion.
        """
        if arrived == self._judged:
            return
        again, self._judged = self._judged > 0, arrived
        stale = self._staleness(PROOF_SECONDS if not again else RESENT_SECONDS)
        if again and not self.image_exists():
            return
        self.deletions += 1
        lacking = [*self.shortcomings(regions), *stale, *([] if consented else ["nobody consented to it"])]
        self.losses += [f"{self.at.name}: a deletion was asked for although {reason}" for reason in lacking]

    def shortcomings(self, regions: list[str]) -> list[str]:
        """What the image still has that its version does not prove, at this moment; empty when it may go."""
        image, version = self._get(self.at.image), self._get(self.at.version, expand="ReplicationStatus")
        if image is None:
            return ["there is no image any more: it is deleted twice"]
        if version is None:
            return ["there is no version"]
        found = [*_version_faults(version, self.at.image), *_region_faults(version, regions)]
        if self._content(image) != self.original:
            found.append("the image is not the one that the version was made from")
        published = datetime.fromisoformat(version["properties"]["publishingProfile"]["publishedDate"])
        if any(datetime.fromisoformat(made) > published for made in self._made()):
            found.append("the version is older than the image")
        return [*found, *self._ties(), *self._needed_elsewhere()]

    def image_is_original(self) -> bool:
        """Whether the image is there as it was when the version was made."""
        image = self._content(self._get(self.at.image))
        return image is not None and image == self.original

    def image_exists(self) -> bool:
        """Whether the image is there."""
        return self._get(self.at.image) is not None

    def version_exists(self) -> bool:
        """Whether there is a version, in whatever state."""
        return self._get(self.at.version) is not None

    def version_faults(self, regions: list[str]) -> list[str]:
        """What a version from the image lacks in the regions."""
        version = self._get(self.at.version, expand="ReplicationStatus")
        if version is None:
            return ["there is no version"]
        return [*_version_faults(version, self.at.image), *_region_faults(version, regions)]

    def _staleness(self, bound: float) -> list[str]:
        """What is wrong with the age of the proof: when somebody else than the soak last read the version whole."""
        age = proof_age(self.azure.requests(method="GET", type=VERSION), self.at.version, time.time())
        if age is None:
            return ["its version was not read with its replication by this command (stale proof)"]
        if age <= bound + SLACK_SECONDS:
            return []
        return [f"its version was last read {age:.1f} s before (stale proof)"]

    def _ties(self) -> list[str]:
        found: list[str] = []
        if self._get(self.at.image + LOCK) is not None:
            found.append("it is locked")
        machines = self._get(f"{self.at.group}/{COMPUTE}/virtualMachines") or {}
        if any(self.at.image.lower() in str(machine).lower() for machine in machines.get("value", [])):
            found.append("a machine refers to it")
        return [*found, *keeping(self.azure, self.at.image)]

    def _needed_elsewhere(self) -> list[str]:
        """The versions of others that cannot do without the image: Shallow ones, and those that are not finished."""
        others = [
            str(one["id"])
            for one in self._resources(self.at.group.split("/resourceGroups/", 1)[0])
            if one["type"].lower() == VERSION.lower() and one["id"].lower() != self.at.version.lower()
        ]
        found: list[str] = []
        for path in others:
            version = self._get(path, expand="ReplicationStatus")
            if version is not None and source_of(version) == self.at.image.lower():
                status: Json = version["properties"].get("replicationStatus") or {}
                incomplete = status.get("aggregatedState") not in (None, "Completed")
                faults = [*_version_faults(version, self.at.image), *(["incomplete"] if incomplete else [])]
                found += [f"{path} needs it: {fault}" for fault in faults]
        return found

    def _content(self, image: Json | None) -> Json | None:
        """What of an image does not change by itself, and when it was made: made again it is another, body or not."""
        if image is None:
            return None
        properties = {**image["properties"], "provisioningState": None}
        return {**properties, "location": image["location"], "made": self._made()}

    def _made(self) -> list[str]:
        """When the image was made, which only Resource Manager's own list says."""
        listed = self._resources(self.at.image_group)
        return [one["createdTime"] for one in listed if one["id"].lower() == self.at.image.lower()]

    def _resources(self, scope: str) -> list[Json]:
        wanted = {"$expand": "createdTime"}
        return (
            self.azure.get(f"{scope}/resources", api_version=RESOURCES, query=wanted).raise_for_status().json()["value"]
        )

    def _get(self, path: str, expand: str | None = None) -> Json | None:
        api_version = next(API[word] for word in reversed(path.split("/")) if word in API)
        answer = self.azure.get(path, api_version=api_version, query={"$expand": expand} if expand else {})
        return None if answer.status_code == 404 else answer.raise_for_status().json()


def proof_age(requests: list[Json], version: str, now: float) -> float | None:
    """How many seconds before `now` anybody but the soak last began to read a version whole; None for never."""
    began = [
        float(one["began"])
        for one in requests
        if one["path"].lower() == version.lower()
        and one["status"] == 200
        and one["expand"].lower() == "replicationstatus"
        and not one["agent"].startswith(OWN_AGENT)
    ]
    return now - max(began) if began else None


def source_of(version: Json) -> str:
    """The id of what a version was made from, in small letters; "" where it says none."""
    source: Json = version["properties"]["storageProfile"].get("source") or {}
    return str(source.get("id", "")).lower()


def _version_faults(version: Json, image: str) -> list[str]:
    properties, found = version["properties"], list[str]()
    if properties["provisioningState"] != "Succeeded":
        found.append(f"the version is {properties['provisioningState']}")
    if source_of(version) != image.lower():
        found.append("the version is made from something else")
    if properties["publishingProfile"].get("replicationMode") == "Shallow":
        found.append("the version is Shallow")
    return found


def _region_faults(version: Json, regions: list[str]) -> list[str]:
    status: Json = version["properties"].get("replicationStatus") or {}
    summary: list[Json] = status.get("summary", [])
    states = {str(entry["region"]).replace(" ", "").lower(): str(entry["state"]) for entry in summary}
    return [f"{region} is {states.get(region)}" for region in regions if states.get(region) != "Completed"]
