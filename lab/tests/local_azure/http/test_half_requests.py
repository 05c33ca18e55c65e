"""A client that goes away in the middle of its request has asked for nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from harness.local_azure import GROUP_API, InProcessAzure

if TYPE_CHECKING:
    from collections.abc import MutableMapping

Message = dict[str, Any]  # an ASGI event


def half(azure: InProcessAzure, method: str, path: str) -> list[MutableMapping[str, Any]]:
    """Send the head and half of the body, then hang up; what the server answered."""
    events: list[Message] = [
        {"type": "http.request", "body": b'{"location"', "more_body": True},
        {"type": "http.disconnect"},
    ]
    headers = [(b"host", b"localhost"), (b"authorization", azure.authorization.encode())]
    query = f"api-version={GROUP_API}".encode()
    scope: Message = {"type": "http", "method": method, "path": path, "query_string": query, "headers": headers}
    answered: list[MutableMapping[str, Any]] = []

    async def receive() -> Message:
        return events.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        answered.append(message)

    asyncio.run(azure.application(scope, receive, send))
    return answered


@pytest.mark.parametrize(("method", "name"), [("PUT", "new"), ("DELETE", "kept")])
def test_half_a_request_changes_nothing(azure: InProcessAzure, method: str, name: str) -> None:
    kept = azure.make_group("kept")

    assert half(azure, method, azure.group_id(name)) == []

    groups = azure.get(f"/subscriptions/{azure.subscription}/resourceGroups", api_version=GROUP_API).json()["value"]
    assert [(group["id"], group["properties"]["provisioningState"]) for group in groups] == [(kept, "Succeeded")]
