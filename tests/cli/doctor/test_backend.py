from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.doctor import backend as module
from managed_image_to_gallery.cli.doctor.backend import backend, parallelism
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.cli.migrations import SUBSCRIPTION, entry

if TYPE_CHECKING:
    from pathlib import Path

    from managed_image_to_gallery.config.migration import Migration


@pytest.fixture
def says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `pulumi` prints, whatever it is asked; without the file it fails."""
    program = tmp_path / "pulumi"
    program.write_text(f'#!/bin/sh\nread -r line < {tmp_path}/says && echo "$line"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path / "says"


@pytest.mark.posix
def test_a_backend_is_told_with_who_is_signed_in(says: Path) -> None:
    says.write_text(json.dumps({"user": "me", "url": "https://app.pulumi.com/me"}) + "\n")
    found = backend(says.parent)
    assert (found.well, found.found) == (True, "https://app.pulumi.com/me as me")


@pytest.mark.posix
def test_a_backend_of_files_is_for_one_machine(says: Path) -> None:
    says.write_text(json.dumps({"user": "me", "url": "file://~"}) + "\n")
    assert backend(says.parent).found == "file://~ as me, only for those who work on this machine"


@pytest.mark.posix
def test_the_password_of_a_backend_is_shown_to_nobody(says: Path) -> None:
    says.write_text(json.dumps({"user": "me", "url": "postgres://somebody:secret@host/states"}) + "\n")
    assert backend(says.parent).found == "postgres://…@host/states as me"


@pytest.mark.posix
def test_a_backend_that_is_not_reached_is_told_with_what_names_it(says: Path) -> None:
    found = backend(says.parent)
    assert found.well is False
    assert "`pulumi login`, or PULUMI_BACKEND_URL" in found.remedy


@pytest.mark.posix
def test_a_backend_that_says_nothing_is_not_waited_for(says: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in waits for whoever opens the pipe, which nobody does."""
    os.mkfifo(says)
    monkeypatch.setattr(module, "_LONGEST_SECONDS", 0.5)
    found = module.backend(says.parent)
    assert (found.well, found.found) == (False, module.NO_ANSWER)


@pytest.mark.posix
def test_what_is_no_answer_is_not_known(says: Path) -> None:
    says.write_text("hello\n")
    assert backend(says.parent).well is None


def test_without_an_engine_the_backend_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert backend(tmp_path).well is None


def migrations(count: int, stage: str = "published") -> tuple[Migration, ...]:
    gallery = {"resourceGroup": "images", "name": "gallery"}
    entries = [entry(f"image{number}", stage=stage) for number in range(count)]
    return tuple(parse_stack_config({"gallery": gallery, "migrations": entries}, SUBSCRIPTION).migrations)


def test_versions_that_replicate_side_by_side_are_well() -> None:
    found = parallelism(migrations(1), 100, {})
    slots = 4 * (os.cpu_count() or 1)
    assert (found.well, found.found, found.remedy) == (True, f"100 resources at once, {slots} by `pulumi up`", "")


def test_rounds_are_told_with_what_to_type() -> None:
    found = parallelism(migrations(5), 100, {"PULUMI_PARALLEL": "2"})
    assert found.well is True
    assert found.found == "2 resources at once: 5 versions would replicate in 3 rounds"
    assert found.remedy == "`pulumi up --parallel 5`, or PULUMI_PARALLEL=5."


def test_only_versions_that_are_made_count() -> None:
    assert parallelism(migrations(5, "validated"), 100, {"PULUMI_PARALLEL": "2"}).remedy == ""


def test_no_more_is_advised_than_the_command_line_does() -> None:
    assert "`pulumi up --parallel 3`" in parallelism(migrations(5), 3, {"PULUMI_PARALLEL": "1"}).remedy


@pytest.mark.parametrize("said", ["0", "-1", "many", "1.5"])
def test_what_is_no_number_is_told(said: str) -> None:
    found = parallelism((), 100, {"PULUMI_PARALLEL": said})
    assert (found.well, found.found) == (False, f"PULUMI_PARALLEL is {said!r}, no number from 1 on")
