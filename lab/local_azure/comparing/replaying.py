"""One recording sent again to a fresh local Azure, exchange by exchange, in its order.

What was there when something was asked, is made of what the recording itself read: the body of an answer, or of a
request that made it. What cannot be sent again is counted with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from local_azure.arm.json_types import as_object
from local_azure.comparing.bodies import ids_in, sendable, to_be_made
from local_azure.comparing.exchanges import Exchange
from local_azure.comparing.forms import LONGEST_LIST, differences
from local_azure.comparing.fresh import Answer, FreshAzure
from local_azure.comparing.names import Names, NotReplayable

_REGION = "westeurope"
_GROUPS = "2024-11-01"
_POLL = re.compile(r"/[a-z]*operation[a-z]*/[^/]+$", re.IGNORECASE)
_ABOUT_THE_CALLER = (401, 403, 429)
_IN_THE_MAKING = frozenset({"Creating", "Updating", "Deleting", "Migrating"})
"""States that Resource Manager's resource providers give while an operation goes on."""
_DEEPEST = 4
"""How far what is needed may need something itself: version, image, disk."""


@dataclass
class Outcome:
    """What a replay came to: lines of differences, how many exchanges were sent, and why others were not."""

    lines: list[str] = field(default_factory=list[str])
    sent: int = 0
    left_out: Counter[str] = field(default_factory=Counter[str])


def replay(exchanges: Iterable[Exchange]) -> Outcome:
    """Send what can be sent, each difference of a kind of exchange once."""
    listed, outcome = list(exchanges), Outcome()
    azure = FreshAzure()
    try:
        world = _World(azure, Names(azure.subscription, _REGION), _known(listed))
        for exchange in listed:
            try:
                answer = world.again(exchange)
            except NotReplayable as reason:
                outcome.left_out[reason.why] += 1
                continue
            outcome.sent += 1
            outcome.lines += [f"{exchange.kind}: {line}" for line in differences(exchange, answer)]
    finally:
        azure.close()
    outcome.lines = list(dict.fromkeys(outcome.lines))
    return outcome


def _known(exchanges: Iterable[Exchange]) -> dict[str, tuple[str, object]]:
    """Api-version and body by recorded path, of everything that was read or made; what made it counts most."""
    found: dict[str, tuple[str, object]] = {}
    made: dict[str, tuple[str, object]] = {}
    for each in exchanges:
        if each.status >= 300:
            continue
        version = each.query.get("api-version", "")
        if each.method == "PUT" and each.request is not None:
            made.setdefault(each.path.lower(), (version, each.request))
        for body in _resources_in(each.response):
            found.setdefault(str(body["id"]).lower(), (version, body))
    return {**found, **made}


def _resources_in(body: object) -> Iterator[dict[str, object]]:
    for each in (body, *(as_object(body).get("value") or ())):
        resource = as_object(each)
        if str(resource.get("id", "")).startswith("/") and "location" in resource:
            yield resource


@dataclass
class _World:
    """The fresh Azure, and what is known of the recorded one."""

    azure: FreshAzure
    names: Names
    known: dict[str, tuple[str, object]]
    links: dict[tuple[str, str | None], str] = field(default_factory=dict[tuple[str, str | None], str])
    """Where an operation is polled here, by the path and the `monitor` of the recorded address."""
    unnamed: list[str] = field(default_factory=list[str])
    """The same of operations whose address the recording leaves out, the oldest first."""

    def again(self, exchange: Exchange) -> Answer:
        """The answer to the same request in the same state. Raises NotReplayable."""
        _require_askable(exchange)
        if _POLL.search(exchange.path):
            return self._poll(exchange)
        path = self.names.path(exchange.path)
        if exchange.status != 409:
            self.azure.settle()
        self._bring_about(exchange, path)
        body = sendable(exchange.request, self.names)
        answer = self.azure.send(exchange.method, path, exchange.query, body)
        if exchange.method == "GET" and self._forget_others(exchange, answer):
            answer = self.azure.send(exchange.method, path, exchange.query, body)
        self._note_links(exchange, answer)
        if exchange.status == 400 and answer.status < 300 and "name" in str(exchange.response).lower():
            self.azure.forget(path)
            raise NotReplayable("it was refused for a name, which the recording leaves out")
        return answer

    def _note_links(self, exchange: Exchange, answer: Answer) -> None:
        for name in ("Azure-AsyncOperation", "Location"):
            if name not in exchange.headers or name.lower() not in answer.headers:
                continue
            if exchange.headers[name].startswith("/"):
                self.links[_link(exchange.headers[name])] = answer.headers[name.lower()]
            elif name == "Azure-AsyncOperation" or "Azure-AsyncOperation" not in exchange.headers:
                self.unnamed.append(answer.headers[name.lower()])

    def _forget_others(self, exchange: Exchange, answer: Answer) -> bool:
        """Forget what a list shows here and did not show there; whether anything was."""
        there, here = as_object(exchange.response).get("value"), as_object(answer.body).get("value")
        if not isinstance(there, list) or not isinstance(here, list):
            return False
        listed, shown = cast("list[object]", there), cast("list[object]", here)
        if len(listed) >= LONGEST_LIST or len(shown) <= len(listed):
            return False
        wanted = {self.names.path(str(as_object(each).get("id"))).lower() for each in listed}
        others = [str(as_object(each).get("id")) for each in shown]
        others = [each for each in others if each.startswith("/") and each.lower() not in wanted]
        for each in others:
            self.azure.forget(each)
        return bool(others)

    def _poll(self, exchange: Exchange) -> Answer:
        asked = (exchange.path, exchange.query.get("monitor"))
        if asked not in self.links and self.unnamed and exchange.by == "provider":
            self.links[asked] = self.unnamed.pop(0)
        link = self.links.get(asked)
        if link is None:
            raise NotReplayable("the beginning of its operation is not in the recording")
        if exchange.status != 202 and as_object(exchange.response).get("status") != "InProgress":
            self.azure.settle()
        return self.azure.follow(link)

    def _bring_about(self, exchange: Exchange, path: str) -> None:
        """What was there when it was asked, and nothing that was not."""
        if exchange.method == "GET" and exchange.status == 200:
            for body in _resources_in(exchange.response):
                self._make(str(body["id"]))
        elif exchange.method == "PUT" and exchange.status < 300:
            self._need(exchange.path, exchange.request, 0)
            if exchange.status == 201:
                self._remove(exchange, path)
            elif exchange.status == 200:
                self._make(exchange.path)
        elif exchange.method in ("DELETE", "PATCH") and exchange.status in (200, 202):
            self._make(exchange.path)
        elif exchange.status in (204, 404):
            self._remove(exchange, path)

    def _make(self, recorded: str, depth: int = 0) -> None:
        """Have a resource, made of what the recording knows of it."""
        version, body = self.known.get(recorded.lower(), ("", None))
        path = self.names.path(recorded)
        if not version or self.azure.send("GET", path, {"api-version": version}).status != 404:
            return
        if "managedBy" in as_object(body):
            raise NotReplayable("what was read belongs to a machine")
        self._need(recorded, body, depth)
        answer = self.azure.send("PUT", path, {"api-version": version}, to_be_made(body, self.names))
        if answer.status >= 300:
            raise NotReplayable(f"what was read cannot be made here ({answer.code})")
        self.azure.settle()

    def _need(self, recorded: str, body: object, depth: int) -> None:
        """Have what a resource lies in, and what its body names."""
        if depth > _DEEPEST:
            return
        words = recorded.strip("/").split("/")
        if len(words) > 4 and words[2].lower() == "resourcegroups":
            self._group("/" + "/".join(words[:4]))
        for end in range(8, len(words), 2):
            self._make("/" + "/".join(words[:end]), depth + 1)
        for each in ids_in(body):
            if each.lower() != recorded.lower():
                self._make(each, depth + 1)

    def _group(self, recorded: str) -> None:
        path, query = self.names.path(recorded), {"api-version": _GROUPS}
        if self.azure.send("GET", path, query).status == 404:
            self.azure.send("PUT", path, query, {"location": _REGION})

    def _remove(self, exchange: Exchange, path: str) -> None:
        if self.azure.send("GET", path, exchange.query).status == 200:
            self.azure.forget(path)


def _link(recorded: str) -> tuple[str, str | None]:
    parts = urlsplit(recorded)
    return parts.path, dict(parse_qsl(parts.query)).get("monitor")


def _state(body: object) -> object:
    return as_object(as_object(body).get("properties")).get("provisioningState")


def _require_askable(exchange: Exchange) -> None:
    if exchange.status in _ABOUT_THE_CALLER or exchange.path.lower().endswith("/permissions"):
        raise NotReplayable("its answer depends on who asked, and how often")
    if exchange.status >= 500:
        raise NotReplayable("Azure failed")
    if exchange.method == "GET" and _state(exchange.response) in _IN_THE_MAKING:
        raise NotReplayable("it was read while an operation went on, whose moment is not recorded")
    if exchange.method == "POST" or "<text>" in exchange.query.values():
        raise NotReplayable("what it asked is a text, which the recording leaves out")
    if exchange.method in ("PUT", "PATCH") and exchange.request is None:
        raise NotReplayable("its body is not in the recording")
