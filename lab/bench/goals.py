"""What the project set out to reach, beside what was measured: met or not, and nothing left out."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench import growth, throttled_page
from bench.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.results import Row

Results = dict[str, list["Row"]]
HEAD = """## Goals

What is to hold for those who use it: Azure's request budgets on, and replication at Azure's pace. What the faster time
scales of the sections below say of our own part is not a goal.

Beside the asyncio script the project proves what it deletes, and keeps a state of it. For 100 images the gate reads
240 times to validate and 430 times before the deletions, of which Resource Manager answers 250 at once and 25 a second,
and the engine writes a state of all images 700 times in the two updates. The script saves both.

"""
GROWN = ("preview without changes", "update without changes", "preview of validating: gate for all", "inventory")
HELP = "gallery-migrate --help"


@dataclass(frozen=True)
class Goal:
    """`measured` None: not measured, or not done in the time that a command may take."""

    name: str
    limit: float
    measured: float | None
    digits: int = 2

    @property
    def cells(self) -> list[str]:
        """Of its line in the table."""
        if self.measured is None:
            return [self.name, f"{self.limit:g}", "not measured", "-"]
        return [
            self.name,
            f"{self.limit:g}",
            f"{self.measured:.{self.digits}f}",
            "yes" if self.measured <= self.limit else "**no**",
        ]


def section(results: Results) -> str:
    """The table of goals."""
    goals = [
        *_throttled(results),
        *_growth(results),
        *_first_contact(results),
    ]
    return HEAD + table(["goal", "at most", "measured", "met"], [goal.cells for goal in goals])


def _throttled(results: Results) -> Iterator[Goal]:
    """What is to hold with Azure's budgets, at Azure's pace."""
    rows = results["throttled"]
    failed = throttled_page.failed_commands(rows)
    yield Goal("Azure's budgets: commands that failed", 0, failed, 0)
    for count, limit, stacks in ((100, 1.03, ""), (300, 1.03, ""), (1000, 1.05, ", stacks of 100")):
        done = throttled_page.step_of(rows, count, "publish")
        pace = throttled_page.at_azures_pace(done) if done else None
        yield Goal(f"Azure's budgets: publish {count:,} images{stacks}: time / bound", limit, pace, 3)
    packed = throttled_page.step_of(rows, 100, "publish", throttled_page.PACKED)
    pace = throttled_page.at_azures_pace(packed) if packed else None
    yield Goal("Azure's budgets: publish 100 images, state compressed: time / bound", 1.03, pace, 3)
    for count in (10, 100):
        beside = throttled_page.beside_asyncio(rows, count)
        yield Goal(f"Azure's budgets: {count} images: time / time of the asyncio script", 1.02, beside, 3)
    retired = throttled_page.beside_deletions(rows, 100)
    yield Goal("Azure's budgets: retire 100 images: time / time that their deletions take of the budget", 1.2, retired)


def _growth(results: Results) -> Iterator[Goal]:
    rows = results["growth"]
    for name in GROWN:
        largest = max((int(row["count"]) for row in rows if row["command"] == name and "seconds" in row), default=0)
        yield Goal(f"{name}: exponent, up to {largest:,}", 1.1, growth.grown(rows, name))
    thousand = [row for row in rows if row["count"] == 1000 and "seconds" in row]
    previews = [median(row["seconds"]) for row in thousand if row["command"] == "preview without changes"]
    yield Goal("preview of 1,000 without changes, seconds", 60.0, next(iter(previews), None), 1)
    memory = max((row["peak_mb"].get("program", 0.0) for row in thousand), default=None)
    yield Goal("memory of the program at 1,000, MB", 350.0, memory, 0)


def _first_contact(results: Results) -> Iterator[Goal]:
    times = [median(row["seconds"]) for row in results["first_contact"] if row["name"] == HELP]
    yield Goal(f"`{HELP}`, seconds", 0.3, next(iter(times), None))
