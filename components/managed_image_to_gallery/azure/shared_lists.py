"""Lists of Resource Manager that many ask for: a whole subscription's is the same for every migration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from managed_image_to_gallery.azure.json_types import JsonObject

    Bodies = list[JsonObject] | None


class Lists(Protocol):
    """What reads lists: `ResourceManager`, or `SharedLists` above it."""

    async def list(self, path: str, query: str, what: str) -> Bodies:
        """The items of all pages, None when Azure says that the parent does not exist. Raises ReadFailed."""
        ...


class Answers(Protocol):
    """Who gets which answer: `Remembered` or `Joined`."""

    async def get(self, key: str, ask: Callable[[], Coroutine[object, object, Bodies]]) -> Bodies:
        """The answer to the key's question."""
        ...


class SharedLists:
    """Lists that `answers` hands to all who ask for the same one, in whatever letters its path is written."""

    def __init__(self, lists: Lists, answers: Answers) -> None:
        self._lists = lists
        self._answers = answers

    async def list(self, path: str, query: str, what: str) -> Bodies:
        """As `Lists.list`."""
        ask = self._lists.list
        return await self._answers.get(f"{path.lower()}?{query}", lambda: ask(path, query, what))
