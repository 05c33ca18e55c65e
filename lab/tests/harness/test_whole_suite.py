"""A run of the whole suite leaves the slower tests out; a test that is named runs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """
[tool.pytest.ini_options]
testpaths = ["suite"]
addopts = ["-p", "harness.whole_suite"]
markers = ["exhaustive: slower"]
"""
TESTS = """
import pytest

def test_quick(): pass

@pytest.mark.exhaustive
def test_slow(): pass
"""


@pytest.mark.parametrize(
    ("arguments", "passed"),
    [
        ((), 1),
        (("-n", "1"), 1),
        (("-m", ""), 2),
        (("-m", "exhaustive"), 1),
        (("suite/test_both.py",), 2),
        (("suite/test_both.py::test_slow",), 1),
        (("-n", "1", "suite/test_both.py"), 2),
    ],
)
def test_what_runs(tmp_path: Path, arguments: tuple[str, ...], passed: int) -> None:
    (tmp_path / "suite").mkdir()
    (tmp_path / "pyproject.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "suite" / "test_both.py").write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert f"{passed} passed" in done.stdout, done.stdout + done.stderr


def test_a_worker_more_than_processors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_AUTO_NUM_WORKERS", raising=False)
    (tmp_path / "test_it.py").write_text("def test_it(): pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "harness.whole_suite", "-n", "auto"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert f"{len(os.sched_getaffinity(0)) + 1} workers" in done.stdout, done.stdout + done.stderr


KEEPS_BYTE_CODE = """
import os, sys

def test_it(): assert (sys.dont_write_bytecode, "PYTHONDONTWRITEBYTECODE" in os.environ) == (False, False)
"""


def test_what_tests_start_keeps_its_byte_code(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(KEEPS_BYTE_CODE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "harness.whole_suite", "test_it.py"]
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
