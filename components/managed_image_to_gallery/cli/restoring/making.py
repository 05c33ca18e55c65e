"""Version → disks → managed image, with Azure's own SDK. The disks are deleted afterwards, whatever happened."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.clouds import endpoints_for
from managed_image_to_gallery.azure.credentials import credential_for
from managed_image_to_gallery.azure.resource_manager import anonymous_pipeline
from managed_image_to_gallery.azure.transport import open_transport
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from azure.mgmt.compute.aio import ComputeManagementClient

    from managed_image_to_gallery.azure.models import ImageDefinition
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings

_DEADLINE_SECONDS = 60.0


@dataclass(frozen=True)
class Making:
    """What is made: an image in a region, from a version of a definition. `say` is told every step."""

    version: ResourceId
    definition: ImageDefinition
    image: ResourceId
    region: str
    say: Callable[[str], None]

    async def run(self, settings: AzureSettings) -> None:
        """Make it. Raises CommandFailed with Azure's words when Azure refuses, AzureFactsError without a sign-in."""
        from azure.core.exceptions import HttpResponseError
        from azure.mgmt.compute.aio import ComputeManagementClient

        async with open_transport() as transport:
            cloud = await endpoints_for(settings, anonymous_pipeline(transport), deadline=_DEADLINE_SECONDS)
            async with credential_for(settings, cloud, transport) as credential:
                client = ComputeManagementClient(
                    credential,
                    self.image.subscription_id,
                    base_url=cloud.resource_manager,
                    credential_scopes=[cloud.scope],
                    transport=transport,
                )
                try:
                    await self._make(client)
                except HttpResponseError as error:
                    remedy = "Correct that and run the command again; nothing else was changed."
                    raise CommandFailed(f"Azure refused: {error.message}", remedy, ExitStatus.AZURE) from None

    async def _make(self, client: ComputeManagementClient) -> None:
        luns = await self._data_disks(client)
        names = {lun: f"{self.image.name}-restore-{'os' if lun is None else lun}" for lun in (None, *luns)}
        try:
            self.say(f"Making {len(names)} disk(s) from {self.version.name} in {self.region}.")
            made = await asyncio.gather(*(self._disk(client, name, lun) for lun, name in names.items()))
            ids = dict(zip(names, made, strict=True))
            self.say(f"Making the image {self.image}.")
            poller = await client.images.begin_create_or_update(
                self.image.resource_group, self.image.name, cast("Any", self._image_body(ids))
            )
            await poller.result()
        finally:
            await asyncio.gather(*(self._delete(client, name) for name in names.values()), return_exceptions=True)

    async def _data_disks(self, client: ComputeManagementClient) -> list[int]:
        gallery = self.version.parent.parent
        version = await client.gallery_image_versions.get(
            gallery.resource_group, gallery.name, self.version.parent.name, self.version.name
        )
        profile = version.storage_profile
        disks = cast("list[Any]", profile.data_disk_images or []) if profile else []
        return [int(disk.lun) for disk in disks]

    async def _disk(self, client: ComputeManagementClient, name: str, lun: int | None) -> str:
        reference = {"id": str(self.version), **({} if lun is None else {"lun": lun})}
        system = {"osType": self.definition.os_type, "hyperVGeneration": self.definition.hyper_v_generation}
        body: dict[str, object] = {
            "location": self.region,
            "properties": {
                **(system if lun is None else {}),
                "creationData": {"createOption": "FromImage", "galleryImageReference": reference},
            },
        }
        poller = await client.disks.begin_create_or_update(self.image.resource_group, name, cast("Any", body))
        return str((await poller.result()).id)

    def _image_body(self, ids: dict[int | None, str]) -> dict[str, object]:
        system = {
            "osType": self.definition.os_type,
            "osState": "Generalized",
            "managedDisk": {"id": ids[None]},
        }
        data = [{"lun": lun, "managedDisk": {"id": disk}} for lun, disk in ids.items() if lun is not None]
        return {
            "location": self.region,
            "properties": {
                "hyperVGeneration": self.definition.hyper_v_generation,
                "storageProfile": {"osDisk": system, "dataDisks": data},
            },
        }

    async def _delete(self, client: ComputeManagementClient, name: str) -> None:
        poller = await client.disks.begin_delete(self.image.resource_group, name)
        await poller.result()
