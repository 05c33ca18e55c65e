"""Reads that only the inventory makes: which subscriptions there are."""

from __future__ import annotations

from managed_image_to_gallery.azure.reader import AzureReader

_SUBSCRIPTIONS = "api-version=2022-12-01"


class EstateReader(AzureReader):
    """A reader that also knows the lists of Resource Manager itself."""

    async def subscriptions(self) -> list[str]:
        """The enabled subscriptions that the identity sees, in Azure's order. Raises ReadFailed."""
        bodies = await self._resource_manager.list("/subscriptions", _SUBSCRIPTIONS, "list of subscriptions")
        return [str(body["subscriptionId"]) for body in bodies or () if body.get("state") == "Enabled"]
