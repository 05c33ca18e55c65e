"""`gallery-migrate selftest`: what it asks and refuses before anything is made."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from harness.local_azure import GROUP_API, LocalAzure
from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.main import app
from managed_image_to_gallery.cli.selftest import turn
from managed_image_to_gallery.cli.selftest.journal import Journal
from managed_image_to_gallery.cli.selftest.running import forget
from managed_image_to_gallery.cli.selftest.scratch import Scratch
from managed_image_to_gallery.cli.selftest.wanted import PREFIX
from tests.cli.selftest.test_wanted import WANTED

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["azure", "server"]

ENTRY = "from managed_image_to_gallery.cli.entry import main; main()"
REGIONS = ("--region", "southcentralus", "--region", "westus2")


def selftest(azure: LocalAzure, folder: Path, *words: str) -> tuple[int, str]:
    command = ["selftest", "--subscription", azure.subscription, "--folder", str(folder / "run"), *words]
    done = CliRunner().invoke(app, command)
    return done.exit_code, " ".join(done.output.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Two different regions are needed, and 0 are given"),
        (("--region", "westus2"), "Two different regions are needed, and 1 are given"),
        (("--region", "westus2", "--region", "West US 2"), "Two different regions are needed"),
        (("--region", "westus2", "--region", "moonbase1"), "The subscription has no region moonbase1"),
        ((*REGIONS, "--resource-group", "production"), f"production does not begin with {PREFIX}"),
        (REGIONS, "cost less than US$"),
    ],
)
def test_nothing_is_made_before_a_yes(azure: LocalAzure, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    azure.forget_requests()

    status, output = selftest(azure, tmp_path, *words)

    assert status == 2
    assert said in output
    assert azure.writes() == []
    assert Journal.read(tmp_path / "run") is None


def test_a_group_of_an_earlier_run_is_not_taken(azure: LocalAzure, tmp_path: Path) -> None:
    body = {"location": "southcentralus", "tags": {PREFIX: "earlier"}}
    azure.put(azure.group_id(PREFIX), body, api_version=GROUP_API).raise_for_status()

    status, output = selftest(azure, tmp_path, *REGIONS, "--yes")

    assert status == 2
    assert "of an earlier self test" in output


def test_what_an_earlier_run_left_is_deleted_from_any_folder(azure: LocalAzure, tmp_path: Path) -> None:
    body = {"location": "southcentralus", "tags": {PREFIX: "earlier"}}
    azure.put(azure.group_id(PREFIX), body, api_version=GROUP_API).raise_for_status()

    status, output = selftest(azure, tmp_path, "--cleanup", "--yes")

    assert (status, azure.get(azure.group_id(PREFIX), api_version=GROUP_API).status_code) == (0, 404), output


def test_a_clean_up_with_nothing_there_says_so_and_asks_nothing(azure: LocalAzure, tmp_path: Path) -> None:
    status, output = selftest(azure, tmp_path, "--cleanup")

    assert (status, output) == (0, f"There is no resource group {PREFIX}: nothing is left of a self test.")


def test_a_clean_up_of_what_somebody_else_deleted_forgets_the_run(azure: LocalAzure, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    Journal.begin(tmp_path / "run", WANTED)

    status, output = selftest(azure, tmp_path, "--cleanup", "--yes")

    assert (status, Journal.read(tmp_path / "run")) == (0, None)
    assert "nothing is left of a self test" in output


@pytest.mark.parametrize("words", [REGIONS, (*REGIONS, "--yes")])
def test_a_group_of_somebody_else_is_refused_before_anything_is_asked(
    azure: LocalAzure, tmp_path: Path, words: tuple[str, ...]
) -> None:
    azure.make_group(PREFIX)
    azure.forget_requests()

    status, output = selftest(azure, tmp_path, *words)

    assert status == 1
    assert f"{PREFIX} is there already, and no self test made it, so it is left alone" in output
    assert "US$" not in output
    assert azure.writes() == []
    assert Journal.read(tmp_path / "run") is None


def test_where_the_first_region_has_no_zones_no_image_is_zone_resilient(azure: LocalAzure, tmp_path: Path) -> None:
    azure.add_fault({"match": {"method": "PUT"}, "refuse": {"status": 409, "code": "Conflict"}})

    selftest(azure, tmp_path, "--region", "westus", "--region", "westus2", "--yes")
    azure.clear_faults()

    journal = Journal.read(tmp_path / "run")
    assert journal is not None
    assert not any(sample.zone_resilient for sample in journal.wanted.samples)


def test_a_recording_that_cannot_be_written_is_said_before_anything_is_made(azure: LocalAzure, tmp_path: Path) -> None:
    azure.forget_requests()

    status, output = selftest(azure, tmp_path, *REGIONS, "--yes", "--record", str(tmp_path / "none" / "file"))

    assert status == 2
    assert "No such file or directory" in output
    assert azure.writes() == []


def test_a_clean_up_that_was_killed_is_done_again(azure: LocalAzure, tmp_path: Path) -> None:
    Scratch(replace(WANTED, subscription_id=azure.subscription), AzureSettings.read({}, azure.env)).make()
    (tmp_path / "run").mkdir()
    Journal.begin(tmp_path / "run", replace(WANTED, subscription_id=azure.subscription))
    held = {"match": {"type": "Microsoft.Resources/resourceGroups", "method": "DELETE"}, "holdOperation": True}
    azure.add_fault(held)
    words = ["selftest", "--subscription", azure.subscription, "--folder", str(tmp_path / "run"), "--cleanup", "--yes"]
    environment = {**os.environ, **azure.env}
    process = subprocess.Popen([sys.executable, "-c", ENTRY, *words], env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not azure.requests(method="DELETE") and process.poll() is None:
        assert time.monotonic() < deadline
    process.kill()
    process.wait()
    azure.clear_faults()
    azure.settle()

    status, output = selftest(azure, tmp_path, "--cleanup", "--yes")

    assert (status, azure.get(azure.group_id(PREFIX), api_version=GROUP_API).status_code) == (0, 404), output
    assert Journal.read(tmp_path / "run") is None


def test_a_clean_up_leaves_a_group_without_the_tag_alone(azure: LocalAzure, tmp_path: Path) -> None:
    azure.make_group(PREFIX)

    status, output = selftest(azure, tmp_path, "--cleanup", "--yes")

    assert status == 1
    assert f"has no tag {PREFIX}" in output
    assert azure.get(azure.group_id(PREFIX), api_version=GROUP_API).is_success


@pytest.mark.posix
@pytest.mark.parametrize("words", [("--cleanup",), REGIONS])
def test_while_one_runs_in_the_folder_nothing_is_begun_and_nothing_deleted(
    azure: LocalAzure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Also while the commands of one that was killed end: they hold its turn."""
    monkeypatch.setattr(turn, "LONGEST_SECONDS", 0)
    Scratch(replace(WANTED, subscription_id=azure.subscription), AzureSettings.read({}, azure.env)).make()
    (tmp_path / "run").mkdir()

    with turn.turn_in(tmp_path / "run"):
        status, output = selftest(azure, tmp_path, *words, "--yes")

    assert status == 2
    assert "Another self test is running in" in output
    assert azure.get(azure.group_id(PREFIX), api_version=GROUP_API).is_success
    assert Journal.read(tmp_path / "run") is None


@pytest.mark.posix
def test_whoever_has_waited_for_its_turn_begins_anew_where_the_one_before_has_ended(
    azure: LocalAzure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run").mkdir()
    Journal.begin(tmp_path / "run", replace(WANTED, subscription_id=azure.subscription))
    before = ExitStack()
    before.enter_context(turn.turn_in(tmp_path / "run"))

    def ends(_seconds: float) -> None:
        forget(tmp_path / "run")
        before.close()

    monkeypatch.setattr(turn.time, "sleep", ends)
    (tmp_path / "run" / "state").mkdir()

    status, output = selftest(azure, tmp_path, *REGIONS)

    assert status == 2
    assert "Going on in" not in output
    assert "cost less than US$" in output


@pytest.mark.parametrize("words", [("--cleanup",), REGIONS])
def test_a_group_that_is_not_the_folders_is_neither_gone_on_with_nor_deleted(
    azure: LocalAzure, tmp_path: Path, words: tuple[str, ...]
) -> None:
    wanted = replace(WANTED, subscription_id=azure.subscription)
    Scratch(wanted, AzureSettings.read({}, azure.env)).make()
    (tmp_path / "run").mkdir()
    Journal.begin(tmp_path / "run", wanted)

    status, output = selftest(azure, tmp_path, *words, "--resource-group", f"{PREFIX}-other", "--yes")

    assert status == 2
    assert f": {PREFIX} in {azure.subscription}" in output
    assert azure.get(azure.group_id(PREFIX), api_version=GROUP_API).is_success


def test_another_self_test_is_not_gone_on_with(azure: LocalAzure, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    Journal.begin(tmp_path / "run", WANTED)

    status, output = selftest(azure, tmp_path, "--region", "westus2", "--region", "southcentralus", "--yes")

    assert status == 2
    assert "Another self test was begun in" in output
