"""Who reads with whom, and when: `JointReading`."""

from __future__ import annotations

import asyncio

import pytest

from managed_image_to_gallery.azure.joint_reading import JointReading
from tests.azure.movable_clock import Alarms, StandingClock, let_all_go_on


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
        await let_all_go_on()


def test_who_comes_while_a_reading_goes_on_has_the_next_one_with_all_who_come_until_then() -> None:
    async def play() -> tuple[list[dict[str, int]], int]:
        seen, readings = list[dict[str, int]](), Readings()
        tasks = readings.come("first")
        await let_all_go_on()
        tasks += readings.come("late", "later")
        await let_all_go_on()
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
            await let_all_go_on()
            await readings.go(name)
            await task
        return readings.parts

    assert asyncio.run(play()) == {"one": 1, "two": 2}


@pytest.mark.parametrize(("gives_up", "reading"), [("first", 3), ("waiting", 2), ("all waiting", 2)])
def test_one_who_gives_up_a_reading_keeps_nobody_from_it(gives_up: str, reading: int) -> None:
    async def play() -> int:
        readings = Readings()
        (first,) = readings.come("first")
        await let_all_go_on()
        waiting, patient = readings.come("waiting", "patient")
        await let_all_go_on()
        given_up = {"first": [first], "waiting": [waiting], "all waiting": [waiting, patient]}[gives_up]
        for one in given_up:
            one.cancel()
        await asyncio.wait(given_up)
        (last,) = readings.come("last")
        await let_all_go_on()
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
        await let_all_go_on()
        clock.now += 5
        await readings.go("first")
        tasks += readings.come("second")
        await let_all_go_on()
        tasks += readings.come("third")
        await let_all_go_on()
        assert readings.parts == {"first": 1}
        clock.let_go()
        await let_all_go_on()
        await readings.go("second", "third")
        await asyncio.gather(*tasks)
        return readings.parts, clock.waits

    assert asyncio.run(play()) == ({"first": 1, "second": 2, "third": 2}, [7.0, 7.0])


@pytest.mark.parametrize(("patience", "begins"), [(100.0, 7.0), (5.0, 5.0)], ids=["nobody comes", "long enough"])
def test_a_reading_begins_when_nobody_has_come_for_a_while_or_the_first_has_waited_long_enough(
    patience: float, begins: float
) -> None:
    async def play() -> tuple[float, dict[str, int]]:
        clock, readings = Alarms(), Readings()
        readings.joint = JointReading(
            readings.begin, quiet=lambda: 4.0, patience=patience, clock=lambda: clock.now, sleep=clock.sleep
        )
        tasks = readings.come("at 0")
        await let_all_go_on()
        clock.now = 3.0
        tasks += readings.come("at 3")
        await let_all_go_on()
        await clock.wake_all()
        await readings.go("at 0", "at 3")
        await asyncio.gather(*tasks)
        return clock.now, readings.parts

    assert asyncio.run(play()) == (begins, {"at 0": 1, "at 3": 1})


def test_a_reading_begins_for_all_when_the_last_of_them_has_come() -> None:
    clock = StandingClock()

    async def play() -> dict[str, int]:
        readings = Readings()
        readings.joint = JointReading(
            readings.begin,
            quiet=lambda: 0.0 if "last" in readings.leave else 4.0,
            clock=lambda: clock.now,
            sleep=clock.sleep,
        )
        tasks = readings.come("first")
        await let_all_go_on()
        assert readings.parts == {}
        tasks += readings.come("last")
        await let_all_go_on()
        await readings.go("first", "last")
        await asyncio.gather(*tasks)
        return readings.parts

    assert asyncio.run(play()) == {"first": 1, "last": 1}
    assert clock.waits == [4.0], "nobody waits for the clock any more"


def test_no_more_share_a_reading_than_are_to_and_the_others_have_the_next_ones_in_their_order() -> None:
    async def play() -> tuple[list[int], dict[str, int]]:
        readings, begun = Readings(), list[int]()
        readings.joint = JointReading(readings.begin, most=2)
        tasks = readings.come(*"abcdef")
        for leaves in ("a", "bc", "de", "f"):
            await let_all_go_on()
            begun.append(readings.begun)
            await readings.go(*leaves)
        await asyncio.gather(*tasks)
        return begun, readings.parts

    assert asyncio.run(play()) == ([1, 2, 3, 4], {"a": 1, "b": 2, "c": 2, "d": 3, "e": 3, "f": 4})


def test_who_gives_up_while_several_wait_leaves_a_place_and_keeps_nobody() -> None:
    async def play() -> dict[str, int]:
        readings = Readings()
        readings.joint = JointReading(readings.begin, most=2)
        tasks = readings.come(*"abcde")
        await let_all_go_on()
        for name in "bcd":  # all who waited for the second, and one who waits for the third
            tasks["abcde".index(name)].cancel()
        await let_all_go_on()
        tasks += readings.come("f")
        for leaves in ("a", "ef"):
            await let_all_go_on()
            await readings.go(*leaves)
        await asyncio.gather(*tasks, return_exceptions=True)
        return readings.parts

    assert asyncio.run(play()) == {"a": 1, "e": 2, "f": 2}
