"""Where an accepted operation is polled, and how soon: URLs and `Retry-After`
(docs/reference/resource-manager.md#operations).

At time scale 1 exactly what was recorded is sent. At any other scale every answer that is not the last one says when
to come back, also where Azure leaves it out, so that no client falls into its own default of 2, 10 or 30 seconds:
whole seconds as `Retry-After`, less than one as `x-ms-retry-after-ms` (`Retry-After: 0` is ignored by every client).
"""

from __future__ import annotations

import math

from local_azure.arm.operations import Operation, OperationStyle
from local_azure.arm.resource_type import World

DEFAULT_POLL_SECONDS = 10.0
"""Azure's seconds between polls where it names none: what azcore takes."""

SHORTEST_MILLISECONDS = 10


def operation_url(base_url: str, operation: Operation, style: OperationStyle) -> str:
    """The URL for `Azure-AsyncOperation`."""
    if style.below_resource:
        version = operation.arguments.get("api_version", "")
        return f"{base_url}{operation.resource_id}/{style.url_family}/{operation.id}?api-version={version}"
    return _url(base_url, operation, style, style.url_family, monitor=False)


def monitor_url(base_url: str, operation: Operation, style: OperationStyle) -> str:
    """The URL for `Location`."""
    if style.monitor_family is None:
        return _url(base_url, operation, style, style.url_family, monitor=True)
    return _url(base_url, operation, style, style.monitor_family, monitor=False)


def accepted_headers(world: World, base_url: str, operation: Operation, style: OperationStyle) -> dict[str, str]:
    """The headers of the answer that accepts an operation."""
    deleting = operation.verb == "delete"
    acting = operation.verb not in ("put", "patch", "delete")
    headers: dict[str, str] = {}
    if not deleting or style.delete_sends_operation:
        headers["Azure-AsyncOperation"] = operation_url(base_url, operation, style)
    if acting or (style.delete_sends_location if deleting else style.put_sends_location):
        headers["Location"] = monitor_url(base_url, operation, style)
    if style.notification:
        headers["Azure-AsyncNotification"] = "Enabled"
    seconds = style.delete_retry_after if deleting else style.put_retry_after
    if operation.running:
        headers |= retry_after(world, operation, seconds)
    return headers


def retry_after(world: World, operation: Operation, azure_seconds: float | None) -> dict[str, str]:
    """When to poll again: never later than the operation's end, unless Azure's own time applies."""
    if world.clock.time_scale == 1.0:
        return {} if azure_seconds is None else retry_headers(azure_seconds)
    seconds = world.clock.scaled(azure_seconds or DEFAULT_POLL_SECONDS)
    if operation.held_by is None:
        seconds = min(seconds, max(0.0, operation.due - world.now))
    return retry_headers(seconds)


def retry_headers(seconds: float) -> dict[str, str]:
    """A waiting time as the header that every client understands best."""
    if seconds >= 1:
        return {"Retry-After": str(math.ceil(seconds))}
    return {"x-ms-retry-after-ms": str(max(SHORTEST_MILLISECONDS, math.ceil(seconds * 1000)))}


def _url(base_url: str, operation: Operation, style: OperationStyle, family: str, *, monitor: bool) -> str:
    api_version = operation.arguments.get("api_version", "")
    query = f"monitor=true&api-version={api_version}" if monitor else f"api-version={api_version}"
    scope = f"{base_url}/subscriptions/{operation.subscription}"
    if not style.provider or style.below_resource:
        return f"{scope}/{family}/{operation.id}?{query}"
    return f"{scope}/providers/{style.provider}/locations/{operation.location}/{family}/{operation.id}?{query}"
