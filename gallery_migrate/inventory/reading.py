"""Reads that only the inventory makes: which subscriptions there are, and when images were made.

An image says nothing of its age; Resource Manager's own list of resources does, with `$expand=createdTime`
(learn.microsoft.com, "Resources - List": createdTime is among the properties that may be expanded).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from azure_facts.reader import AzureReader

if TYPE_CHECKING:
    from azure_facts.json_types import JsonObject

_SUBSCRIPTIONS = "api-version=2022-12-01"
_IMAGES_FILTER = quote("resourceType eq 'Microsoft.Compute/images'")
_CREATED = f"$filter={_IMAGES_FILTER}&$expand=createdTime&api-version=2021-04-01"


class EstateReader(AzureReader):
    """A reader that also knows the lists of Resource Manager itself."""

    async def subscriptions(self) -> list[str]:
        """The enabled subscriptions that the identity sees, in Azure's order. Raises ReadFailed."""
        bodies = await self._resource_manager.list("/subscriptions", _SUBSCRIPTIONS, "list of subscriptions")
        return [str(body["subscriptionId"]) for body in bodies or () if body.get("state") == "Enabled"]

    async def created(self, subscription_id: str) -> dict[str, str]:
        """When each managed image was made, as Azure spells the time, by folded id. Raises ReadFailed."""
        path = f"/subscriptions/{subscription_id}/resources"
        bodies = await self._resource_manager.list(path, _CREATED, f"list of resources of {subscription_id}")
        return {str(body["id"]).lower(): created for body in bodies or () if (created := _created(body))}


def _created(body: JsonObject) -> str:
    found = body.get("createdTime")
    return found if isinstance(found, str) else ""
