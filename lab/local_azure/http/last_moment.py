"""A poll shortly before the end of an operation is answered at its end, so that no client waits longer than the work.

Only at time scales other than 1, and only what is too short for `Retry-After`, which knows whole seconds: the
JavaScript SDK knows no other header and would wait its own 2 seconds (docs/reference/resource-manager.md#operations).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local_azure.arm.operations import Operation
    from local_azure.arm.world import LocalWorld

LONGEST_WAIT = 1.0
"""Seconds that a poll is held at most."""


async def wait_for_end(world: LocalWorld, operation_id: str) -> None:
    """Return when the operation ended, or at once when it has longer to go than `LONGEST_WAIT`."""
    operation = world.operations.get(operation_id)
    if operation is None or world.clock.time_scale == 1.0 or not world.clock.runs:
        return
    last = world.now + LONGEST_WAIT
    while _ends_by(operation, last):
        await asyncio.sleep(max(operation.due - world.now, 0.0))
        world.settle()


def _ends_by(operation: Operation, moment: float) -> bool:
    return operation.running and operation.held_by is None and operation.due <= moment
