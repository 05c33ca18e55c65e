"""A kind of resource that can name an image, and its list in a whole subscription."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.answers import must_exist
from managed_image_to_gallery.azure.errors import RequestRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.answer_sharing import Lists
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.wire_references import Naming

_NO_SUCH_PROVIDER = frozenset({"MissingSubscriptionRegistration", "InvalidResourceNamespace"})
"""The subscription does not use the provider, or the cloud does not have it: then nothing of it exists."""


def names_nothing(_: JsonObject) -> list[Naming]:
    """What the body of a kind names of which only what lies below it can name an image."""
    return []


@dataclass(frozen=True)
class Kind:
    """Something that can name an image, listed in a whole subscription. Without `optional` its list always exists."""

    resource_type: str
    api_version: str
    namings: Callable[[JsonObject], list[Naming]] = names_nothing
    optional: bool = False

    @property
    def read(self) -> str:
        """The action that its list takes."""
        return f"{self.resource_type}/read"


async def listed(lists: Lists, kind: Kind, subscription: str) -> list[JsonObject]:
    """What there is of a kind. Raises ReadFailed.

    A list that exists in every subscription that uses its provider: another 404 for it says nothing.
    """
    path = f"/subscriptions/{subscription}/providers/{kind.resource_type}"
    what = f"list of {kind.resource_type} of subscription {subscription}"
    try:
        bodies = await lists.list(path, f"api-version={kind.api_version}", what)
    except RequestRefused as refusal:
        if kind.optional and refusal.code in _NO_SUCH_PROVIDER:
            return []
        raise
    return must_exist(bodies, what)
