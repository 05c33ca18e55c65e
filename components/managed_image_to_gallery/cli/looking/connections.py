"""One shared look per identity and cloud: stacks that reach Azure in the same way see the same."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.looking.shared_look import SharedLook

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from managed_image_to_gallery.azure.settings import AzureSettings


class Connections:
    """Opens a connection for settings when they are first asked for. Belongs to the event loop it was made in."""

    def __init__(self, open_: AsyncExitStack, *, many: bool) -> None:
        self._open = open_
        self._many = many
        self._looks: dict[AzureSettings, asyncio.Task[SharedLook]] = {}

    async def look(self, settings: AzureSettings) -> SharedLook:
        """What these settings see. Raises what `AzureReader.connect` raises, to all who ask: it is tried once."""
        if settings not in self._looks:
            self._looks[settings] = asyncio.ensure_future(self._connect(settings))
        # Shielded: one who gives up must not take the connection from the others.
        return await asyncio.shield(self._looks[settings])

    async def _connect(self, settings: AzureSettings) -> SharedLook:
        from managed_image_to_gallery.azure.reader import AzureReader

        reader = await self._open.enter_async_context(AzureReader.connect(settings))
        return SharedLook(reader, many=self._many)


@asynccontextmanager
async def open_connections(*, many: bool) -> AsyncGenerator[Connections]:
    """Connections that are open until the end of the `async with`; `many` as in `SharedLook`."""
    async with AsyncExitStack() as open_:
        yield Connections(open_, many=many)
