"""`make demo` on an empty machine, split into phases by the lines that it prints."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measured import CommandStopped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parents[2]
CHECKOUT = "checkout"
PHASES = {
    "-m venv .venv": "Python: an empty environment",
    "--require-hashes -r requirements-dev.lock": "Python: the locked packages",
    "--no-build-isolation -e .": "Python: the project itself",
    "local-azure engine install": "engine: look for one, try Pulumi's installer",
    "Downloading the engine's Go modules": "engine: its Go modules",
    "Building the Pulumi engine": "engine: the build",
    "-m demo": "the demo",
}
"""What a line has in it that begins a phase, and the phase."""
KEPT = ("PATH", "LANG", "PYENV_VERSION", "PYENV_ROOT")
"""Variables that a fresh login has, too; those of pip and Go say where packages come from."""
KEPT_PREFIXES = ("PIP_", "GOPROXY", "GONOSUM", "GOSUMDB", "SSL_", "LC_")


class DemoFailed(Exception):
    """`make demo` did not succeed, so its time says nothing."""

    def __init__(self, status: int, lines: Iterable[str]) -> None:
        super().__init__(f"make ended with {status}:\n{''.join(lines)}")


@dataclass(frozen=True)
class EmptyMachine:
    """A home without anything in it, and a clone of what is committed here."""

    home: Path

    @classmethod
    def at(cls, home: Path) -> EmptyMachine:
        """Make the home and the clone."""
        home.mkdir()
        machine = cls(home)
        subprocess.run(["git", "clone", "--quiet", str(ROOT), CHECKOUT], cwd=home, check=True)
        return machine

    @property
    def environment(self) -> Mapping[str, str]:
        """What a fresh login has."""
        kept = {key: value for key, value in os.environ.items() if key in KEPT or key.startswith(KEPT_PREFIXES)}
        return {**kept, "HOME": str(self.home), "PYTHONUNBUFFERED": "1"}

    def make(self, target: str, minutes: float, **variables: str) -> dict[str, float]:
        """Seconds by phase of `make TARGET`, with more variables. Raises DemoFailed or CommandStopped."""
        command = ["make", target]
        started = time.monotonic()
        with subprocess.Popen(
            command,
            cwd=self.home / CHECKOUT,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            lines: list[tuple[float, str]] = []
            for line in process.stdout or ():
                lines.append((time.monotonic() - started, line))
                if time.monotonic() - started > 60 * minutes:
                    process.kill()
                    raise CommandStopped(command, minutes)
        if process.returncode:
            raise DemoFailed(process.returncode, [line for _, line in lines[-30:]])
        return dict(phases_of(lines, time.monotonic() - started))

    def forget_packages(self) -> None:
        """Take Python's environment away; what pip has downloaded stays in its cache."""
        shutil.rmtree(self.home / CHECKOUT / ".venv")

    def forget_engine(self) -> None:
        """Take the built engine away and leave Go's caches as they are."""
        shutil.rmtree(self.home / ".cache" / "local-azure")

    def clear(self) -> None:
        """Remove all of it: Go makes its modules read-only."""
        for folder, _, _ in os.walk(self.home):
            Path(folder).chmod(0o700)
        shutil.rmtree(self.home)


def phases_of(lines: Iterable[tuple[float, str]], end: float) -> Iterator[tuple[str, float]]:
    """Each phase that a line began, with its seconds up to the next; `lines` with their seconds since the start."""
    begun = [(at, phase) for at, line in lines for part, phase in PHASES.items() if part in line]
    ends = [at for at, _ in begun[1:]] + [end]
    for (at, phase), until in zip(begun, ends, strict=True):
        yield phase, round(until - at, 1)
