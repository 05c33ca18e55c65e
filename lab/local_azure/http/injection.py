"""What fault rules do to a request on the wire: delays, refusals, resets, lost responses."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from local_azure.arm.errors import ArmError
from local_azure.faults.consequences import after_acceptance, before_request
from local_azure.http.operation_urls import retry_headers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local_azure.arm.resource_type import Result
    from local_azure.arm.world import LocalWorld
    from local_azure.faults.engine import ActiveRule


class ConnectionDropped(Exception):
    """The connection is reset instead of answering; `took_effect` says whether the request was carried out."""

    def __init__(self, *, took_effect: bool) -> None:
        super().__init__("a fault rule resets the connection")
        self.took_effect = took_effect


async def before(world: LocalWorld, taken: Sequence[ActiveRule], requested_id: str) -> None:
    """Everything that happens before the resource provider is asked; raises to answer in its place."""
    for active in taken:
        before_request(world, active, requested_id)
    for active in taken:
        if active.rule.delay is not None:
            await asyncio.sleep(active.rule.delay)
            world.settle()
    for active in taken:
        if active.rule.refuse is not None:
            raise _refusal(active)
        if active.rule.reset_connection:
            raise ConnectionDropped(took_effect=False)


def after(world: LocalWorld, taken: Sequence[ActiveRule], result: Result) -> None:
    """Everything that happens once the request was carried out."""
    if result.operation is not None:
        after_acceptance(world, taken, result.operation)
    if any(active.rule.lose_response for active in taken):
        raise ConnectionDropped(took_effect=True)


def _refusal(active: ActiveRule) -> ArmError:
    refusal = active.rule.refuse
    if refusal is None:
        raise ValueError(f"rule {active.id} refuses nothing")
    headers = {} if refusal.retry_after is None else retry_headers(refusal.retry_after)
    return ArmError(refusal.status, refusal.code, refusal.message, extra_headers={**headers, **refusal.headers})
