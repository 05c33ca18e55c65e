"""Who asks what another one asks: `AnswerCache`, and lists above it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.answer_sharing import AnswerCache, SharedLists
from managed_image_to_gallery.azure.errors import TimedOut
from tests.azure.movable_clock import let_all_go_on

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject


class Requests:
    """Answers with the number of the request, each as soon as it is let go; those in `failing` raise."""

    def __init__(self, *failing: int) -> None:
        self.count = 0
        self.failing = failing
        self.go = [asyncio.Event() for _ in range(4)]

    async def ask(self) -> int:
        self.count += 1
        number = self.count
        await self.go[number].wait()
        if number in self.failing:
            raise TimedOut("list", message="no answer")
        return number

    def let_all_go(self) -> None:
        for go in self.go:
            go.set()


def test_all_who_ask_a_cache_side_by_side_or_later_get_the_answer_to_one_request() -> None:
    async def play() -> tuple[list[int], int]:
        requests, cache = Requests(), AnswerCache[int]()
        asked = [asyncio.ensure_future(cache.get("key", requests.ask)) for _ in range(3)]
        await let_all_go_on()
        requests.let_all_go()
        return [*await asyncio.gather(*asked), await cache.get("key", requests.ask)], requests.count

    assert asyncio.run(play()) == ([1, 1, 1, 1], 1)


def test_a_cache_remembers_no_failure() -> None:
    async def play() -> int:
        requests, cache = Requests(1), AnswerCache[int]()
        requests.let_all_go()
        with pytest.raises(TimedOut):
            await cache.get("key", requests.ask)
        return await cache.get("key", requests.ask)

    assert asyncio.run(play()) == 2


def test_one_who_gives_up_does_not_take_the_answer_from_the_others() -> None:
    async def play() -> int:
        requests, shared = Requests(), AnswerCache[int]()
        hasty = asyncio.ensure_future(shared.get("key", requests.ask))
        patient = asyncio.ensure_future(shared.get("key", requests.ask))
        await let_all_go_on()
        hasty.cancel()
        requests.go[1].set()
        return await patient

    assert asyncio.run(play()) == 1


class Manager:
    """Answers every list with nothing; `asked` are the paths."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def get(self, path: str, query: str, what: str) -> JsonObject | None:
        raise NotImplementedError

    async def list(self, path: str, query: str, what: str) -> list[JsonObject] | None:
        self.asked.append(f"{path}?{query}")
        return []


def test_a_list_is_one_path_in_any_case_at_one_version() -> None:
    manager = Manager()
    lists = SharedLists(manager, AnswerCache())

    async def play() -> None:
        for path, query in (("/a/B", "v=1"), ("/A/b", "v=1"), ("/a/B", "v=2"), ("/a/c", "v=1")):
            await lists.list(path, query, "list")

    asyncio.run(play())

    assert manager.asked == ["/a/B?v=1", "/a/B?v=2", "/a/c?v=1"]
