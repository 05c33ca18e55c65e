"""What a history is, as data that can be printed, shrunk and pasted into a regression test; and how one is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

from soak.faults import FAULTS
from soak.interruptions import MOMENTS, SIGNALS, Victim
from soak.others import CHANGES

Command = Literal["up", "refresh", "two shells", "two stacks"]
Stage = Literal["published", "validated", "retired"]
STAGES: tuple[Stage, ...] = ("published", "validated", "retired")


@dataclass(frozen=True)
class Interruption:
    """Who is sent which signal, at which moment of the command."""

    moment: str
    victim: Victim
    signal: str


@dataclass(frozen=True)
class Step:
    """One command: first the config and other people change something, then it runs under a fault, or is interrupted.

    `regions`: whether the second region is in the config. `fault`, `others`: keys of `FAULTS` and `CHANGES`.
    """

    stage: Stage
    command: Command = "up"
    regions: int = 2
    fault: str | None = None
    others: str | None = None
    interruption: Interruption | None = None


History = tuple[Step, ...]

PATHS: list[tuple[Stage, ...]] = [
    ("published", "validated", "retired"),
    ("published", "validated", "retired"),
    ("published", "validated"),
    ("published", "published"),
    ("published", "retired"),
    ("published", "validated", "published"),
]
"""Mostly forward, sometimes back or skipping one."""

interruptions = st.builds(
    Interruption,
    st.sampled_from(sorted(MOMENTS)),
    st.sampled_from(["engine", "engine", "program", "provider"]),
    st.sampled_from(SIGNALS),
)


def steps(stage: Stage, *, eventful: float) -> st.SearchStrategy[Step]:
    """A step in a stage; with `eventful` 1 something always goes wrong, with 0 nothing does."""
    if not eventful:
        return st.builds(Step, st.just(stage))
    trouble = st.sampled_from(["fault", "fault", "interruption", "interruption", "others", "others and fault"])
    return trouble.flatmap(
        lambda kind: st.builds(
            Step,
            st.just(stage),
            st.sampled_from(["up", "up", "up", "up", "refresh", "two shells", "two stacks"]),
            st.sampled_from([2, 2, 2, 3]),
            st.sampled_from(sorted(FAULTS)) if "fault" in kind else st.none(),
            st.sampled_from(sorted(CHANGES)) if "others" in kind else st.none(),
            interruptions if kind == "interruption" else st.none(),
        )
    )


def histories() -> st.SearchStrategy[History]:
    """Two or three steps through the stages, mostly forward, sometimes back or skipping one."""
    return st.sampled_from(PATHS).flatmap(lambda path: st.tuples(*(_drawn(stage) for stage in path)))


def _drawn(stage: Stage) -> st.SearchStrategy[Step]:
    return st.booleans().flatmap(lambda quiet: steps(stage, eventful=0 if quiet and stage != "retired" else 1))
