"""What was measured, kept in `lab/bench/results/<part>.json`: the page can be written again without measuring again.

A part's file is `{"machine": {fact: value}, "rows": [row, …]}`. A row is an object with a `name` that no other row of
the part has; what else it holds is the part's affair: JSON values, times in seconds, memory in MB, a list where
something was repeated. Paths and host names do not belong in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from bench.machine import machine
from local_azure.arm.settings import ManagerLimits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).parent / "results"

Row = dict[str, Any]
"""JSON by name; `Any` because each part reads only what it wrote itself."""


@dataclass(frozen=True)
class Options:
    """How a part is measured; what is not given is the part's own choice.

    counts: sizes (numbers of images); repetitions: how often each is measured; minutes: most that one command may take.
    time_scale, manager_limits: of local Azure where Azure's request budgets are met; others have their own. only: of
    several ways to do the same those whose name contains it.
    """

    counts: tuple[int, ...] = ()
    repetitions: int | None = None
    minutes: float = 15.0
    time_scale: float | None = None
    only: str = ""
    manager_limits: ManagerLimits = ManagerLimits.PER_SECOND


class Part(Protocol):
    """A module of this folder that measures one thing and tells of it."""

    def measure(self, folder: Path, options: Options) -> Iterator[Row]:
        """Each row as it is measured; `folder` is empty and the part's own."""
        ...

    def section(self, rows: Sequence[Row]) -> str:
        """The part of the page, from `## Title` to its last line: a pure function of the rows."""
        ...


@runtime_checkable
class Charted(Protocol):
    """A part with pictures."""

    def charts(self, rows: Sequence[Row]) -> dict[str, str]:
        """SVG by file name, which begins with `bench-`; the section shows it as `pictures/<name>`."""
        ...


def load(part: str, folder: Path = FOLDER) -> list[Row]:
    """The rows of a part, in the order of their first measuring; none if it was never measured."""
    return _read(part, folder).get("rows", [])


def measured_on(part: str, folder: Path = FOLDER) -> dict[str, str]:
    """The machine that a part was measured on."""
    return _read(part, folder).get("machine", {})


def add(part: str, row: Row, folder: Path = FOLDER) -> None:
    """Keep a row; it takes the place of one with its name, and of all rows from another machine."""
    here = machine()
    rows = load(part, folder) if measured_on(part, folder) == here else []
    names = [each["name"] for each in rows]
    if row["name"] in names:
        rows[names.index(row["name"])] = row
    else:
        rows.append(row)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": here, "rows": rows}, indent=1)
    (folder / f"{part}.json").write_text(text + "\n", encoding="utf-8")


def _read(part: str, folder: Path) -> dict[str, Any]:
    file = folder / f"{part}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
