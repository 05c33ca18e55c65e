"""Resource Graph's quota of queries, which belongs to a caller and to no subscription.

15 queries in 5 seconds, told in the headers of every answer
(lab/tests/recorded/facts/cli_2021-03-01_resource_graph_next_page.jsonl). Queries are counted at Azure's pace whatever
the time scale, as requests are (`throttling`); what is scaled is the wait of a caller who has used it up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_azure.resource_graph.errors import rate_limited

if TYPE_CHECKING:
    from local_azure.arm.errors import ArmError

QUERIES = 15
WINDOW = 5.0


@dataclass
class UserQuota:
    """One caller's: `used` of `size` since `began`; `scale` shortens the wait once it is used up."""

    size: int
    scale: float
    began: float
    used: int = 0
    opens_at: float | None = None

    def take(self, now: float) -> dict[str, str]:
        """Count a query; the headers that tell what remains, or 429."""
        self._begin_anew(now)
        if self.used >= self.size:
            if self.opens_at is None:
                self.opens_at = now + self._left(now) * self.scale
            raise self._refusal(now)
        self.used += 1
        return self._headers(self._left(now))

    def _begin_anew(self, now: float) -> None:
        if now >= (self.began + WINDOW if self.opens_at is None else self.opens_at):
            self.began, self.used, self.opens_at = now, 0, None

    def _left(self, now: float) -> float:
        return self.began + WINDOW - now

    def _headers(self, seconds: float) -> dict[str, str]:
        remaining = str(self.size - self.used)
        return {
            "x-ms-user-quota-remaining": remaining,
            "x-ms-user-quota-resets-after": f"00:00:{max(1, math.ceil(seconds)):02d}",
            "x-ms-ratelimit-remaining-tenant-resource-requests": remaining,
        }

    def _refusal(self, now: float) -> ArmError:
        seconds = (self.opens_at or now) - now
        refusal = rate_limited()
        refusal.extra_headers |= self._headers(seconds)
        if self.scale != 1.0:
            refusal.extra_headers["x-ms-retry-after-ms"] = str(max(1, math.ceil(seconds * 1000)))
        return refusal
