"""Image version → disks → managed image. The disks are deleted afterwards, whatever happened.

This is the only place of the product that writes to Azure without the engine. Waiting for a long-running operation is
azure-mgmt-core's: which header to follow, how long to wait, what counts as failed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.clouds import endpoints_for
from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.credentials import credential_for
from managed_image_to_gallery.azure.reader import IMAGES_API_VERSION
from managed_image_to_gallery.azure.reference_scan import DISKS_API_VERSION
from managed_image_to_gallery.azure.resource_ids import COMPUTE, ResourceId
from managed_image_to_gallery.azure.resource_manager import anonymous_pipeline, signed_in_pipeline
from managed_image_to_gallery.azure.transport import open_transport
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from azure.core import AsyncPipelineClient
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.models import ImageDefinition, ImageVersion
    from managed_image_to_gallery.azure.settings import AzureSettings


_DEADLINE_SECONDS = 60.0


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

        async with open_transport() as transport:
            cloud = await endpoints_for(settings, anonymous_pipeline(transport), deadline=_DEADLINE_SECONDS)
            async with credential_for(settings, cloud, transport) as credential:
                client = signed_in_pipeline(credential, cloud, transport)
                try:
                    await self._make(Resources(client, cloud.resource_manager))
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
            await resources.make(self.image, IMAGES_API_VERSION, self._image_body(disks))
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


class Resources:
    """PUT and DELETE through a pipeline that signs in, against the Resource Manager at `endpoint`.

    Every method raises azure-core's HttpResponseError when Azure refuses, at once or later.
    """

    def __init__(self, client: AsyncPipelineClient[HttpRequest, AsyncHttpResponse], endpoint: str) -> None:
        self._client = client
        self._endpoint = endpoint

    async def make(self, resource: ResourceId, api_version: str, body: JsonObject) -> None:
        """Make a resource that is not there."""
        from azure.core.rest import HttpRequest

        await self._finish(HttpRequest("PUT", self._url(resource, api_version), json=body))

    async def delete(self, resource: ResourceId, api_version: str) -> None:
        """Delete a resource."""
        from azure.core.rest import HttpRequest

        await self._finish(HttpRequest("DELETE", self._url(resource, api_version)))

    def _url(self, resource: ResourceId, api_version: str) -> str:
        return f"{self._endpoint}{resource}?api-version={api_version}"

    async def _finish(self, request: HttpRequest) -> None:
        from azure.core.exceptions import HttpResponseError
        from azure.core.pipeline import PipelineContext, PipelineResponse
        from azure.core.polling import AsyncLROPoller
        from azure.mgmt.core.exceptions import ARMErrorFormat
        from azure.mgmt.core.polling.async_arm_polling import AsyncARMPolling

        response = await self._client.send_request(request)
        if response.status_code >= 400:
            raise HttpResponseError(response=response, error_format=ARMErrorFormat)
        begun = PipelineResponse(request, response, PipelineContext(None))
        await AsyncLROPoller[None](self._client, begun, lambda _: None, AsyncARMPolling()).result()
