"""What all histories of a soak came to, added up; kept as JSON lines while it runs, so that nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from soak.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass
class Tally:
    """Counts of one soak, or of several that kept their outcomes."""

    outcomes: list[Outcome] = field(default_factory=list[Outcome])

    @property
    def histories(self) -> int:
        """How many were played."""
        return len(self.outcomes)

    @property
    def broken(self) -> list[str]:
        """The histories that did not end as they must, with the reason."""
        return [f"{each.name} {each.history}: {each.broken}" for each in self.outcomes if each.broken]

    def named(self, beginning: str) -> int:
        """How many histories have a name with this beginning: `kill` are the exhaustive ones, `seed` the drawn ones."""
        return sum(outcome.name.startswith(beginning) for outcome in self.outcomes)

    def total(self, number: str) -> int:
        """The sum of a number of all outcomes: `images`, `only_copies`, `retired`, `lost`, `failed_commands`."""
        return sum(getattr(outcome, number) for outcome in self.outcomes)

    def count(self, kind: str) -> Counter[str]:
        """How often each of `faults`, `others`, `edits`, `commands` or `recovery` happened."""
        return Counter(name for outcome in self.outcomes for name in getattr(outcome, kind))

    def kills(self) -> Counter[tuple[str, str, str]]:
        """How often each (moment, victim, signal) happened."""
        return Counter(kill for outcome in self.outcomes for kill in outcome.kills)

    def by_kind(self) -> dict[str, Tally]:
        """The outcomes of each kind of history."""
        kinds = dict.fromkeys(outcome.kind for outcome in self.outcomes)
        return {kind: Tally([each for each in self.outcomes if each.kind == kind]) for kind in kinds}

    def meanwhile(self) -> Counter[tuple[str, str]]:
        """How often others made each change at each moment of a command."""
        return Counter((moment, change) for outcome in self.outcomes for moment, change in outcome.meanwhile)

    def operators(self) -> Counter[tuple[str, str, str]]:
        """How often an operator's (command, moment) was sent each signal."""
        return Counter(each for outcome in self.outcomes for each in outcome.operators)

    def seconds_to_recover(self) -> tuple[float, float, float]:
        """Median, 95th percentile and maximum."""
        times = [outcome.recovery_seconds for outcome in self.outcomes if outcome.recovery_seconds] or [0.0]
        return median(times), quantiles([*times, *times], n=20)[18], max(times)


def read(files: Iterable[Path]) -> Tally:
    """Add up what the workers kept."""
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return Tally([_outcome(json.loads(line)) for line in lines])


def _outcome(body: dict[str, Any]) -> Outcome:
    """From the line that `soak.play.kept` wrote: JSON has no tuples."""
    outcome = Outcome(**body)
    outcome.kills = [(moment, victim, sign) for moment, victim, sign in body["kills"]]
    outcome.operators = [(command, moment, sign) for command, moment, sign in body["operators"]]
    outcome.meanwhile = [(moment, change) for moment, change in body["meanwhile"]]
    return outcome
