"""Which requests came in: the last ones, and how many of each kind (for tests, benchmarks and curious people)."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field

from local_azure.arm.json_types import Json

KEPT = 10_000
"""How many requests are kept; the counts go on."""


@dataclass
class Seen:
    """One request; `status` 0 is a connection that was reset; `type` and `access` are "" where it had no route.

    `began` in epoch seconds of the wall clock, whatever this Azure's own clock says; `agent` is the User-Agent, which
    tells callers apart; `expand` is the value of `$expand`.
    """

    method: str
    path: str
    api_version: str
    agent: str = ""
    expand: str = ""
    began: float = field(default_factory=time.time)
    type: str = ""
    access: str = ""
    status: int = 0
    milliseconds: float = 0.0


@dataclass
class RequestLog:
    """The requests to Resource Manager."""

    _last: deque[Seen] = field(default_factory=lambda: deque[Seen](maxlen=KEPT))
    _counts: Counter[tuple[str, str, str, int]] = field(default_factory=Counter[tuple[str, str, str, int]])

    def note(self, seen: Seen, status: int, started: float) -> None:
        """Keep a request that was answered; `started` is of `time.perf_counter`."""
        seen.status = status
        seen.milliseconds = round((time.perf_counter() - started) * 1000, 3)
        self._last.append(seen)
        self._counts[seen.method, seen.access, seen.type, status] += 1

    def clear(self) -> None:
        """Forget all of them."""
        self._last.clear()
        self._counts.clear()

    def last(self) -> list[Json]:
        """The requests, oldest first."""
        return [asdict(each) for each in self._last]

    def counts(self) -> list[Json]:
        """How often each (method, access, type, status) came."""
        return [
            {"method": method, "access": access, "type": kind, "status": status, "count": count}
            for (method, access, kind, status), count in self._counts.items()
        ]
