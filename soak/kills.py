"""A kill at every step of every stage transition of the documented example, exhaustively: 70 histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from soak.histories import STAGES, History, Interruption, Step
from soak.interruptions import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from soak.interruptions import Victim

WAYS: list[tuple[Victim, str]] = [
    ("engine", "SIGKILL"),
    ("engine", "SIGTERM"),
    ("engine", "SIGINT"),
    ("program", "SIGKILL"),
    ("provider", "SIGKILL"),
]


def exhaustive() -> list[History]:
    """Every way at every step: the stages before it undisturbed, then the interrupted update."""
    return list(_all())


def _all() -> Iterator[History]:
    for number, stage in enumerate(STAGES):
        before = tuple(Step(earlier) for earlier in STAGES[:number])
        for moment in STEPS[stage]:
            for victim, sign in WAYS:
                yield (*before, Step(stage, interruption=Interruption(moment, victim, sign)))
