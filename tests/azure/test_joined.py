from __future__ import annotations

import asyncio

import pytest

from managed_image_to_gallery.azure.errors import TimedOut
from managed_image_to_gallery.azure.joined import Joined


class Questions:
    """Answers with the number of the question, each as soon as it is let go; those in `failing` raise."""

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


async def _turns() -> None:
    """Let everything that can go on go on."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_who_asks_while_a_question_is_under_way_gets_the_answer_to_the_next_one() -> None:
    async def play() -> tuple[list[int], int]:
        questions, joined = Questions(), Joined[int]()
        first = asyncio.ensure_future(joined.get("key", questions.ask))
        await _turns()
        late = [asyncio.ensure_future(joined.get("key", questions.ask)) for _ in range(3)]
        await _turns()
        questions.go[2].set()
        questions.go[1].set()
        return [await first, *await asyncio.gather(*late)], questions.count

    assert asyncio.run(play()) == ([1, 2, 2, 2], 2)


def test_no_answer_is_kept() -> None:
    async def play() -> list[int]:
        questions, joined = Questions(), Joined[int]()
        for go in questions.go:
            go.set()
        return [await joined.get("key", questions.ask) for _ in range(3)]

    assert asyncio.run(play()) == [1, 2, 3]


def test_a_failure_is_told_to_all_who_share_it_and_not_to_the_next() -> None:
    async def play() -> list[object]:
        questions, joined = Questions(1), Joined[int]()
        for go in questions.go:
            go.set()
        shared = [joined.get("key", questions.ask) for _ in range(2)]
        failed: list[object] = [*await asyncio.gather(*shared, return_exceptions=True)]
        return [*failed, await joined.get("key", questions.ask)]

    first, second, third = asyncio.run(play())
    assert isinstance(first, TimedOut)
    assert isinstance(second, TimedOut)
    assert third == 2


def test_a_question_after_a_failed_one_is_put() -> None:
    async def play() -> int:
        questions, joined = Questions(1), Joined[int]()
        failing = asyncio.ensure_future(joined.get("key", questions.ask))
        await _turns()
        next_one = asyncio.ensure_future(joined.get("key", questions.ask))
        await _turns()
        for go in questions.go:
            go.set()
        with pytest.raises(TimedOut):
            await failing
        return await next_one

    assert asyncio.run(play()) == 2


def test_one_who_gives_up_does_not_take_the_answer_from_the_others() -> None:
    async def play() -> int:
        questions, joined = Questions(), Joined[int]()
        hasty = asyncio.ensure_future(joined.get("key", questions.ask))
        patient = asyncio.ensure_future(joined.get("key", questions.ask))
        await _turns()
        hasty.cancel()
        questions.go[1].set()
        return await patient

    assert asyncio.run(play()) == 1


def test_other_keys_do_not_wait() -> None:
    async def play() -> int:
        questions, joined = Questions(), Joined[int]()
        stuck = asyncio.ensure_future(joined.get("one", questions.ask))
        await _turns()
        questions.go[2].set()
        answer = await joined.get("other", questions.ask)
        stuck.cancel()
        return answer

    assert asyncio.run(play()) == 2
