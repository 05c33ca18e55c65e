"""The resources as a service sees them that learns of changes late, as Resource Graph does.

Without a delay it is the store itself. With one it is a copy, and every change waits until it is old enough.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local_azure.arm.clock import Clock
    from local_azure.arm.resource import Resource
    from local_azure.arm.store import Store


class Replica:
    """What is in a store, `delay` seconds (of this Azure's clock) late."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._delay = 0.0
        self._seen: dict[str, Resource] = {}
        self._waiting: list[tuple[float, str, Resource | None]] = []

    @property
    def delay(self) -> float:
        """How many seconds late."""
        return self._delay

    def set_delay(self, seconds: float) -> None:
        """Be late from now on; what is there at this moment is known."""
        if seconds < 0:
            raise ValueError(f"a delay cannot be negative: {seconds} s")
        if seconds and not self._delay:
            self._start()
        self._delay = seconds
        self._store.watcher = self._noted if seconds else None

    def restart(self) -> None:
        """Know what is in the store now, and nothing of how it came there."""
        if self._delay:
            self._start()

    def resources(self) -> list[Resource]:
        """Every resource as it is known, in the order in which they became known."""
        if not self._delay:
            return self._store.all()
        horizon = self._clock.now() - self._delay
        old = [each for each in self._waiting if each[0] <= horizon]
        self._waiting = [each for each in self._waiting if each[0] > horizon]
        for _, key, resource in old:
            if resource is None:
                self._seen.pop(key, None)
            else:
                self._seen[key] = resource
        return list(self._seen.values())

    def _start(self) -> None:
        self._seen = {each.key: copy.deepcopy(each) for each in self._store.all()}
        self._waiting.clear()

    def _noted(self, key: str, resource: Resource | None) -> None:
        self._waiting.append((self._clock.now(), key, copy.deepcopy(resource)))
