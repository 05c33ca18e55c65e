"""A fleet that is split into stacks: its file, its images in a local Azure, and the project of the stacks."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.azure import AT_ONCE, FleetStack
from bench.fleets import DISK_GB, GALLERY, GROUP, REGIONS, image_name
from harness.local_azure import running_local_azure
from harness.product import PROJECT

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

GENERATIONS = 5
"""Images that become versions of one definition: Azure keeps 1,000 definitions in a region, 5,000 are too many."""


@dataclass(frozen=True)
class Fleet:
    """`count` images of as many owners as there are to be `shards`, each with an equal part of them."""

    count: int
    shards: int

    @property
    def title(self) -> str:
        """`5,000 images in 10 stacks`."""
        return f"{self.count:,} images in {self.shards} stacks"

    @property
    def largest(self) -> int:
        """Images of one owner, which are those of one shard."""
        return -(-self.count // self.shards)

    @property
    def stacks(self) -> list[str]:
        """The names that `gallery-migrate shard write` gives."""
        return [f"fleet-{_owner(each)}-1" for each in range(-(-self.count // self.largest))]

    def text(self) -> str:
        """The fleet's file: what all migrations have in common stands in `defaults`."""
        config = {
            f"{PROJECT}:gallery": {"resourceGroup": GROUP, "name": GALLERY},
            f"{PROJECT}:defaults": {"targetRegions": [{"name": region} for region in REGIONS]},
            f"{PROJECT}:migrations": [_entry(number) for number in range(self.count)],
        }
        return json.dumps({"config": config})

    def seeds(self) -> Iterator[str]:
        """What `local-azure serve --seed` reads, in parts: the images with their owners in a tag; the gallery."""
        groups: JsonObject = {GROUP: {"location": "southcentralus"}}
        yield json.dumps({"resourceGroups": groups, "galleries": [{"resourceGroup": GROUP, "name": GALLERY}]})
        for first in range(0, self.count, self.largest):
            images = [self._image(number) for number in range(first, min(first + self.largest, self.count))]
            yield json.dumps({"resourceGroups": groups, "images": images})

    def _image(self, number: int) -> JsonObject:
        kind: JsonObject = {"osType": "Linux", "hyperVGeneration": "V2", "osDiskSizeGB": DISK_GB}
        tags: JsonObject = {"owner": _owner(number // self.largest)}
        return {"resourceGroup": GROUP, "name": image_name(number), "tags": tags, **kind}


def _entry(number: int) -> JsonObject:
    definition = f"definition{number // GENERATIONS:05}"
    return {
        "stage": "published",
        "source": {"resourceGroup": GROUP, "name": image_name(number)},
        "definition": {"name": definition, "publisher": "bench", "offer": "fleet", "sku": definition},
        "version": f"{number % GENERATIONS + 1}.0.0",
    }


def _owner(number: int) -> str:
    return f"team{number:02}"


@contextmanager
def azure_of(folder: Path, fleet: Fleet) -> Generator[LocalAzure]:
    """A local Azure with the fleet's images, in which nothing takes time."""
    with running_local_azure(folder, time_scale=AT_ONCE, provider=True) as azure:
        for part in fleet.seeds():
            azure.seed(part)
        yield azure


def project_of(folder: Path, azure: LocalAzure, fleet: Fleet) -> FleetStack:
    """A folder with the project and the fleet's file; its own stack stays empty."""
    folder.mkdir()
    project = FleetStack.of(folder, azure)
    (folder / "fleet.yaml").write_text(fleet.text(), encoding="utf-8")
    return project
