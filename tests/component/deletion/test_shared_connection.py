"""Proofs side by side share a connection, and nothing that was read over it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.component.deletion.shared_connection import SharedConnection

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from managed_image_to_gallery.azure.pacing import Pace

SETTINGS = AzureSettings.read({}, {})


class Connections:
    """In place of `AzureReader.connect`: waits for `let`, then fails or opens; `events` says what was done."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.let = asyncio.Event()
        self.events: list[str] = []
        self.paces: list[Pace] = []

    @asynccontextmanager
    async def connect(
        self, _: AzureSettings, *, pace: Pace, more_come: Callable[[], bool]
    ) -> AsyncGenerator[AzureReader]:
        self.paces.append(pace)
        await self.let.wait()
        self.events.append("opened")
        if self.fails:
            raise OSError("no route")
        try:
            yield AzureReader(cast("Any", None))
        finally:
            self.events.append("closed")


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Connections:
    made = Connections()
    monkeypatch.setattr(AzureReader, "connect", made.connect)
    return made


async def use(shared: SharedConnection) -> AzureReader:
    async with shared.reader() as reader:
        await asyncio.sleep(0)
        return reader


def test_side_by_side_they_share_one_connection_and_no_reader(connections: Connections) -> None:
    async def main() -> None:
        shared = SharedConnection(SETTINGS)
        users = [asyncio.ensure_future(use(shared)) for _ in range(3)]
        connections.let.set()
        assert len({id(reader) for reader in await asyncio.gather(*users)}) == 3
        assert connections.events == ["opened", "closed"]
        await use(shared)
        assert connections.events == ["opened", "closed"] * 2

    asyncio.run(main())


def test_when_azure_lets_them_read_holds_for_whoever_opens_the_next_connection(connections: Connections) -> None:
    async def main() -> None:
        shared = SharedConnection(SETTINGS)
        connections.let.set()
        await use(shared)
        await use(shared)
        assert connections.paces == [shared.pace] * 2

    asyncio.run(main())


def test_one_who_gives_up_takes_it_from_nobody(connections: Connections) -> None:
    async def main() -> None:
        shared = SharedConnection(SETTINGS)
        impatient, patient = (asyncio.ensure_future(use(shared)) for _ in range(2))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.wait([impatient])
        connections.let.set()
        assert await patient
        assert connections.events == ["opened", "closed"]

    asyncio.run(main())


def test_the_last_who_gives_up_ends_the_attempt(connections: Connections) -> None:
    async def main() -> None:
        shared = SharedConnection(SETTINGS)
        only = asyncio.ensure_future(use(shared))
        await asyncio.sleep(0)
        only.cancel()
        await asyncio.wait([only])
        assert asyncio.all_tasks() == {asyncio.current_task()}
        connections.let.set()
        assert await use(shared)

    asyncio.run(main())


def test_a_failure_is_told_to_all_and_not_remembered(connections: Connections) -> None:
    async def main() -> None:
        shared = SharedConnection(SETTINGS)
        connections.fails = True
        connections.let.set()
        answers = await asyncio.gather(use(shared), use(shared), return_exceptions=True)
        assert [type(answer) for answer in answers] == [OSError, OSError]
        connections.fails = False
        assert await use(shared)
        assert connections.events == ["opened", "opened", "closed"]

    asyncio.run(main())
