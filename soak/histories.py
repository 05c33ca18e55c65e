"""What a history is, as data that can be printed, shrunk and pasted into a regression test; and how one is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from hypothesis import strategies as st

from soak.faults import FAULTS
from soak.interruptions import MOMENTS, SIGNALS, STEPS, Victim
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

TROUBLE = ["fault", "fault", "interruption", "interruption", "others", "others and fault"]
COMMANDS: list[Command] = ["up", "up", "up", "up", "refresh", "two shells", "two stacks"]
VICTIMS: list[Victim] = ["engine", "engine", "program", "provider"]
QUIET = {"published": 0.6, "validated": 0.6, "retired": 0.3}
"""How often a step goes undisturbed: the later stages are reached only when the earlier ones mostly are."""


def drawn(source: Random) -> History:
    """A history drawn evenly, for a soak; `histories` draws less evenly, but can make a history smaller."""
    return tuple(_drawn_step(source, stage) for stage in source.choice(PATHS))


def _drawn_step(source: Random, stage: Stage) -> Step:
    if source.random() < QUIET[stage]:
        return Step(stage)
    kind, interruption = source.choice(TROUBLE), None
    if kind == "interruption":
        moment = source.choice([*STEPS[stage], *sorted(MOMENTS)])
        interruption = Interruption(moment, source.choice(VICTIMS), source.choice(SIGNALS))
    return Step(
        stage,
        source.choice(COMMANDS),
        source.choice([2, 2, 2, 3]),
        source.choice(sorted(FAULTS)) if "fault" in kind else None,
        source.choice(sorted(CHANGES)) if "others" in kind else None,
        interruption,
    )


interruptions = st.builds(
    Interruption,
    st.sampled_from(sorted(MOMENTS)),
    st.sampled_from(VICTIMS),
    st.sampled_from(SIGNALS),
)


def steps(stage: Stage, *, eventful: float) -> st.SearchStrategy[Step]:
    """A step in a stage; with `eventful` 1 something always goes wrong, with 0 nothing does."""
    if not eventful:
        return st.builds(Step, st.just(stage))
    return st.sampled_from(TROUBLE).flatmap(
        lambda kind: st.builds(
            Step,
            st.just(stage),
            st.sampled_from(COMMANDS),
            st.sampled_from([2, 2, 2, 3]),
            st.sampled_from(sorted(FAULTS)) if "fault" in kind else st.none(),
            st.sampled_from(sorted(CHANGES)) if "others" in kind else st.none(),
            interruptions if kind == "interruption" else st.none(),
        )
    )


def histories() -> st.SearchStrategy[History]:
    """Two or three steps through the stages, mostly forward, sometimes back or skipping one."""
    return st.sampled_from(PATHS).flatmap(lambda path: st.tuples(*(_of_stage(stage) for stage in path)))


def _of_stage(stage: Stage) -> st.SearchStrategy[Step]:
    return st.booleans().flatmap(lambda quiet: steps(stage, eventful=0 if quiet and stage != "retired" else 1))
