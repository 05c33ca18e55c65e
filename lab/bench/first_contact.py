"""The first quarter of an hour: `make demo` on an empty machine and again, the commands' start, local Azure's start."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.first_contact_phases import ROOT, EmptyMachine
from bench.measured import measure as run
from bench.tables import median_and_spread, table
from harness.local_azure import running_local_azure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.results import Options, Row

REPETITIONS = 5
BIN = Path(sys.prefix) / "bin"
STARTS = {
    "python -c pass (for comparison)": [sys.executable, "-c", "pass"],
    "gallery-migrate --help": [str(BIN / "gallery-migrate"), "--help"],
    "local-azure --help": [str(BIN / "local-azure"), "--help"],
    "import of the program": [
        sys.executable,
        "-c",
        "import managed_image_to_gallery.component.run, managed_image_to_gallery.component.stack",
    ],
}
"""Commands that end at once."""
WARM_DEMO = "make demo, everything there"
AZURE_START = "local Azure, start to the first answer"
WITH_PROVIDER = "local Azure with the provider, start to the first answer"
COLD = "make demo, empty machine"
REBUILT = "engine, Go's caches full"
PACKAGES, UNCOMPILED = "packages, loaded before", "packages, loaded before, pip does not compile"

INSTALLED = ".venv/installed"
LONG = {
    "Python: the locked packages": "locked packages",
    "engine: its Go modules": "Go modules",
    "engine: the build": "build",
}


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """What is repeated first, the empty machine last: it takes minutes and loads packages."""
    times = options.repetitions or REPETITIONS
    for name, take in _repeated(folder, options.minutes).items():
        if options.only in name:
            yield {"name": name, "seconds": [take() for _ in range(times)]}
    if options.only in COLD:
        yield from _empty_machine(folder / "empty", options.minutes)
    if options.only in PACKAGES:
        yield from _packages(folder / "packages", options.minutes)


def _repeated(folder: Path, minutes: float) -> dict[str, Callable[[], float]]:
    """By the name of a row what measures it once."""
    starts = {name: partial(_timed, command, folder, minutes) for name, command in STARTS.items()}
    demo = partial(_timed, ["make", "-C", str(ROOT), "demo"], folder, minutes)
    azure = {AZURE_START: partial(_azure_start, folder, False), WITH_PROVIDER: partial(_azure_start, folder, True)}
    return {**starts, **azure, WARM_DEMO: demo}


def _timed(command: Sequence[str], folder: Path, minutes: float) -> float:
    return round(run(command, folder, os.environ, minutes=minutes).seconds, 3)


def _azure_start(folder: Path, provider: bool) -> float:
    place = Path(tempfile.mkdtemp(dir=folder))
    started = time.monotonic()
    with running_local_azure(place, provider=provider) as azure:
        azure.client.get("/metadata/endpoints", params={"api-version": "2022-09-01"}).raise_for_status()
        return round(time.monotonic() - started, 3)


def _empty_machine(home: Path, minutes: float) -> Iterator[Row]:
    machine = EmptyMachine.at(home)
    yield {"name": COLD, "phases": machine.make("demo", minutes)}
    machine.forget_engine()
    yield {"name": REBUILT, "phases": machine.make("setup", minutes)}
    machine.clear()


def _packages(home: Path, minutes: float) -> Iterator[Row]:
    """Python's environment alone, from packages that pip has in its cache."""
    machine = EmptyMachine.at(home)
    machine.make(INSTALLED, minutes)
    for name, variables in {PACKAGES: {}, UNCOMPILED: {"PIP_NO_COMPILE": "1"}}.items():
        machine.forget_packages()
        yield {"name": name, "phases": machine.make(INSTALLED, minutes, **variables)}
    machine.clear()


def section(rows: Sequence[Row]) -> str:
    """The phases of the first run, what a second one takes, and what starts how fast."""
    phases: dict[str, dict[str, float]] = {row["name"]: row["phases"] for row in rows if "phases" in row}
    repeated = [[row["name"], median_and_spread(row["seconds"], 2)] for row in rows if "seconds" in row]
    parts = [HEAD, *([_cold(phases)] if COLD in phases else []), REPEATED, "\n", table(["", "seconds"], repeated)]
    return "".join(parts)


HEAD = """## First contact

From a clone to a finished demo. On the empty machine there are Python, Go, `make` and `git`, an empty home directory
and nothing in any cache; packages come from the registries that pip and Go are set up with, and Pulumi's own installer
cannot be reached, so that the engine is built from its Go modules.
"""
REPEATED = """
What is there afterwards:
"""


def _cold(phases: dict[str, dict[str, float]]) -> str:
    cold = phases[COLD]
    lines = [[phase, f"{seconds:.1f}"] for phase, seconds in cold.items()]
    total = [["**all**", f"**{sum(cold.values()):.0f}**"]]
    return f"\n{table([COLD, 'seconds'], [*lines, *total])}{''.join(_shorter(phases))}"


def _shorter(phases: dict[str, dict[str, float]]) -> Iterator[str]:
    """What shortens the two long parts."""
    wanted = {name: phases[name] for name in (COLD, REBUILT, PACKAGES, UNCOMPILED) if name in phases}
    if len(wanted) > 1:
        yield "\nWhat shortens the long parts (an engine on `PATH` takes the engine's away):\n\n"
        lines = [[name, *(_cell(found, phase) for phase in LONG)] for name, found in wanted.items()]
        yield table(["seconds", *LONG.values()], lines)


def _cell(phases: dict[str, float], phase: str) -> str:
    return f"{phases[phase]:.1f}" if phase in phases else "-"
