"""A stack that is copied is the stack that the engine makes, and its state is told as the engine tells it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from harness import new_stack
from harness.engine_project import EngineProject, PulumiFailedError

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import pulumi
pulumi.export("word", pulumi.Config().require_secret("word"))
"""


@pytest.fixture
def copied(tmp_path: Path) -> EngineProject:
    """The second project of this process: its stack is a copy of the first one's."""
    EngineProject(tmp_path / "first", PROGRAM)
    return EngineProject(tmp_path / "second", PROGRAM)


def test_a_copied_stack_is_selected_and_keeps_secrets(copied: EngineProject) -> None:
    assert copied.pulumi("stack", "--show-name", check=True).stdout == "dev\n"
    copied.config("word", "hidden", secret=True)
    copied.up()
    assert copied.outputs(show_secrets=True) == {"word": "hidden"}


def test_the_state_is_what_the_engine_exports(copied: EngineProject) -> None:
    told = json.loads(copied.pulumi("stack", "export", check=True).stdout)
    assert copied.export() == told
    copied.config("word", "hidden", secret=True)
    copied.up()
    told = json.loads(copied.pulumi("stack", "export", check=True).stdout)
    assert copied.export() == told
    assert "hidden" not in json.dumps(told)


def test_only_a_stack_without_settings_is_copied(copied: EngineProject, tmp_path: Path) -> None:
    """The salt of settings that are there already belongs to secrets that are in them."""
    settings = tmp_path / "third" / "Pulumi.dev.yaml"
    settings.parent.mkdir()
    shutil.copyfile(copied.path / "Pulumi.dev.yaml", settings)
    with settings.open("a") as file:
        file.write("config: {kept: value}\n")
    third = EngineProject(settings.parent, PROGRAM)
    assert "kept" in settings.read_text()
    assert third.resources() == []


def test_what_another_engine_makes_is_not_known(copied: EngineProject) -> None:
    assert new_stack.known("engine-project", "dev", copied.env) is not None
    assert new_stack.known("engine-project", "dev", copied.env | {"PATH": "/elsewhere"}) is None


def test_a_stack_that_is_there_already_is_refused_as_the_engine_does(copied: EngineProject) -> None:
    with pytest.raises(PulumiFailedError, match="already exists"):
        EngineProject(copied.path, PROGRAM)
