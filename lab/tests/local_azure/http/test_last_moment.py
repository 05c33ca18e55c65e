from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing

import pytest

from harness.local_azure import InProcessAzure
from tests.local_azure.http.test_injection import inject
from tests.local_azure.http.test_operation_polls import IMAGE, IMAGE_API

AZURE_SECONDS = 5
"""What making an image takes Azure."""


Running = Callable[[float], InProcessAzure]


@pytest.fixture
def running() -> Generator[Running]:
    """Starts an Azure whose clock runs, where an image takes the given seconds."""
    with ExitStack() as stack:

        def start(seconds: float) -> InProcessAzure:
            azure = stack.enter_context(closing(InProcessAzure(time_scale=seconds / AZURE_SECONDS)))
            azure.clock.source = time.time
            return azure

        yield start


def started(azure: InProcessAzure) -> str:
    """The URL of an operation that has just begun."""
    image = f"{azure.make_group('rg')}/providers/Microsoft.Compute/images/i"
    return azure.put(image, IMAGE, api_version=IMAGE_API).headers["azure-asyncoperation"]


def test_the_first_poll_of_a_short_operation_is_answered_at_its_end(running: Running) -> None:
    azure = running(0.3)

    assert azure.follow(started(azure)).json()["status"] == "Succeeded"


def test_a_poll_of_a_long_operation_is_answered_at_once(running: Running) -> None:
    azure = running(600)

    answer = azure.follow(started(azure))

    assert (answer.json()["status"], int(answer.headers["retry-after"]) > 1) == ("InProgress", True)


def test_a_poll_of_an_operation_that_is_held_is_answered_at_once(running: Running) -> None:
    azure = running(0.3)
    inject(azure, match={"method": "PUT", "type": "Microsoft.Compute/images"}, holdOperation=True)

    assert azure.follow(started(azure)).json()["status"] == "InProgress"


def test_a_clock_that_stands_still_is_not_waited_for() -> None:
    with closing(InProcessAzure(time_scale=0.001)) as azure:
        assert azure.follow(started(azure)).json()["status"] == "InProgress"
