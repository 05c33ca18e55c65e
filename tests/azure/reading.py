"""A reader that is connected to a server of a test's own, for one scenario."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from managed_image_to_gallery.azure.reader import AzureReader
from tests.azure.arm_server import Answer, ArmServer, Said, serving
from tests.azure.bodies import IMAGE, SUBSCRIPTION, page
from tests.azure.movable_clock import MovableClock
from tests.azure.told_lists import READER, permissions_path

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import trustme

_T = TypeVar("_T")
PERMISSIONS = permissions_path(SUBSCRIPTION)


def run(
    authority: trustme.CA,
    answers: dict[str, list[Answer]],
    scenario: Callable[[AzureReader, ArmServer], Awaitable[_T]],
    *,
    deadline: float = 20,
    clock: MovableClock | None = None,
) -> _T:
    """Play a scenario with a reader that is connected to a server giving these answers, as one who may read all.

    clock: what moves when the reader waits; by default one of its own.
    """
    moving = clock or MovableClock()

    async def play() -> _T:
        async with (
            serving(authority, {PERMISSIONS: [Said(page(READER))], **answers}) as server,
            AzureReader.connect(server.settings, deadline=deadline, pace=moving.pace()) as reader,
        ):
            return await scenario(reader, server)

    return asyncio.run(play())


def read_image(
    authority: trustme.CA, *answers: Answer, deadline: float = 20, clock: MovableClock | None = None
) -> object:
    said = {str(IMAGE): list(answers)}
    return run(authority, said, lambda reader, _: reader.image(IMAGE), deadline=deadline, clock=clock)
