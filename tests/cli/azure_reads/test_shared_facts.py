from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.errors import Unreachable
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.azure_reads.shared_facts import open_connections

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

ONE, OTHER = AzureSettings(tenant_id="one"), AzureSettings(tenant_id="other")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[AzureSettings]:
    """The settings of every connection that was tried; only `OTHER` cannot be reached."""
    noted: list[AzureSettings] = []

    @asynccontextmanager
    async def connect(settings: AzureSettings) -> AsyncGenerator[object]:
        noted.append(settings)
        await asyncio.sleep(0)
        if settings == OTHER:
            raise Unreachable("the metadata", message="no route")
        yield object()

    monkeypatch.setattr(AzureReader, "connect", connect)
    return noted


def test_stacks_with_the_same_settings_share_a_look(opened: list[AzureSettings]) -> None:
    async def play() -> None:
        async with open_connections(many=True) as connections:
            first, second = await asyncio.gather(*(connections.facts(AzureSettings(tenant_id="one")) for _ in range(2)))
            assert first is second is await connections.facts(ONE)

    asyncio.run(play())
    assert opened == [ONE]


def test_what_cannot_be_reached_is_tried_once_and_told_to_all(opened: list[AzureSettings]) -> None:
    async def play() -> None:
        async with open_connections(many=True) as connections:
            with pytest.raises(Unreachable) as first:
                await connections.facts(OTHER)
            with pytest.raises(Unreachable) as second:
                await connections.facts(OTHER)
            assert first.value is second.value
            await connections.facts(ONE)

    asyncio.run(play())
    assert opened == [OTHER, ONE]
