"""What a history is, as data that can be printed and pasted into a regression test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from soak.beginnings import Beginning
    from soak.interruptions import Victim

Command = Literal["up", "refresh", "two shells", "two stacks", "abandon"]
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

    `regions`: how many regions the config has. `fault`, `others`: keys of `FAULTS` and `CHANGES`.
    """

    stage: Stage
    command: Command = "up"
    regions: int = 2
    fault: str | None = None
    others: str | None = None
    interruption: Interruption | None = None


@dataclass(frozen=True)
class History:
    """Steps from a beginning, in a stack of so many migrations; changes by others are about the first.

    `finish`: after the recovery, images that are still there and unchanged are validated and retired.
    """

    steps: tuple[Step, ...]
    beginning: Beginning = "nothing"
    migrations: int = 1
    finish: bool = False
