"""Whole resources are made and deleted, and each call lasts until Azure has done it.

This is the only place of the product that writes to Azure without the engine. Waiting for a long-running operation is
azure-mgmt-core's: which header to follow, how long to wait, what counts as failed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azure.core import AsyncPipelineClient
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId


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
