"""A kill at every step of every stage transition of the documented example, exhaustively."""

from __future__ import annotations

from typing import TYPE_CHECKING

from soak.histories import STAGES, History, Interruption, Step
from soak.interruptions import STEPS
from soak.kinds import KILL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from soak.beginnings import Beginning
    from soak.interruptions import Victim

WAYS: list[tuple[Victim, str]] = [
    ("engine", "SIGKILL"),
    ("engine", "SIGTERM"),
    ("engine", "SIGINT"),
    ("program", "SIGKILL"),
    ("provider", "SIGKILL"),
]


LATER = ("migration declared", "image adopted", "version recorded", "evidence recorded")
"""Moments that became known later: their kills have the last numbers, so that kept outcomes keep their names."""


def exhaustive() -> list[History]:
    """Every way at every step: an update from the stage before, interrupted."""
    return sorted(_all(), key=_is_later)


def _is_later(history: History) -> bool:
    interruption = history.steps[0].interruption
    return interruption is not None and interruption.moment in LATER


def _all() -> Iterator[History]:
    beginnings: tuple[Beginning, ...] = ("nothing", "published", "validated")
    for beginning, stage in zip(beginnings, STAGES, strict=True):
        for moment in STEPS[stage]:
            for victim, sign in WAYS:
                step = Step(stage, interruption=Interruption(moment, victim, sign))
                yield History((step,), beginning, kind=KILL)
