"""When replication to each region began and ended, as far as the journal of `publish` saw it: pure.

Azure keeps neither. A region that no sample tells of has no span, and the report says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.times import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

_SEEN_WITHIN = 1.0
"""Minutes between two looks that count as having seen the end: `publish` looks four times as often."""
_ENDED = frozenset({"Completed", "Failed"})


@dataclass(frozen=True)
class Span:
    """One region: first sample of replication, the sample that ended it (else the last one), and its state.

    running: when it was last seen going on. Where nobody looked for a while, as after an interruption, it ended at an
    unknown time between that and `end`.
    """

    migration: str
    region: str
    start: datetime
    end: datetime
    state: str
    running: datetime | None = None

    @property
    def minutes(self) -> float:
        """How long it took at most, in minutes."""
        return (self.end - self.start).total_seconds() / 60

    @property
    def least_minutes(self) -> float:
        """How long it was seen to go on, in minutes."""
        return ((self.running or self.end) - self.start).total_seconds() / 60

    @property
    def minutes_text(self) -> str:
        """`7.0`; `2.0 to 6.7` where the end was not seen within a minute."""
        if self.minutes - self.least_minutes <= _SEEN_WITHIN:
            return f"{self.minutes:.1f}"
        return f"{self.least_minutes:.1f} to {self.minutes:.1f}"


def spans_of(journal: Iterable[str]) -> list[Span]:
    """The spans in the lines of a journal; a damaged line (a write that was cut off) is passed over."""
    spans: dict[tuple[str, str], Span] = {}
    for line in journal:
        sample = _sample(line)
        if sample is None or sample["state"] == "Absent":
            continue
        key, state = (sample["migration"], sample["region"]), sample["state"]
        time, known = moment(sample["time"]), spans.get(key)
        if known is None or (known.state in _ENDED and state not in _ENDED):
            spans[key] = Span(*key, time, time, state, time)
        elif known.state not in _ENDED:
            spans[key] = Span(*key, known.start, time, state, known.running if state in _ENDED else time)
    return list(spans.values())


def spans_by_migration(journal: Iterable[str]) -> dict[str, list[Span]]:
    """The same by the name of their migration: a journal is that of all stacks of a project."""
    found: dict[str, list[Span]] = {}
    for span in spans_of(journal):
        found.setdefault(span.migration, []).append(span)
    return found


def _sample(line: str) -> Mapping[str, str] | None:
    try:
        found = cast("object", json.loads(line))
    except ValueError:
        return None
    keys = ("time", "migration", "region", "state")
    if not isinstance(found, dict):
        return None
    sample = cast("dict[str, object]", found)
    return {key: str(sample[key]) for key in keys} if all(key in sample for key in keys) else None


@dataclass(frozen=True)
class Bar:
    """A span as the chart draws it: left edge and width in percent of the whole time, and what of that was seen."""

    span: Span
    left: float
    width: float
    seen: float


def bars_of(spans: Sequence[Span]) -> list[Bar]:
    """The spans on one axis from the first start to the last end; a bar is never too thin to be seen."""
    if not spans:
        return []
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    whole = max((last - first).total_seconds(), 1.0)
    found: list[Bar] = []
    for span in sorted(spans, key=lambda span: (span.start, span.migration, span.region)):
        left = 99 * (span.start - first).total_seconds() / whole
        width = max(1.0, 99 * span.minutes * 60 / whole)
        running = span.least_minutes != span.minutes and span.minutes_text != f"{span.minutes:.1f}"
        found.append(Bar(span, left, width, max(1.0, 99 * span.least_minutes * 60 / whole) if running else width))
    return found
