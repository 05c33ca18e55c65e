"""Where local Azure answers otherwise than was recorded, and why: the only differences that a replay may show."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Deviation:
    """Patterns of a flow's name and of `number: place` in it (`*` stands for anything), with the reason."""

    flow: str
    place: str
    reason: str

    def allows(self, flow: str, place: str) -> bool:
        """Whether this difference is the one that is meant."""
        pattern = self.place.replace("[", "[[]")
        return fnmatchcase(flow, self.flow) and fnmatchcase(place, pattern)


DEVIATIONS = (
    Deviation(
        "cli_2024-07-01_managed_image_create_from_vm",
        "*: header x-ms-ratelimit-remaining-resource",
        "the buckets of Compute's images were renamed by 2026; those of 2019 to 2021, with known sizes, are used",
    ),
    Deviation(
        "spec_2024-03-01_image_from_managed_disk",
        "0: properties.hyperVGeneration",
        "a documented example, not traffic: every recorded image shows its generation",
    ),
    Deviation(
        "spec_2024-03-01_image_from_managed_disk",
        "0: properties.storageProfile.osDisk.storageAccountType",
        "a documented example, not traffic: every recorded image shows the storage type of its disks",
    ),
    Deviation(
        "issue_2024_version_put_again_over_unfinished",
        "1: header retry-after",
        "480 s was read once in a log of 2024; every whole recording of versions has 60",
    ),
    Deviation(
        "issue_2024_version_put_again_over_unfinished",
        "1: .",
        "the log leaves the poll's body out",
    ),
)


def unexplained(flow: str, found: dict[str, str]) -> dict[str, str]:
    """The differences that no deviation allows."""
    return {
        place: difference
        for place, difference in found.items()
        if not any(each.allows(flow, place) for each in DEVIATIONS)
    }
