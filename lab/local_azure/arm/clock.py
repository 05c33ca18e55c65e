"""Time in local Azure: the wall clock, which tests can move, and the scale of Azure's durations.

Timestamps stay real, so that tokens and end-of-life dates mean what they say; only durations are scaled.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass
class Clock:
    """`now` in epoch seconds; `advance` moves it; `scaled` turns Azure's seconds into seconds here."""

    time_scale: float = 1.0
    source: Callable[[], float] = field(default=time.time)
    offset: float = 0.0

    def now(self) -> float:
        """Epoch seconds of this Azure."""
        return self.source() + self.offset

    @property
    def runs(self) -> bool:
        """Whether it moves by itself, so that a moment can be waited for; a test's clock stands still."""
        return self.source is time.time

    def advance(self, seconds: float) -> None:
        """Move the clock forward; what became due is settled by the next request."""
        if seconds < 0:
            raise ValueError(f"the clock cannot go back: {seconds} s")
        self.offset += seconds

    def scaled(self, azure_seconds: float) -> float:
        """How long something that takes `azure_seconds` in Azure takes here."""
        return azure_seconds * self.time_scale


def timestamp(epoch: float) -> str:
    """`2026-04-24T02:09:13.0173102+00:00`: up to seven fraction digits, trailing zeros dropped (seen in traffic)."""
    moment = datetime.fromtimestamp(epoch, tz=UTC)
    fraction = f"{moment.microsecond:06d}".rstrip("0")
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{fraction}" if fraction else "") + "+00:00"


def utc_timestamp(epoch: float) -> str:
    """`2023-08-23T13:05:38.8480660Z`: seven fraction digits and a `Z`, as roles and image templates show times."""
    moment = datetime.fromtimestamp(epoch, tz=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"
