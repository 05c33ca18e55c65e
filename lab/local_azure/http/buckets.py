"""A bucket of requests, and what a caller is told who has used it up.

Requests take as long here as they do with Azure, whatever the time scale, and so a bucket runs empty as fast and fills
at Azure's pace; what is scaled is waiting. At scale 1 all of that is one and the same: a bucket that fills evenly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from local_azure.http.operation_urls import SHORTEST_MILLISECONDS

SHORTEST_PAUSE = 1.0
"""Seconds; a shorter one is the pace of a client, not a pause."""


@dataclass
class Bucket:
    """`size` tokens for `window` seconds of Azure's; `scale` shortens waiting, and nothing else.

    One that was used up is closed for as long as `Retry-After` says, scaled, and has afterwards what Azure fills in
    during that time. A pause of a whole window, scaled and not shorter than `SHORTEST_PAUSE`, fills it.
    """

    size: int
    window: float
    scale: float
    level: float
    seen_at: float
    wait: float
    """Azure's seconds to wait when it is used up."""
    opens_at: float | None = None

    def take(self, now: float, tokens: float = 1.0) -> bool:
        """Take so many tokens; False when there are fewer, or while it is closed."""
        self._fill(now)
        if self.opens_at is None and self.level >= tokens:
            self.level -= tokens
            return True
        if self.opens_at is None:
            self.opens_at = now + self.wait * self.scale
        return False

    def _fill(self, now: float) -> None:
        paused, self.seen_at = now - self.seen_at, now
        if paused >= max(self.window * self.scale, SHORTEST_PAUSE):
            self.level, self.opens_at = self.size, None
        elif self.opens_at is None:
            self.level = self._filled(self.level, paused)
        elif now >= self.opens_at:
            since, self.opens_at = now - self.opens_at, None
            self.level = self._filled(max(1.0, self._filled(0.0, self.wait)), since)

    def _filled(self, level: float, azure_seconds: float) -> float:
        return min(self.size, level + azure_seconds * self.size / self.window)


def waiting_headers(azure_seconds: float, scale: float) -> dict[str, str]:
    """How long a refused caller waits: whole seconds, as in HTTP, and at another scale the exact time beside them.

    azcore and the stand-in provider wait what the second header says; a client that knows only the first waits longer.
    """
    seconds = azure_seconds * scale
    headers = {"Retry-After": str(max(1, math.ceil(seconds)))}
    if scale != 1.0:
        headers["x-ms-retry-after-ms"] = str(max(SHORTEST_MILLISECONDS, math.ceil(seconds * 1000)))
    return headers
