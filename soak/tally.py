"""What all histories of a soak came to, added up; kept as JSON lines while it runs, so that nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING

from soak.play import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass
class Tally:
    """Counts of one soak; `broken` holds the histories that broke an invariant, with the reason."""

    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    broken: list[str] = field(default_factory=list[str])

    @property
    def histories(self) -> int:
        """How many were played."""
        return len(self.outcomes) + len(self.broken)

    @property
    def images_lost(self) -> int:
        """Images deleted without proof."""
        return sum("deletion was asked for" in reason or "nobody is known" in reason for reason in self.broken)

    def count(self, kind: str) -> Counter[str]:
        """How often each of `faults`, `others`, `commands` or `recovery` happened."""
        return Counter(name for outcome in self.outcomes for name in getattr(outcome, kind))

    def kills(self) -> Counter[tuple[str, str, str]]:
        """How often each (moment, victim, signal) happened."""
        return Counter(kill for outcome in self.outcomes for kill in outcome.kills)

    def seconds_to_recover(self) -> tuple[float, float, float]:
        """Median, 95th percentile and maximum."""
        times = [outcome.recovery_seconds for outcome in self.outcomes] or [0.0]
        return median(times), quantiles([*times, *times], n=20)[18], max(times)


def append(file: Path, played: Outcome | str) -> None:
    """Keep an outcome, or the text of what broke."""
    line = {"broken": played} if isinstance(played, str) else asdict(played)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")


def read(files: Iterable[Path]) -> Tally:
    """Add up what the workers kept."""
    tally = Tally()
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            body = json.loads(line)
            if "broken" in body:
                tally.broken.append(body["broken"])
            else:
                kills = [(moment, victim, signal) for moment, victim, signal in body.pop("kills")]
                tally.outcomes.append(Outcome(**body, kills=kills))
    return tally
