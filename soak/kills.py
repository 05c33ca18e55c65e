"""A kill at every step of every stage transition of the documented example, exhaustively: 70 histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from soak.histories import STAGES, History, Interruption, Stage, Step

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
STEPS: dict[Stage, list[str]] = {
    "published": [
        "program reads",
        "gallery read",
        "image read for adoption",
        "definition written",
        "definition awaited",
        "version written",
        "version awaited",
        "version read back",
    ],
    "validated": ["program reads", "gate reads"],
    "retired": ["program reads", "gate reads", "image deleted", "image deletion awaited"],
}
"""The moments (`soak.interruptions.MOMENTS`) that the update into a stage passes, in order."""


def exhaustive() -> list[History]:
    """Every way at every step: the stages before it undisturbed, then the interrupted update."""
    return list(_all())


def _all() -> Iterator[History]:
    for number, stage in enumerate(STAGES):
        before = tuple(Step(earlier) for earlier in STAGES[:number])
        for moment in STEPS[stage]:
            for victim, sign in WAYS:
                yield (*before, Step(stage, interruption=Interruption(moment, victim, sign)))
