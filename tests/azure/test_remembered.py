from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.errors import TimedOut
from managed_image_to_gallery.azure.remembered import Remembered

if TYPE_CHECKING:
    pass


class Questions:
    """Counts how often it was asked; each answer waits until `answer` is set, the first may fail."""

    def __init__(self, *, fails_first: bool = False) -> None:
        self.count = 0
        self.answer = asyncio.Event()
        self.fails_first = fails_first

    async def ask(self) -> str:
        self.count += 1
        number = self.count
        await self.answer.wait()
        if self.fails_first and number == 1:
            raise TimedOut("list", message="no answer")
        return f"answer {number}"


def test_all_who_ask_side_by_side_get_the_answer_to_one_question() -> None:
    async def play() -> tuple[list[str], int]:
        questions, memory = Questions(), Remembered[str]()
        asked = [asyncio.ensure_future(memory.get("key", questions.ask)) for _ in range(3)]
        questions.answer.set()
        return [*await asyncio.gather(*asked), await memory.get("key", questions.ask)], questions.count

    assert asyncio.run(play()) == (["answer 1"] * 4, 1)


def test_a_failure_is_told_and_asked_again() -> None:
    async def play() -> str:
        questions, memory = Questions(fails_first=True), Remembered[str]()
        questions.answer.set()
        with pytest.raises(TimedOut):
            await memory.get("key", questions.ask)
        return await memory.get("key", questions.ask)

    assert asyncio.run(play()) == "answer 2"


def test_one_who_gives_up_does_not_take_the_answer_from_the_others() -> None:
    async def play() -> str:
        questions, memory = Questions(), Remembered[str]()
        hasty = asyncio.ensure_future(memory.get("key", questions.ask))
        patient = asyncio.ensure_future(memory.get("key", questions.ask))
        await asyncio.sleep(0)
        hasty.cancel()
        questions.answer.set()
        return await patient

    assert asyncio.run(play()) == "answer 1"
