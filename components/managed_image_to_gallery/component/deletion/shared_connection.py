"""One connection to Azure for all proofs that go on side by side."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.pacing import Pace
from managed_image_to_gallery.azure.reader import AzureReader

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from managed_image_to_gallery.azure.settings import AzureSettings


class SharedConnection:
    """Opened by the first who needs it, closed by the last.

    What is shared is the sign-in, the trusted certificates and the pool of connections: a third of what a proof took.
    Nothing that was read is: each gets a reader of its own, which asks Azure everything anew. `pace`: when Azure lets
    them read, for all of them, whoever opens the connection. more_come: whether further proofs will ask for a survey
    soon; those that ask before it begins share it.
    """

    def __init__(self, settings: AzureSettings, more_come: Callable[[], bool] = lambda: False) -> None:
        self._settings = settings
        self._more_come = more_come
        self.pace = Pace()
        self._users = 0
        self._opening: asyncio.Task[AzureReader] | None = None
        self._open = AsyncExitStack()

    @asynccontextmanager
    async def reader(self) -> AsyncGenerator[AzureReader]:
        """A reader that has read nothing yet. Raises what `AzureReader.connect` raises, to all who wait for it."""
        self._users += 1
        try:
            if self._opening is None:
                self._opening = asyncio.ensure_future(self._connect(self._open))
            # Shielded: one who gives up must not take the connection from the others.
            yield (await asyncio.shield(self._opening)).afresh()
        finally:
            self._users -= 1
            if not self._users:
                await self._close()

    async def _connect(self, open_: AsyncExitStack) -> AzureReader:
        return await open_.enter_async_context(
            AzureReader.connect(self._settings, pace=self.pace, more_come=self._more_come)
        )

    async def _close(self) -> None:
        """Whoever comes while it closes opens another one."""
        opening, open_ = self._opening, self._open
        self._opening, self._open = None, AsyncExitStack()
        if opening is not None and not opening.done():
            opening.cancel()
            await asyncio.wait([opening])
        await open_.aclose()
