"""An engine that can be run, and how to run it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from semver import VersionInfo

if TYPE_CHECKING:
    from collections.abc import Mapping


class Origin(str, Enum):
    """Where an engine came from."""

    ON_PATH = "on PATH"
    INSTALLER = "from Pulumi's installer"
    BUILT = "built from Go modules, with the stand-in Python language host"


@dataclass(frozen=True)
class Engine:
    """A `pulumi` command with its language hosts beside it."""

    command: Path
    version: VersionInfo
    origin: Origin

    def environment(self, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
        """`environ` with this engine's folder first on PATH."""
        path = os.pathsep.join(part for part in (str(self.command.parent), environ.get("PATH")) if part)
        return {**environ, "PATH": path}


def read_version(command: Path) -> VersionInfo | None:
    """The version `command` reports; None when it cannot be run or reports none (a build without linker flags)."""
    try:
        done = subprocess.run([command, "version"], capture_output=True, text=True, check=True, timeout=60)
        return VersionInfo.parse(done.stdout.strip().removeprefix("v"))
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def python_host_beside(command: Path, environ: Mapping[str, str]) -> bool:
    """Whether `command` will find a Python language host: beside itself or on PATH (workspace/plugins.go)."""
    beside = command.resolve().parent / "pulumi-language-python"
    return beside.exists() or shutil.which("pulumi-language-python", path=environ.get("PATH")) is not None
