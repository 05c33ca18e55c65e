"""What a history is, as data that can be printed and pasted into a regression test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from soak.beginnings import Beginning
    from soak.interruptions import Victim
    from soak.places import Layout

Stage = Literal["published", "validated", "retired"]
STAGES: tuple[Stage, ...] = ("published", "validated", "retired")
Login = Literal["own", "another subscription's"]
Folder = Literal["own", "older checkout"]
OperatorSignal = Literal["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"]


@dataclass(frozen=True)
class Interruption:
    """Who is sent which signal, at which moment of the command."""

    moment: str
    victim: Victim
    signal: str


@dataclass(frozen=True)
class Meanwhile:
    """What others change while the command runs: the request of the moment is held back until they have.

    `moment`, `change`: keys of `soak.moments.HELD` and `soak.others.CHANGES`.
    """

    moment: str
    change: str


@dataclass(frozen=True)
class Operator:
    """A `gallery-migrate` command of somebody.

    `names`: which migrations it names, by their number; none means all. `expects`: images that `--expect-delete` says,
    by number and in which words. `asked`: instead of `--yes` there is a terminal, where nobody answers. `signal`: sent
    to the command alone at `moment`, a key of `soak.moments.OPERATORS`. `folder`: whose checkout it runs in.
    """

    command: Literal["publish", "validate", "retire", "resume"]
    names: tuple[int, ...] = ()
    expects: tuple[tuple[int, Literal["name", "id"]], ...] = ()
    asked: bool = False
    moment: str = ""
    signal: OperatorSignal | None = None
    folder: Folder = "own"


@dataclass(frozen=True)
class Step:
    """One command: first the config and other people change something, then it runs under a fault, or is interrupted.

    `stage` is what the config says by the user's hand; None leaves the file as it is. `command`: a key of
    `soak.commands.COMMANDS`. `regions`: how many the config has. `fault`, `others`, `edit`: keys of `FAULTS`, `CHANGES`
    and `EDITS`. `operators`: they run side by side, instead of the command.
    """

    stage: Stage | None
    command: str = "up"
    regions: int = 2
    fault: str | None = None
    others: str | None = None
    interruption: Interruption | None = None
    meanwhile: Meanwhile | None = None
    edit: str | None = None
    login: Login = "own"
    operators: tuple[Operator, ...] = ()


@dataclass(frozen=True)
class History:
    """Steps from a beginning, in a stack of so many migrations; changes by others are about the first.

    `finish`: after the recovery, images that are still there and unchanged are validated and retired. `kind`: the name
    under which docs/reliability.md counts it. `layout`: how the config is written and the images are named.
    """

    steps: tuple[Step, ...]
    beginning: Beginning = "nothing"
    migrations: int = 1
    finish: bool = False
    kind: str = ""
    layout: Layout = "plain"
