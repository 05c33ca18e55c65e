"""Image version → disks → managed image. The disks are deleted afterwards, whatever happened.

What is written here is written without the engine (`azure_writes`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.api_versions import COMPUTE_API_VERSION, DISKS_API_VERSION
from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.resource_ids import COMPUTE, ResourceId
from managed_image_to_gallery.cli.azure_writes import open_resources
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.models import ImageDefinition, ImageVersion
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.azure_writes import Resources


@dataclass(frozen=True)
class Making:
    """What is made: an image in a region, from a version of a definition. `say` gets a text for each step.

    mark: what the names of the disks in between have that no other disk's has, since all that are named so are deleted.
    """

    version: ImageVersion
    definition: ImageDefinition
    image: ResourceId
    region: str
    say: Callable[[str], None]
    mark: str = field(default_factory=lambda: token_hex(8))

    async def run(self, settings: AzureSettings) -> None:
        """Make it. Raises CommandFailed with Azure's message when Azure refuses, AzureFactsError without a sign-in."""
        from azure.core.exceptions import HttpResponseError

        async with open_resources(settings) as resources:
            try:
                await self._make(resources)
            except HttpResponseError as error:
                remedy = "Correct the cause and run the command again; nothing else was changed."
                raise CommandFailed(f"Azure refused: {error.message}", remedy, ExitStatus.AZURE) from None

    async def _make(self, resources: Resources) -> None:
        disks = {lun: self._disk_id(lun) for lun in (None, *(disk.lun for disk in self.version.data_disks))}
        try:
            self.say(f"Creating {counted(len(disks), 'disk')} from {self.version.id.name} in {self.region}.")
            bodies = {lun: self._disk_body(lun) for lun in disks}
            makes = (resources.make(disks[lun], DISKS_API_VERSION, bodies[lun]) for lun in disks)
            _raise_first(await asyncio.gather(*makes, return_exceptions=True))
            self.say(f"Creating the image {self.image}.")
            await resources.make(self.image, COMPUTE_API_VERSION, self._image_body(disks))
        finally:
            deletions = (resources.delete(disk, DISKS_API_VERSION) for disk in disks.values())
            await asyncio.gather(*deletions, return_exceptions=True)

    def _disk_id(self, lun: int | None) -> ResourceId:
        name = f"restore-{self.mark}-{'os' if lun is None else lun}"
        return ResourceId(self.image.subscription_id, self.image.resource_group, COMPUTE, ("disks",), (name,))

    def _disk_body(self, lun: int | None) -> JsonObject:
        reference: JsonObject = {"id": str(self.version.id)}
        properties: JsonObject = {
            "creationData": {"createOption": "FromImage", "galleryImageReference": reference},
        }
        if lun is None:
            properties |= {
                "osType": self.definition.os_type,
                "hyperVGeneration": self.definition.hyper_v_generation,
            }
        else:
            reference["lun"] = lun
        return {"location": self.region, "properties": properties}

    def _image_body(self, disks: dict[int | None, ResourceId]) -> JsonObject:
        system: JsonObject = {
            "osType": self.definition.os_type,
            "osState": "Generalized",
            "managedDisk": {"id": str(disks[None])},
        }
        data: list[Json] = [
            {"lun": lun, "managedDisk": {"id": str(disk)}} for lun, disk in disks.items() if lun is not None
        ]
        return {
            "location": self.region,
            "properties": {
                "hyperVGeneration": self.definition.hyper_v_generation,
                "storageProfile": {"osDisk": system, "dataDisks": data},
            },
        }


def _raise_first(outcomes: Sequence[object]) -> None:
    """What went wrong first. All are waited for: a disk that is still being made could not be deleted yet."""
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
