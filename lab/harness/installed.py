"""A wheel in an environment that has exactly what pip would install with it, without asking a registry.

The libraries are links to those of the environment that runs the tests: what the wheel's metadata requires, what that
requires, and nothing else.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zipfile import Path as ZipPath

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from importlib_metadata import SimplePath


@dataclass(frozen=True)
class Installed:
    """An environment with a wheel, and a folder that is its home and where its commands are run."""

    environment: Path
    elsewhere: Path

    @classmethod
    def of(cls, wheel: Path, folder: Path, *, extra: str = "") -> Installed:
        """Install the wheel, with one of its extras when one is named."""
        environment, elsewhere = folder / "venv", folder / "home"
        elsewhere.mkdir(parents=True)
        venv.create(environment, symlinks=True)
        python = str(environment / "bin" / "python")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
        subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
        (packages,) = environment.glob("lib/python*/site-packages")
        for library in _libraries(_metadata(wheel), extra):
            _link(library, packages)
        return cls(environment, elsewhere)

    def run(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run an installed command with nothing of this shell's but the path of the system's programs."""
        return subprocess.run(
            [str(self.environment / "bin" / command), *arguments],
            cwd=self.elsewhere,
            env={"PATH": os.defpath, "HOME": str(self.elsewhere), "COLUMNS": "120", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def build(project: Path, folder: Path) -> Path:
    """The wheel of a project, made in an empty folder."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _metadata(wheel: Path) -> Distribution:
    (information,) = (each for each in ZipPath(wheel).iterdir() if each.name.endswith(".dist-info"))
    return PathDistribution(cast("SimplePath", information))


def _libraries(distributed: Distribution, extra: str) -> Iterable[Distribution]:
    """What the distribution requires, directly or not."""
    found: dict[str, Distribution] = {}
    pending = [(distributed, extra)]
    while pending:
        requiring, wanted = pending.pop()
        for requirement in map(Requirement, requiring.requires or ()):
            if requirement.marker is not None and not requirement.marker.evaluate({"extra": wanted}):
                continue
            library = distribution(requirement.name)
            if library.name not in found or requirement.extras:
                found[library.name] = library
                pending += [(library, each) for each in requirement.extras or {""}]
    return found.values()


def _link(library: Distribution, packages: Path) -> None:
    for path in _parts(library):
        link = packages / path
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.exists():
            link.symlink_to(Path(str(library.locate_file(path))))


def _parts(library: Distribution) -> Iterator[Path]:
    """Its packages and modules, relative to the folder of all libraries; scripts are left out.

    Several libraries have their packages in one folder, such as `azure`: it has no `__init__.py`, and is no part.
    """
    files = [Path(file) for file in library.files or () if ".." not in file.parts]
    for file in files:
        for part in (*reversed(file.parents[:-1]), file):
            whole = Path(str(library.locate_file(part)))
            if not whole.is_dir() or part.suffix == ".dist-info" or (whole / "__init__.py").exists():
                yield part
                break
