"""Create, read, update and delete.

The requests of each, in the real provider's order (docs/reference/provider-protocol.md#create and the headings after
it).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from .arm.client import ArmClient
from .arm.errors import ArmError
from .arm.polling import completed
from .arm.responses import Response
from .drift import refreshed_inputs
from .errors import ProviderError
from .limits import Limit
from .resource_ids import build_id, parse_id
from .schema import ResourceType
from .settings import Settings
from .shapes import inputs_from_outputs, outputs, request_body, with_defaults_for_removed, with_maintained
from .values import JsonObject

_LOG = logging.getLogger(__name__)
_GROUP_API_VERSION = "2020-10-01"
_WRITTEN = frozenset({200, 201, 202})
_DELETED = frozenset({200, 202, 204})


class AlreadyExistsError(ProviderError):
    """A resource that should be created is already there; nothing was written."""

    def __init__(self, resource_id: str) -> None:
        super().__init__(f"cannot create already existing resource '{resource_id}'")
        self.resource_id = resource_id


class ExistenceUnknownError(ProviderError):
    """Whether the resource is already there could not be found out; nothing was written."""

    def __init__(self, resource_id: str, status: int, body: str) -> None:
        super().__init__(f"cannot check existence of resource '{resource_id}': status code {status}, {body}")
        self.resource_id = resource_id
        self.status = status
        self.body = body


class PartialFailureError(ProviderError):
    """Azure accepted the write, then it failed or was not awaited: the resource exists in the state given here."""

    def __init__(self, resource_id: str, current: JsonObject, inputs: JsonObject, reason: str) -> None:
        super().__init__(reason)
        self.resource_id = resource_id
        self.outputs = current
        self.inputs = inputs
        self.reason = reason


@dataclass(frozen=True)
class Written:
    """A resource after a create or an update: the id as Azure spells it, and the outputs."""

    resource_id: str
    outputs: JsonObject


@dataclass(frozen=True)
class Found:
    """A resource that was read, with the inputs a program would have to write for it."""

    outputs: JsonObject
    inputs: JsonObject


class Operations:
    """The operations on resources of one provider configuration."""

    def __init__(self, client: ArmClient, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._group_locations: dict[str, str] = {}

    async def create(self, resource: ResourceType, inputs: JsonObject, limit: Limit) -> Written:
        """Make a resource that must not exist yet.

        Raises `AlreadyExistsError`, `ExistenceUnknownError`, `ArmError` (nothing was made) or `PartialFailureError`.
        """
        resource_id = build_id(resource.path, self._settings.subscription_id, inputs)
        await limit.run(self._require_absent(resource, resource_id))
        return await self._write(resource, resource_id, inputs, request_body(resource, inputs), limit)

    async def update(
        self, resource: ResourceType, resource_id: str, old_inputs: JsonObject, inputs: JsonObject, limit: Limit
    ) -> Written:
        """PUT the whole new body. Raises `ArmError` (nothing changed) or `PartialFailureError`."""
        body = request_body(resource, with_defaults_for_removed(resource, old_inputs, inputs))
        if any(described.maintained and name not in inputs for name, described in resource.properties.items()):
            current = await limit.run(self._client.request("GET", resource_id, resource.api_version))
            body = with_maintained(resource, inputs, body, _succeeded(current).required_body())
        return await self._write(resource, resource_id, inputs, body, limit)

    async def delete(self, resource: ResourceType, resource_id: str, limit: Limit) -> None:
        """Delete a resource and wait until it is gone; one that is not there is a success. Raises `ArmError`."""
        response = await limit.run(self._client.request("DELETE", resource_id, resource.api_version))
        if response.status == 404:
            return
        if response.status not in _DELETED:
            raise response.error()
        try:
            await limit.run(completed(self._client, "DELETE", resource_id, resource.api_version, response))
        except ArmError as error:
            if error.status != 404:
                raise

    async def read(
        self, resource: ResourceType, resource_id: str, old_inputs: JsonObject | None, old_outputs: JsonObject
    ) -> Found | None:
        """The resource as it is now, or `None` when Azure does not have it.

        Without `old_inputs` (an import) the inputs are made from the id and the answer; with them (a refresh) they
        change by what changed in Azure. Raises `IdMismatchError` for an id of another type, `ArmError` when Azure
        does not say.
        """
        names = parse_id(resource.path, resource_id) if old_inputs is None else {}
        response = await self._client.request("GET", resource_id, resource.api_version)
        if response.status == 404:
            return None
        current = outputs(resource, _succeeded(response).required_body())
        if old_inputs is None:
            return Found(current, {**names, **inputs_from_outputs(resource.properties, current)})
        return Found(current, refreshed_inputs(resource, old_inputs, old_outputs, current))

    async def group_location(self, group: str) -> str | None:
        """The location of a resource group, remembered; `None` when it cannot be read, whatever the reason."""
        if group not in self._group_locations:
            path = f"/subscriptions/{self._settings.subscription_id}/resourceGroups/{group}"
            try:
                response = await self._client.request("GET", path, _GROUP_API_VERSION)
            except ProviderError:
                return None
            location = (response.body() or {}).get("location")
            if response.status != 200 or not isinstance(location, str):
                return None
            self._group_locations[group] = location
        return self._group_locations[group]

    async def _require_absent(self, resource: ResourceType, resource_id: str) -> None:
        response = await self._client.request("GET", resource_id, resource.api_version)
        if response.status == 200 and response.body():
            raise AlreadyExistsError(resource_id)
        if response.status not in {200, 204, 404}:
            raise ExistenceUnknownError(resource_id, response.status, response.text)

    async def _write(
        self, resource: ResourceType, resource_id: str, inputs: JsonObject, body: JsonObject, limit: Limit
    ) -> Written:
        accepted = await limit.run(self._client.request("PUT", resource_id, resource.api_version, body))
        if accepted.status not in _WRITTEN:
            raise accepted.error()
        try:
            final = await limit.run(completed(self._client, "PUT", resource_id, resource.api_version, accepted))
            written = final.required_body()
        except ProviderError as error:
            current = await self._state(resource, resource_id) or accepted.body() or {}
            raise PartialFailureError(
                str(current.get("id") or resource_id), outputs(resource, current), inputs, str(error)
            ) from error
        current = written if self._settings.skip_read_on_update else await self._state(resource, resource_id) or written
        return Written(str(written.get("id") or resource_id), outputs(resource, current))

    async def _state(self, resource: ResourceType, resource_id: str) -> JsonObject | None:
        """The resource after a write, as a fresh GET shows it; `None`, with a warning, when that cannot be read."""
        try:
            response = await self._client.request("GET", resource_id, resource.api_version)
            return _succeeded(response).required_body()
        except ProviderError as error:
            _LOG.warning("Failed to read resource after Create. Please report this issue. %s: %s", resource_id, error)
            return None


def _succeeded(response: Response) -> Response:
    if response.status >= 400:
        raise response.error()
    return response
