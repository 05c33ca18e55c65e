"""What a self test makes: the names, the source images, the config of its stack. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.resource_ids import (
    ResourceId,
    definition_id,
    gallery_id,
    image_id,
    version_id,
)
from managed_image_to_gallery.azure.settings import PROJECT

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject

PREFIX = f"{PROJECT}-selftest"
"""How the name of every scratch resource group begins, and the name of the tag that it has."""

GALLERY, VERSION = "selftest", "1.0.0"
PROBE = "probe"
"""The name of what the probes make."""
DISK_GB = 1
"""The smallest disk that Azure makes: Standard HDD, 1 GiB (learn.microsoft.com/azure/virtual-machines/disks-types)."""


@dataclass(frozen=True)
class Sample:
    """A managed image that is made to be migrated. regions: where its version is replicated to at first."""

    name: str
    os_type: str
    generation: str
    regions: tuple[str, ...]
    data_disk: bool = False
    zone_resilient: bool = False

    @property
    def migration(self) -> str:
        """The name of its migration, and of what the stack has of it."""
        return f"{self.name}-{VERSION}"


@dataclass(frozen=True)
class Wanted:
    """Which self test: where (`subscription_id`, `group`), in which two regions, with a machine or without.

    zones: whether the first region has availability zones. run_id: what the tag of the group says, so that a group of
    another run is never taken for one's own.
    """

    subscription_id: str
    group: str
    regions: tuple[str, str]
    run_id: str
    zones: bool = False
    with_vm: bool = False

    @property
    def group_path(self) -> str:
        """The scratch resource group's id."""
        return f"/subscriptions/{self.subscription_id}/resourceGroups/{self.group}"

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The source images: both systems and generations, one with a data disk, one zone-resilient where possible.

        The last one begins in one region and gets the second after it is retired.
        """
        here = self.regions[:1]
        return (
            Sample("linux-gen1", "Linux", "V1", self.regions),
            Sample("linux-gen2-data", "Linux", "V2", self.regions, data_disk=True),
            Sample("windows-gen1", "Windows", "V1", here),
            Sample("windows-gen2", "Windows", "V2", here, zone_resilient=self.zones),
        )

    def image(self, sample: Sample) -> ResourceId:
        """The id of a source image."""
        return image_id(self.subscription_id, self.group, sample.name)

    def version(self, sample: Sample) -> ResourceId:
        """The id of the version that is made of it."""
        gallery = gallery_id(self.subscription_id, self.group, GALLERY)
        return version_id(definition_id(gallery, sample.name), VERSION)

    def config(self) -> JsonObject:
        """The config of the stack, as its file has it.

        Without the sweep of Resource Graph, which may show a new image after hours (docs/what-the-gate-sees.md).
        """
        return {
            "azure-native:subscriptionId": self.subscription_id,
            f"{PROJECT}:gallery": {"resourceGroup": self.group, "name": GALLERY, "create": True},
            f"{PROJECT}:referenceScan": {"sweep": "none"},
            f"{PROJECT}:migrations": [self._entry(sample) for sample in self.samples],
        }

    def _entry(self, sample: Sample) -> Json:
        definition: JsonObject = {"name": sample.name, "publisher": "selftest", "offer": "selftest", "sku": sample.name}
        return {
            "stage": "published",
            "source": {"resourceGroup": self.group, "name": sample.name},
            "definition": definition,
            "version": VERSION,
            "targetRegions": [{"name": region} for region in sample.regions],
        }
