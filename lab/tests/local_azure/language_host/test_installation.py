"""`pulumi install`, with a Python that only notes what it is asked to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.engine_project import EngineProject

if TYPE_CHECKING:
    from pathlib import Path

# Makes a virtual environment whose Python is this script again, and fails where a file says so.
NOTING_PYTHON = """#!/bin/sh
echo "$(basename "$(dirname "$(dirname "$0")")"): $*" >> "{log}"
echo "doing $*"
if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; fi
case "$*" in *requirements.txt*) if [ -e "{fails}" ]; then echo "no such version" >&2; exit 7; fi;; esac
"""


def project_with_noting_python(tmp_path: Path) -> EngineProject:
    project = EngineProject(tmp_path / "project", "", virtualenv="venv")
    python = tmp_path / "outside" / "bin" / "python3"
    python.parent.mkdir(parents=True)
    python.write_text(NOTING_PYTHON.format(log=tmp_path / "log", fails=tmp_path / "fails"))
    python.chmod(0o755)
    project.env["PULUMI_PYTHON_CMD"] = str(python)
    (project.path / "requirements.txt").write_text("pulumi\n")
    return project


def test_the_virtual_environment_is_made_and_filled(tmp_path: Path) -> None:
    project = project_with_noting_python(tmp_path)
    done = project.pulumi("install", "--no-plugins", check=True)
    assert (tmp_path / "log").read_text().splitlines() == [
        f"outside: -m venv {project.path}/venv",
        "venv: -m pip install --upgrade pip setuptools wheel",
        "venv: -m pip install -r requirements.txt",
    ]
    assert "doing -m pip install -r requirements.txt" in done.stdout + done.stderr


def test_a_failing_step_is_shown_with_its_status(tmp_path: Path) -> None:
    project = project_with_noting_python(tmp_path)
    (tmp_path / "fails").touch()
    failed = project.pulumi("install", "--no-plugins")
    assert failed.returncode != 0
    assert "-m pip install -r requirements.txt` ended with status 7: no such version" in failed.stderr + failed.stdout


def test_uv_fills_the_environment_that_the_project_names(tmp_path: Path) -> None:
    project = EngineProject(tmp_path / "project", "", virtualenv="mine")
    project.write_project(toolchain="uv")
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text(f'#!/bin/sh\necho "$PWD $* $UV_PROJECT_ENVIRONMENT" > {tmp_path / "log"}\n')
    uv.chmod(0o755)
    project.env["PATH"] = f"{uv.parent}:{project.env['PATH']}"
    project.pulumi("install", "--no-plugins", check=True)
    assert (tmp_path / "log").read_text().split() == [str(project.path), "sync", str(project.path / "mine")]
