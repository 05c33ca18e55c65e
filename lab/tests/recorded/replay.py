"""Sends a flow's requests to local Azure and compares what comes back with what was recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from harness.local_azure import InProcessAzure
from local_azure.arm.json_types import Json, as_object
from tests.recorded.flows import SUBSCRIPTION, Exchange, Flow
from tests.recorded.headers import header_facts
from tests.recorded.shapes import differences, shape_of

GROUPS_API = "2024-11-01"
LATEST = -1
PROGRESS = ("Creating", "Updating", "Deleting", "InProgress")
AFTER_CHILDREN_ARE_FORGOTTEN = 60.0


class Replay:
    """One flow on a local Azure of its own, whose clock starts on the day of the recording.

    A scenario may give what a recorder left out: `bodies` by number of the exchange, `api_version` of all requests,
    and `before` an exchange something that happened and was not recorded; exchanges in `left_out` are not sent.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.azure = InProcessAzure()
        noon = datetime.fromisoformat(f"{flow.recorded}T12:00:00").replace(tzinfo=UTC).timestamp()
        self.azure.clock.source = lambda: noon
        self.bodies: dict[int, Json] = {}
        self.before: dict[int, Callable[[], object]] = {}
        self.left_out: frozenset[int] = frozenset()
        self.api_version: str | None = None
        self._polled: dict[int, tuple[str, str]] = {}

    def group_id(self) -> str:
        """The resource group that the flow's requests are about."""
        path = next(each.path for each in self.flow.exchanges if "/resourcegroups/" in each.path.lower())
        return f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{path.split('/')[4]}"

    def arrange(self, path: str, body: Json, api_version: str, method: str = "PUT") -> None:
        """A request before the flow begins; what it starts is done at once. `path` is below the group's providers."""
        resource_id = path if path.startswith("/") else f"{self.group_id()}/providers/Microsoft.Compute/{path}"
        answer = self.azure.request(method, resource_id, body, api_version=api_version)
        assert answer.is_success, f"arranging {method} {resource_id}: {answer.text}"
        self.note(LATEST, answer)
        self.azure.settle()

    def arrange_group(self, location: str) -> None:
        """The flow's resource group."""
        self.arrange(self.group_id(), {"location": location}, GROUPS_API)

    def run(self) -> dict[str, str]:
        """Every difference, by `number of the exchange: place`."""
        found: dict[str, str] = {}
        for number, exchange in enumerate(self.flow.exchanges):
            if number in self.left_out:
                continue
            if number in self.before:
                self.before[number]()
            answer = self.send(number, exchange)
            for place, difference in compared(exchange, answer).items():
                found[f"{number}: {place}"] = difference
        return found

    def send(self, number: int, exchange: Exchange) -> httpx.Response:
        """One exchange: polls go to the URL that was answered, at a time when the recorded state is reached."""
        if not shows_progress(exchange):
            self.azure.settle()
            self.azure.clock.advance(AFTER_CHILDREN_ARE_FORGOTTEN)
        if exchange.poll_of is not None:
            operation, monitor = self._polled[exchange.poll_of]
            return self.azure.follow(monitor if exchange.monitor else operation)
        body = self.bodies.get(number, exchange.body)
        query = {"api-version": self.api_version, **exchange.query} if self.api_version else exchange.query
        headers = {"content-type": "application/json"} if body is not None else {}
        answer = self.azure.request(exchange.method, exchange.path, body, query=query, headers=headers)
        self.note(number, answer)
        return answer

    def note(self, number: int, answer: httpx.Response) -> None:
        """Remember where the operation of an answer is polled."""
        operation, monitor = answer.headers.get("Azure-AsyncOperation", ""), answer.headers.get("Location", "")
        if operation or monitor:
            self._polled[number] = self._polled[LATEST] = (operation, monitor)


def shows_progress(exchange: Exchange) -> bool:
    """Whether a GET was answered while an operation ran."""
    if exchange.method != "GET":
        return False
    if exchange.poll_of is not None and "retry-after" in exchange.headers:
        return True
    shape = as_object(exchange.shape)
    state = as_object(shape.get("properties")).get("provisioningState")
    return exchange.status == 202 or shape.get("status") in PROGRESS or state in PROGRESS


def compared(exchange: Exchange, answer: httpx.Response) -> dict[str, str]:
    """Status, headers that matter, and the whole body's shape."""
    found: dict[str, str] = {}
    if answer.status_code != exchange.status:
        found["status"] = f"recorded {exchange.status}, answered {answer.status_code} {answer.text[:300]}"
        return found
    headers = header_facts(answer.headers)
    for name, value in exchange.headers.items():
        given = headers.get(name)
        if given != value and not (name == "retry-after" and value == "sent" and given):
            found[f"header {name}"] = f"recorded {value}, answered {given}"
    for name in exchange.absent:
        if name in headers:
            found[f"header {name}"] = f"not recorded, answered {headers[name]}"
    body = answer.json() if answer.content else None
    return found | differences(exchange.shape, shape_of(body))
