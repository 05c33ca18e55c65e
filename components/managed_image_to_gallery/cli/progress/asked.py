"""What was asked of a stack and is not done yet: `.gallery-migrate/asked-<stack>.json` beside the stack's file.

Written when somebody has consented and the engine is about to be started, removed when all of it is done. So `resume`
can go on with exactly that: the same migrations in the same way. It is a note for people at one place and decides
nothing about safety: what is deleted is asked again, and the gate with it.
"""

from __future__ import annotations

import json
import shlex
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.counting import FEW, listed
from managed_image_to_gallery.cli.progress.samples import JOURNAL

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

PUBLISH, VALIDATE, RETIRE = "publish", "validate", "retire"


@dataclass(frozen=True)
class Asked:
    """One command: its name, the migrations that it is about by name, and how `publish` makes them."""

    command: str
    names: tuple[str, ...]
    in_flight: int | None = None
    by_region: bool = False
    stop_after: int | None = None
    continue_on_error: bool = True

    def text(self) -> str:
        """The command for people: as it would be typed, or with the number of migrations where these are many."""
        if len(self.names) <= FEW + 1:
            return f"`{self.line()}`"
        return f"`{replace(self, names=()).line()}` of {len(self.names)} migrations: {listed(self.names)}"

    def line(self) -> str:
        """The command as it would be typed."""
        options = [
            *([f"--in-flight {self.in_flight}"] if self.in_flight is not None else []),
            *(["--by-region"] if self.by_region else []),
            *([f"--stop-after {self.stop_after}"] if self.stop_after is not None else []),
            *([] if self.continue_on_error else ["--no-continue-on-error"]),
        ]
        return " ".join(["gallery-migrate", self.command, *map(shlex.quote, self.names), *options])


@dataclass
class Done:
    """Whether a command has done all that was asked; else the note stays."""

    value: bool = field(default=False)


class Notes:
    """The notes of one stack of a project folder, oldest first."""

    def __init__(self, folder: Path, stack: str) -> None:
        self._path = folder / JOURNAL.parent / f"asked-{stack}.json"

    def read(self) -> list[Asked]:
        """What is not done yet; nothing where there is no note, or none that can be read."""
        try:
            listed = cast("object", json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return []
        return [found for one in cast("list[object]", listed) if (found := _asked(one))] if _is_list(listed) else []

    def add(self, asked: Asked) -> None:
        """Note it, in place of older notes of the same command about nothing else."""
        others = [one for one in self.read() if one.command != asked.command or set(one.names) - set(asked.names)]
        self._write([*others, asked])

    def remove(self, asked: Asked) -> None:
        """It is done, or nothing of it was begun."""
        self._write([one for one in self.read() if one != asked])

    @contextmanager
    def noted(self, asked: Asked) -> Generator[Done]:
        """Keep a note within, and afterwards unless `value` was set: all is done, or nothing was begun."""
        self.add(asked)
        done = Done()
        try:
            yield done
        finally:
            if done.value:
                self.remove(asked)

    def _write(self, notes: Sequence[Asked]) -> None:
        if not notes:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps([asdict(one) for one in notes], indent=2) + "\n", encoding="utf-8")
        beside.replace(self._path)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _asked(value: object) -> Asked | None:
    """A note as it was written; None for anything else."""
    if not isinstance(value, dict):
        return None
    known = cast("dict[str, object]", value)
    names, in_flight, stop_after = known.get("names"), known.get("in_flight"), known.get("stop_after")
    if known.get("command") not in (PUBLISH, VALIDATE, RETIRE) or not isinstance(names, list) or not names:
        return None
    return Asked(
        str(known["command"]),
        tuple(str(name) for name in cast("list[object]", names)),
        in_flight if isinstance(in_flight, int) else None,
        known.get("by_region") is True,
        stop_after if isinstance(stop_after, int) else None,
        known.get("continue_on_error") is not False,
    )
