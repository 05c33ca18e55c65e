"""What starts the project's program: the language host, and the environment of Python that it runs the program in.

The rules are those of Pulumi's own host for Python (sdk/python/toolchain of github.com/pulumi/pulumi, read at 3.259):
which tool keeps the environment, where that lies, and how the host asks it for the packages.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.cli.doctor.finding import Finding
from managed_image_to_gallery.cli.engine.project_files import project_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENVIRONMENT = "program's environment"
_PACKAGE = "managed_image_to_gallery"
_DISTRIBUTION = _PACKAGE.replace("_", "-")
_LOCKS = {"uv": "uv.lock", "poetry": "poetry.lock"}
"""The file by which a tool tells which packages there are; the host reads it and starts nothing without it."""


@dataclass(frozen=True)
class Runtime:
    """The `runtime` of a project's file: the language, and how its environment is kept ("" where that is not said)."""

    folder: Path
    language: str
    toolchain: str
    virtualenv: str


def findings(folder: Path) -> list[Finding]:
    """What would start the program of the project in `folder`; nothing where there is no project."""
    runtime = _runtime(folder)
    if runtime is None:
        return []
    return [_host(runtime.language), *([_environment(runtime)] if runtime.language == "python" else [])]


def _runtime(folder: Path) -> Runtime | None:
    file = project_file(folder)
    said = _mapping(yaml.safe_load(file.read_text(encoding="utf-8-sig")) if file else None)
    runtime = said.get("runtime")
    whole = {"name": runtime} if isinstance(runtime, str) else _mapping(runtime)
    options, language = _mapping(whole.get("options")), whole.get("name")
    if not isinstance(language, str):
        return None
    return Runtime(folder, language, str(options.get("toolchain") or ""), str(options.get("virtualenv") or ""))


def _mapping(read: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", read) if isinstance(read, dict) else {}


def _host(language: str) -> Finding:
    """The engine looks beside its own program and on PATH; a link or a version manager's script may hide its place."""
    subject, name = "language host", f"pulumi-language-{language}"
    engine = shutil.which("pulumi")
    if engine is None:
        return Finding(subject, well=None, found="without an engine there is none", remedy="Install Pulumi first.")
    beside = shutil.which(name, path=str(Path(engine).resolve().parent))
    found = beside or shutil.which(name)
    if found is None:
        remedy = "If `pulumi preview` does not find it either, install Pulumi whole: its hosts come with it."
        return Finding(subject, well=None, found=f"no {name} beside {engine} nor on PATH", remedy=remedy)
    return Finding(subject, well=True, found=name if beside else f"{found}, from PATH")


def _environment(runtime: Runtime) -> Finding:
    toolchain = runtime.toolchain or _toolchain_by_lock(runtime.folder)
    if toolchain in _LOCKS:
        return _kept_by(toolchain, runtime)
    if not runtime.virtualenv:
        remedy = "Name an environment in Pulumi.yaml: runtime.options.virtualenv."
        return Finding(ENVIRONMENT, well=None, found="Pulumi.yaml names none: it runs in PATH's Python", remedy=remedy)
    folder = runtime.folder / runtime.virtualenv
    if not _python_of(folder).is_file():
        remedy = f"Run `pulumi install`, or `python3 -m venv {folder}`; then install this package into it."
        return Finding(ENVIRONMENT, well=False, found=f"{folder} is no virtual environment", remedy=remedy)
    if not _has(folder, "pip"):
        found = f"{folder} has no pip, by which Pulumi asks for its packages"
        remedy = f"Run `{_python_of(folder)} -m ensurepip`, or keep it by uv: runtime.options.toolchain: uv."
        return Finding(ENVIRONMENT, well=False, found=found, remedy=remedy)
    return _holding_package(folder)


def _kept_by(tool: str, runtime: Runtime) -> Finding:
    """An environment of uv's or poetry's; where poetry keeps its own, only poetry knows."""
    if shutil.which(tool) is None:
        remedy = f"Install {tool}, or name another toolchain in Pulumi.yaml: runtime.options.toolchain."
        return Finding(ENVIRONMENT, well=False, found=f"kept by {tool}, which is not on PATH", remedy=remedy)
    lock = _upwards(runtime.folder, _LOCKS[tool])
    if lock is None:
        found = f"kept by {tool}, and there is no {_LOCKS[tool]} here or above"
        return Finding(ENVIRONMENT, well=False, found=found, remedy="Run `pulumi install`: it makes both.")
    if tool == "poetry":
        return _locked(lock)
    folder = runtime.folder / runtime.virtualenv if runtime.virtualenv else lock.parent / ".venv"
    if not _python_of(folder).is_file():
        found = f"kept by uv, and {folder} is no virtual environment"
        return Finding(ENVIRONMENT, well=False, found=found, remedy="Run `pulumi install`, or `uv sync`.")
    return _holding_package(folder)


def _locked(lock: Path) -> Finding:
    """What poetry's own file says is in the environment, wherever that is."""
    if f'\nname = "{_DISTRIBUTION}"\n' in lock.read_text(encoding="utf-8"):
        return Finding(ENVIRONMENT, well=True, found=f"kept by poetry ({lock})")
    found = f"kept by poetry, and {lock} does not have {_DISTRIBUTION}"
    return Finding(ENVIRONMENT, well=False, found=found, remedy="Install it there: `poetry add …`.")


def _holding_package(folder: Path) -> Finding:
    if not _has(folder, _PACKAGE):
        remedy = f"Install it there: `{_python_of(folder)} -m pip install …`, or `uv add …` where uv keeps it."
        return Finding(ENVIRONMENT, well=False, found=f"{folder} does not have {_PACKAGE}", remedy=remedy)
    return Finding(ENVIRONMENT, well=True, found=str(folder))


def _toolchain_by_lock(folder: Path) -> str:
    """Where Pulumi.yaml names none, a lock in the project's folder or above decides, uv's first; else it is pip."""
    return next((tool for tool, lock in _LOCKS.items() if _upwards(folder, lock)), "pip")


def _upwards(folder: Path, name: str) -> Path | None:
    return next((each / name for each in (folder, *folder.parents) if (each / name).is_file()), None)


def _python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _has(folder: Path, distribution: str) -> bool:
    return any(any(packages.glob(f"{distribution}-*.dist-info")) for packages in _packages(folder))


def _packages(folder: Path) -> Iterator[Path]:
    """Where an environment keeps its packages."""
    yield folder / "Lib" / "site-packages"
    yield from folder.glob("lib*/python*/site-packages")
