"""Who asks what another one asks: `AnswerCache`, lists above it, and `JointReading`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.answer_sharing import AnswerCache, JointReading, SharedLists
from managed_image_to_gallery.azure.errors import TimedOut
from tests.azure.movable_clock import StandingClock

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


async def _turns() -> None:
    """Let everything that can go on go on."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_all_who_ask_a_cache_side_by_side_or_later_get_the_answer_to_one_request() -> None:
    async def play() -> tuple[list[int], int]:
        requests, cache = Requests(), AnswerCache[int]()
        asked = [asyncio.ensure_future(cache.get("key", requests.ask)) for _ in range(3)]
        await _turns()
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
        await _turns()
        hasty.cancel()
        requests.go[1].set()
        return await patient

    assert asyncio.run(play()) == 1


class Readings:
    """Who takes part in which reading: each stays until `leave` is set for that one."""

    def __init__(self) -> None:
        self.begun = 0
        self.joint = JointReading(self.begin)
        self.parts: dict[str, int] = {}
        self.leave: dict[str, asyncio.Event] = {}

    def begin(self) -> int:
        self.begun += 1
        return self.begun

    def come(self, *names: str) -> list[asyncio.Task[None]]:
        return [asyncio.ensure_future(self._take_part(name)) for name in names]

    async def _take_part(self, name: str) -> None:
        self.leave[name] = asyncio.Event()
        async with self.joint.take_part() as reading:
            self.parts[name] = reading
            await self.leave[name].wait()

    async def go(self, *names: str) -> None:
        for name in names:
            self.leave[name].set()
        await _turns()


def test_who_comes_while_a_reading_goes_on_has_the_next_one_with_all_who_come_until_then() -> None:
    async def play() -> tuple[list[dict[str, int]], int]:
        seen, readings = list[dict[str, int]](), Readings()
        tasks = readings.come("first")
        await _turns()
        tasks += readings.come("late", "later")
        await _turns()
        seen.append(dict(readings.parts))
        await readings.go("first")
        seen.append(dict(readings.parts))
        tasks += readings.come("last")
        await readings.go("late")
        seen.append(dict(readings.parts))
        await readings.go("later", "last")
        await asyncio.gather(*tasks)
        return [*seen, dict(readings.parts)], readings.begun

    first, second = {"first": 1}, {"first": 1, "late": 2, "later": 2}
    assert asyncio.run(play()) == ([first, second, second, second | {"last": 3}], 3)


def test_nothing_of_a_reading_is_left_for_the_next() -> None:
    async def play() -> dict[str, int]:
        readings = Readings()
        for name in ("one", "two"):
            (task,) = readings.come(name)
            await _turns()
            await readings.go(name)
            await task
        return readings.parts

    assert asyncio.run(play()) == {"one": 1, "two": 2}


@pytest.mark.parametrize(("gives_up", "reading"), [("first", 3), ("waiting", 2), ("all waiting", 2)])
def test_one_who_gives_up_a_reading_keeps_nobody_from_it(gives_up: str, reading: int) -> None:
    async def play() -> int:
        readings = Readings()
        (first,) = readings.come("first")
        await _turns()
        waiting, patient = readings.come("waiting", "patient")
        await _turns()
        given_up = {"first": [first], "waiting": [waiting], "all waiting": [waiting, patient]}[gives_up]
        for one in given_up:
            one.cancel()
        await asyncio.wait(given_up)
        (last,) = readings.come("last")
        await _turns()
        await readings.go(*readings.leave)
        await asyncio.gather(first, waiting, patient, last, return_exceptions=True)
        return readings.parts["last"]

    assert asyncio.run(play()) == reading


def test_who_comes_while_a_reading_rests_waits_and_shares_the_next_one() -> None:
    """It rests from its beginning on; the first reading begins at once."""
    clock = StandingClock()

    async def play() -> tuple[dict[str, int], list[float]]:
        readings = Readings()
        readings.joint = JointReading(readings.begin, lambda _: 12.0, clock=lambda: clock.now, sleep=clock.sleep)
        tasks = readings.come("first")
        await _turns()
        clock.now += 5
        await readings.go("first")
        tasks += readings.come("second")
        await _turns()
        tasks += readings.come("third")
        await _turns()
        assert readings.parts == {"first": 1}
        clock.let_go()
        await _turns()
        await readings.go("second", "third")
        await asyncio.gather(*tasks)
        return readings.parts, clock.waits

    assert asyncio.run(play()) == ({"first": 1, "second": 2, "third": 2}, [7.0, 7.0])


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
