from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.remembered import Remembered
from managed_image_to_gallery.azure.shared_lists import SharedLists

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject


class Manager:
    """Answers every list with nothing; `asked` are the paths."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def list(self, path: str, query: str, what: str) -> list[JsonObject] | None:
        self.asked.append(f"{path}?{query}")
        return []


def test_a_list_is_one_path_in_any_letters_at_one_version() -> None:
    manager = Manager()
    answers: Remembered[list[JsonObject] | None] = Remembered()
    lists = SharedLists(manager, answers)

    async def play() -> None:
        for path, query in (("/a/B", "v=1"), ("/A/b", "v=1"), ("/a/B", "v=2"), ("/a/c", "v=1")):
            await lists.list(path, query, "list")

    asyncio.run(play())

    assert manager.asked == ["/a/B?v=1", "/a/B?v=2", "/a/c?v=1"]
