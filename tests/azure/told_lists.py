"""Lists that are told, and versions that are told, in place of Resource Manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.errors import ReadFailed
from tests.azure.bodies import OTHER_SUBSCRIPTION, SUBSCRIPTION

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.resource_ids import ResourceId

READER: JsonObject = {"actions": ["*/read"], "notActions": []}


def permissions_path(subscription: str) -> str:
    return f"/subscriptions/{subscription}/providers/Microsoft.Authorization/permissions"


class ToldLists:
    """Lists by path; an absent one is empty, None does not exist. `asked` are the paths in order.

    Whoever asks is a reader of the subscriptions of these tests, unless told otherwise. `versions` are bodies by id.
    `standing` are the resources of which Azure says, when they are read by themselves, that they are there.
    """

    def __init__(self, answers: dict[str, list[JsonObject] | ReadFailed | None] | None = None) -> None:
        readers = {permissions_path(one): [READER] for one in (SUBSCRIPTION, OTHER_SUBSCRIPTION)}
        self.answers: dict[str, list[JsonObject] | ReadFailed | None] = {**readers, **(answers or {})}
        self.versions: dict[str, JsonObject | None] = {}
        self.standing: set[str] = set()
        self.asked: list[str] = []

    async def get(self, path: str, query: str, what: str) -> JsonObject | None:
        self.asked.append(path)
        return {"id": path} if path in self.standing else None

    async def list(self, path: str, query: str, what: str) -> list[JsonObject] | None:
        self.asked.append(path)
        answer = self.answers.get(path, [])
        if isinstance(answer, ReadFailed):
            raise answer
        return answer

    async def read_version(self, version: ResourceId) -> ImageVersion | None:
        self.asked.append(str(version))
        body = self.versions[str(version)]
        return None if body is None else wire.image_version(body)
