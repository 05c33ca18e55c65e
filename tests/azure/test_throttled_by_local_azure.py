"""Every kind of question that local Azure refuses with 429 is asked again when Azure says so, and answered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from harness.local_azure import LocalAzure
from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_graph import SweepScope
from managed_image_to_gallery.azure.resource_ids import image_id
from managed_image_to_gallery.azure.settings import AzureSettings
from tests.azure.movable_clock import MovableClock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from managed_image_to_gallery.azure.resource_ids import ResourceId

__all__ = ["azure", "server"]
WAIT = 1_200
SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images: [{resourceGroup: myResourceGroup, name: myImage, hyperVGeneration: V2}]
"""


def mine(azure: LocalAzure) -> ResourceId:
    return image_id(azure.subscription, "myResourceGroup", "myImage")


QUESTIONS: dict[str, Callable[[AzureReader, LocalAzure], Awaitable[object]]] = {
    "Microsoft.Compute/images": lambda reader, azure: reader.image(mine(azure)),
    "Microsoft.Authorization/permissions": lambda reader, azure: reader.permissions(
        f"/subscriptions/{azure.subscription}"
    ),
    "Microsoft.Authorization/locks": lambda reader, azure: reader.locks(mine(azure)),
    "Microsoft.Compute/virtualMachines": lambda reader, azure: reader.references_to(mine(azure), [azure.subscription]),
    "Microsoft.Resources/resources": lambda reader, azure: reader.image_created(mine(azure)),
    "Microsoft.Resources/subscriptions/locations": lambda reader, azure: reader.regions(azure.subscription),
    "Microsoft.ResourceGraph/resources": lambda reader, azure: reader.sweep(SweepScope((azure.subscription,))),
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_question_that_is_refused_twice_is_answered(azure: LocalAzure, kind: str) -> None:
    refusal = {"status": 429, "code": "TooManyRequests", "retryAfter": WAIT}
    azure.add_fault({"match": {"type": kind, "times": 2}, "refuse": refusal})
    clock = MovableClock()

    async def play() -> object:
        async with AzureReader.connect(AzureSettings.read({}, azure.env), pace=clock.pace()) as reader:
            return await QUESTIONS[kind](reader, azure)

    assert asyncio.run(play()) is not None
    assert len(azure.injected()) == 2
    assert sum(clock.waits) >= 2 * WAIT
