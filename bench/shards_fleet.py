"""A fleet that is split into stacks: its file, its images in a local Azure, and the project of the stacks."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from bench.azure import FleetStack, fleet_azure
from bench.fleets import GALLERY, GROUP, REGIONS, image_name, numbers, seed
from tests.acceptance.product import PROJECT

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tests.support.engine_project import JsonObject
    from tests.support.local_azure import LocalAzure

SHARDS = 10
GENERATIONS = 5
"""Images that become versions of one definition: Azure keeps 1,000 definitions in a region, 5,000 are too many."""


@dataclass(frozen=True)
class Fleet:
    """`count` images of as many owners as there are shards, each with an equal part of them."""

    count: int

    @property
    def largest(self) -> int:
        """Images of one owner, which are those of one shard."""
        return -(-self.count // SHARDS)

    @property
    def stacks(self) -> list[str]:
        """The names that `gallery-migrate shard write` gives."""
        return [f"fleet-{_owner(each)}-1" for each in range(-(-self.count // self.largest))]

    def text(self) -> str:
        """The fleet's file."""
        config = {
            f"{PROJECT}:gallery": {"resourceGroup": GROUP, "name": GALLERY},
            f"{PROJECT}:migrations": [self._entry(number) for number in range(self.count)],
        }
        return yaml.safe_dump({"config": config})

    def _entry(self, number: int) -> JsonObject:
        definition = f"definition{number // GENERATIONS:05}"
        return {
            "stage": "published",
            "source": {"resourceGroup": GROUP, "name": image_name(number)},
            "definition": {"name": definition, "publisher": "bench", "offer": "fleet", "sku": definition},
            "version": f"{number % GENERATIONS + 1}.0.0",
            "targetRegions": [{"name": region} for region in REGIONS],
            "tags": {"owner": _owner(number // self.largest)},
        }


def _owner(number: int) -> str:
    return f"team{number:02}"


@contextmanager
def azure_of(folder: Path, fleet: Fleet) -> Generator[LocalAzure]:
    """A local Azure with the fleet's images, in which nothing takes time."""
    with fleet_azure(folder, numbers(fleet.largest)) as azure:
        for first in range(fleet.largest, fleet.count, fleet.largest):
            azure.seed(seed(numbers(min(fleet.largest, fleet.count - first), first)))
        yield azure


def project_of(folder: Path, azure: LocalAzure, fleet: Fleet) -> FleetStack:
    """A folder with the project and the fleet's file; its own stack stays empty."""
    folder.mkdir()
    project = FleetStack.of(folder, azure)
    (folder / "fleet.yaml").write_text(fleet.text(), encoding="utf-8")
    return project
