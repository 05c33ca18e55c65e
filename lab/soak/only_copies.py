"""The judge of every deletion of a version, or of what is around one: after its source image it is the only copy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from soak.faults import VERSION
from soak.oracle import API, RESOURCES, source_of

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

IMAGE_ID = re.compile(r"/providers/microsoft\.compute/images/[^/]+$")


@dataclass
class OnlyCopies:
    """`seen`: ids of every version that was an only copy at some time, in small letters. `losses`: as the oracle's.

    `given_up`: versions that the config of a stack names as abandoned, in small letters.
    """

    azure: LocalAzure
    subscriptions: list[str]
    given_up: set[str] = field(default_factory=set[str])
    seen: set[str] = field(default_factory=set[str])
    losses: list[str] = field(default_factory=list[str])
    _judged: int = 0

    def begin_command(self) -> None:
        """Count deletions anew, and look what is an only copy."""
        self._judged = 0
        self.look()

    def look(self) -> None:
        """Note every version that is an only copy now."""
        self.seen |= {path.lower() for path in self._versions("") if self._is_only(path)}

    def judge(self, asked: list[str]) -> None:
        """Judge the deletions that have arrived since: ids of versions, definitions and galleries, all so far."""
        new, self._judged = asked[self._judged :], len(asked)
        for around in new:
            for path in self._versions(around):
                if self._is_only(path) and path.lower() not in self.given_up:
                    self.seen.add(path.lower())
                    self.losses.append(f"the deletion of {around} was asked for, and {path} is an only copy")

    def _versions(self, around: str) -> list[str]:
        """The ids of the versions at or below an id; below "" are all."""
        scopes = [one for one in self.subscriptions if around.lower().startswith(f"{one}/".lower())]
        found = [
            str(one["id"])
            for scope in (scopes if around else self.subscriptions)
            for one in self.azure.get(f"{scope}/resources", api_version=RESOURCES).raise_for_status().json()["value"]
            if one["type"].lower() == VERSION.lower()
        ]
        return [path for path in found if f"{path}/".lower().startswith(f"{around}/".lower()) or not around]

    def _is_only(self, path: str) -> bool:
        """Whether the managed image that a version was made from is not there any more."""
        version = self._get(path, API["versions"])
        source = source_of(version) if version else ""
        return IMAGE_ID.search(source) is not None and self._get(source, API["images"]) is None

    def _get(self, path: str, api_version: str) -> dict[str, Any] | None:
        answer = self.azure.get(path, api_version=api_version)
        return None if answer.status_code == 404 else answer.raise_for_status().json()
