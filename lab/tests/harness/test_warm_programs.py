"""A command that starts warm is the command that starts anew: its words, input, folder, environment and status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.warm_programs import installed_command, warm_programs

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Generator[Mapping[str, str]]:
    """The environment of commands that start warm."""
    with warm_programs(tmp_path_factory.mktemp("programs")) as variables:
        yield {**os.environ, **variables}


def told(environment: Mapping[str, str], folder: Path, *words: str, given: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [installed_command(environment), *words],
        env=environment,
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("--help",), ""),
        (("publish", "--help"), ""),
        (("nothing-of-that-name",), ""),
        (("plan-check",), "no JSON"),
        (("plan-check",), '{"steps": []}'),
        (("check", "--file", "Pulumi.dev.yaml"), ""),
    ],
)
def test_it_says_the_same(warm: Mapping[str, str], tmp_path: Path, words: tuple[str, ...], given: str) -> None:
    assert told(warm, tmp_path, *words, given=given) == told(os.environ, tmp_path, *words, given=given)


def test_it_has_its_own_environment(warm: Mapping[str, str], tmp_path: Path) -> None:
    narrow, wide = (told({**warm, "COLUMNS": columns}, tmp_path, "--help")[1] for columns in ("60", "100"))
    assert max(map(len, narrow.splitlines())) <= 60 < max(map(len, wide.splitlines()))


def test_without_the_variables_the_installed_command_is_named() -> None:
    assert installed_command({}) == str(Path(sys.executable).parent / "gallery-migrate")
