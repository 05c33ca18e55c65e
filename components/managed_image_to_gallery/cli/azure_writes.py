"""What the command line writes to Azure without the engine: resources made and deleted, each waited for.

Waiting for a long-running operation is azure-mgmt-core's: which header to follow, how long to wait, what counts as
failed.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.clouds import endpoints_for
from managed_image_to_gallery.azure.credentials import credential_for
from managed_image_to_gallery.azure.resource_manager import anonymous_pipeline, signed_in_pipeline
from managed_image_to_gallery.azure.transport import open_transport

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from azure.core import AsyncPipelineClient
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings

_DEADLINE_SECONDS = 60.0


@asynccontextmanager
async def open_resources(settings: AzureSettings) -> AsyncGenerator[Resources]:
    """The resources of the cloud that the settings name, as the identity that they name. Raises AzureFactsError."""
    async with open_transport() as transport:
        cloud = await endpoints_for(settings, anonymous_pipeline(transport), deadline=_DEADLINE_SECONDS)
        async with credential_for(settings, cloud, transport) as credential:
            yield Resources(signed_in_pipeline(credential, cloud, transport), cloud.resource_manager)


class Resources:
    """GET, PUT and DELETE through a pipeline that signs in, against the Resource Manager at `endpoint`.

    A resource is given by its id, or by the path of what has no id of that form: a resource group, a lock on an image.

    Every method raises azure-core's HttpResponseError when Azure refuses, at once or later.
    """

    def __init__(self, client: AsyncPipelineClient[HttpRequest, AsyncHttpResponse], endpoint: str) -> None:
        self._client = client
        self._endpoint = endpoint

    async def read(self, resource: ResourceId | str, api_version: str, query: str = "") -> JsonObject | None:
        """The body of a resource, None when there is none. query: what is asked for besides, `&name=value`."""
        from azure.core.exceptions import ResourceNotFoundError
        from azure.core.rest import HttpRequest

        response = await self._client.send_request(HttpRequest("GET", self._url(resource, api_version) + query))
        with suppress(ResourceNotFoundError):
            return cast("JsonObject", _accepted(response).json())
        return None

    async def make(self, resource: ResourceId | str, api_version: str, body: JsonObject) -> None:
        """Make a resource that is not there."""
        from azure.core.rest import HttpRequest

        await self._finish(HttpRequest("PUT", self._url(resource, api_version), json=body))

    async def begin(self, resource: ResourceId | str, api_version: str, body: JsonObject) -> None:
        """Have Azure begin to make a resource; what becomes of it is not waited for."""
        from azure.core.rest import HttpRequest

        _accepted(await self._client.send_request(HttpRequest("PUT", self._url(resource, api_version), json=body)))

    async def delete(self, resource: ResourceId | str, api_version: str, query: str = "") -> None:
        """Delete a resource, if it is there. query: what is asked for besides, `&name=value`."""
        from azure.core.exceptions import ResourceNotFoundError
        from azure.core.rest import HttpRequest

        with suppress(ResourceNotFoundError):
            await self._finish(HttpRequest("DELETE", self._url(resource, api_version) + query))

    def _url(self, resource: ResourceId | str, api_version: str) -> str:
        return f"{self._endpoint}{resource}?api-version={api_version}"

    async def ask(self, method: str, path: str, body: JsonObject | None = None) -> tuple[int, JsonObject]:
        """Status and body of whatever Azure answers, a refusal too. path: with everything that is asked."""
        from azure.core.rest import HttpRequest

        response = await self._client.send_request(HttpRequest(method, f"{self._endpoint}{path}", json=body))
        try:
            answer = cast("object", response.json())
        except ValueError:
            answer = None
        return response.status_code, cast("JsonObject", answer) if isinstance(answer, dict) else {}

    async def _finish(self, request: HttpRequest) -> None:
        from azure.core.pipeline import PipelineContext, PipelineResponse
        from azure.core.polling import AsyncLROPoller
        from azure.mgmt.core.polling.async_arm_polling import AsyncARMPolling

        response = _accepted(await self._client.send_request(request))
        begun = PipelineResponse(request, response, PipelineContext(None))
        await AsyncLROPoller[None](self._client, begun, lambda _: None, AsyncARMPolling()).result()


def _accepted(response: AsyncHttpResponse) -> AsyncHttpResponse:
    from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
    from azure.mgmt.core.exceptions import ARMErrorFormat

    if response.status_code == 404:
        raise ResourceNotFoundError(response=response, error_format=ARMErrorFormat)
    if response.status_code >= 400:
        raise HttpResponseError(response=response, error_format=ARMErrorFormat)
    return response
