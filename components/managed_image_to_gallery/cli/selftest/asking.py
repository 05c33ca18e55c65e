"""What a probe may ask of Azure: it reads in the subscription, and writes in the scratch group alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.azure import resource_graph
from managed_image_to_gallery.azure.scrubbing import scrubbed

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.cli.selftest.scratch import Scratch

_CODE = re.compile(r"[A-Za-z]{3,60}")
_WAITS = ((15, "within 15 seconds"), (60, "within a minute"), (180, "within 3 minutes"))
_ONE_TRY_SECONDS = 5.0


@dataclass(frozen=True)
class Seen:
    """What Azure answered."""

    status: int
    body: JsonObject

    @property
    def accepted(self) -> bool:
        """Whether it did what was asked, or began it."""
        return self.status < 400

    @property
    def text(self) -> str:
        """Status and code, without anybody's names."""
        error = self.body.get("error")
        code = cast("JsonObject", error).get("code") if isinstance(error, dict) else None
        told = f" {code}" if isinstance(code, str) and _CODE.fullmatch(code) else ""
        return f"{self.status}{told}"

    @property
    def items(self) -> list[JsonObject]:
        """The items of a list, or of an answer of Resource Graph's."""
        listed = self.body.get("value", self.body.get("data"))
        return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


@dataclass(frozen=True)
class Asking:
    """Azure, for one probe after the other."""

    scratch: Scratch
    sleep: Callable[[float], None]
    clock: Callable[[], float]

    def read(self, path: ResourceId | str, api_version: str, query: str = "") -> Seen:
        """One GET."""
        return self._send("GET", f"{path}?api-version={api_version}{query}")

    def write(self, method: str, path: ResourceId | str, api_version: str, body: JsonObject | None = None) -> Seen:
        """One request that may write, in the scratch group. Raises NotOurs for a path outside of it."""
        return self._send(method, f"{self.scratch.inside(str(path))}?api-version={api_version}", body)

    def graph(self, query: str) -> Seen:
        """A question to Resource Graph about the subscription."""
        body: JsonObject = {"subscriptions": [self.scratch.wanted.subscription_id], "query": query}
        return self._send("POST", resource_graph.PATH, body)

    def until(self, holds: Callable[[], bool]) -> str:
        """How long it takes until something holds, as one of few words, so that two runs can be compared."""
        began = self.clock()
        for seconds, words in _WAITS:
            while True:
                if holds():
                    return words
                if self.clock() - began >= seconds:
                    break
                self.sleep(_ONE_TRY_SECONDS)
        return f"not {_WAITS[-1][1]}"

    def _send(self, method: str, path: str, body: JsonObject | None = None) -> Seen:
        return Seen(*self.scratch.call(lambda azure: azure.ask(method, path, body)))


def members(body: Json, place: str = "") -> set[str]:
    """The members of a body by their paths, without what a user calls them."""
    return set(_members(cast("Any", scrubbed(body)), place))


def _members(body: Json, place: str) -> list[str]:
    if isinstance(body, dict):
        return [each for name, below in body.items() for each in _members(below, f"{place}.{name}".lstrip("."))]
    if isinstance(body, list):
        return [each for below in body for each in _members(below, f"{place}[]")]
    return [place]
