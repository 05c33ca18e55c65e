"""publish, validate, retire and resume with the real engine against local Azure."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from harness.processes import children
from harness.product import left_in, seed
from harness.terminal import CTRL_C
from tests.cli.commands.operator import HEAD, Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

VERSIONS = "Microsoft.Compute/galleries/images/versions"
IMAGE = "Microsoft.Compute/images"
PATIENCE_SECONDS = 300.0
SECOND = """
images: [{resourceGroup: myResourceGroup, name: second, location: southcentralus, hyperVGeneration: V2}]
"""


def test_a_migration_from_pipe_to_pipe(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.comment()

    unasked = operator.run("publish")
    assert (unasked.returncode, left_in(azure)) == (2, ["Microsoft.Compute/galleries", IMAGE]), unasked.stdout
    published = operator.run("publish", "--yes", "--every", "0.1")
    assert published.returncode == 0, published.stdout + published.stderr
    assert "southcentralus  Completed" in published.stdout
    assert "\x1b" not in published.stdout
    journal = (tmp_path / ".gallery-migrate" / "progress.jsonl").read_text().splitlines()
    assert {"time", "migration", "region", "state", "progress"} == set(json.loads(journal[-1]))
    assert operator.run("validate", "--yes", "--every", "0.1").returncode == 0
    assert operator.file_text.startswith(HEAD)
    before = operator.file_text
    assert operator.run("retire", "--yes", "--expect-delete", "other").returncode == 1
    assert (operator.file_text, left_in(azure).count(IMAGE)) == (before, 1)
    with operator.in_terminal("retire", "--every", "0.1") as terminal:
        terminal.wait_for("Type myImage to go on: ")
        terminal.type(CTRL_C)
        assert terminal.end() == 130, terminal.screen
        assert "stopped. Nothing was changed." in terminal.screen
    assert (operator.file_text, left_in(azure).count(IMAGE)) == (before, 1)
    with operator.in_terminal("retire", "--every", "0.1") as terminal:
        terminal.wait_for("to go on: ")
        terminal.type("myImaeg\n")
        terminal.wait_for("Once more")
        assert left_in(azure).count(IMAGE) == 1
        terminal.type(" MYImage \n")
        assert terminal.end() == 0, terminal.screen
    assert IMAGE not in left_in(azure)
    assert operator.file_text == before.replace("stage: validated", "stage: retired")
    assert "Azure agrees: myImageDefinition-1.0.0 retired" in terminal.screen


def test_ctrl_c_ends_with_130_and_resume_goes_on(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    rule = azure.add_fault(
        {"region": {"name": "West US 2", "state": "Replicating", "progress": 40}, "match": {"type": VERSIONS}}
    )
    with operator.in_terminal("publish", "--every", "0.1") as terminal:
        terminal.wait_for("Publish? [y/N]")
        terminal.type("y\n")
        terminal.wait_for("40 %")
        terminal.type(CTRL_C)
        terminal.wait_for("Stopping")
        azure.remove_fault(rule)
        assert terminal.end() == 130
        assert "gallery-migrate resume" in terminal.screen
        assert "#" in terminal.screen

    with operator.in_terminal("resume", "--every", "0.1") as terminal:
        terminal.wait_for("Go on? [y/N]: ", seconds=240)
        terminal.type("y\n")
        assert terminal.end() == 0, terminal.screen
        assert "Azure agrees" in terminal.screen
    operator.up("--expect-no-changes")


def test_resume_shows_the_word_that_a_deletion_needs(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.enter("published")
    operator.enter("validated")
    operator.configure(stage="retired")
    with operator.in_terminal("resume", "--every", "0.1") as terminal:
        terminal.wait_for("It cannot be undone. Type myImage to go on: ", seconds=240)
        assert left_in(azure).count(IMAGE) == 1
        terminal.type(CTRL_C)
        assert terminal.end() == 130, terminal.screen
        assert "Nothing was changed." in terminal.screen
    assert left_in(azure).count(IMAGE) == 1


def test_one_that_fails_does_not_stop_the_others(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    azure.seed(SECOND)
    operator = Operator.at(tmp_path, azure)
    second: JsonObject = {
        **operator.migration,
        "source": {"resourceGroup": "myResourceGroup", "name": "second"},
        "definition": {"name": "second", "publisher": "p", "offer": "o", "sku": "second"},
    }
    operator.write_config({"migrations": [operator.migration, second]})
    azure.add_fault(
        {
            "refuse": {"status": 403, "code": "AuthorizationFailed"},
            "match": {"type": VERSIONS, "method": "PUT", "id": "*/second/*"},
        }
    )

    done = operator.run("publish", "--yes", "--every", "0.1", "--in-flight", "1")

    assert done.returncode == 5, done.stdout + done.stderr
    assert "Wave 2 of 2" in done.stdout
    assert "second-1.0.0-version: AuthorizationFailed" in done.stdout
    assert "Not finished: second-1.0.0" in done.stdout
    assert "myImageDefinition-1.0.0  westus2  Completed" in done.stdout


def test_after_enough_failures_nothing_more_is_begun(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    azure.seed(SECOND)
    operator = Operator.at(tmp_path, azure)
    second: JsonObject = {
        **operator.migration,
        "source": {"resourceGroup": "myResourceGroup", "name": "second"},
        "definition": {"name": "second", "publisher": "p", "offer": "o", "sku": "second"},
    }
    operator.write_config({"migrations": [operator.migration, second]})
    refused = {"status": 403, "code": "AuthorizationFailed"}
    azure.add_fault({"refuse": refused, "match": {"type": VERSIONS, "method": "PUT", "id": "*/myImageDefinition/*"}})

    done = operator.run("publish", "--yes", "--every", "0.1", "--in-flight", "1", "--stop-after", "1")

    assert done.returncode == 4, done.stdout + done.stderr
    assert "Stopped after 1 failure: myImageDefinition-1.0.0." in done.stdout
    assert "about" in done.stdout.partition("Wave 1 of 2")[2].splitlines()[0]
    assert "Wave 2" not in done.stdout
    assert not [one for one in azure.requests(method="PUT", type=VERSIONS) if "/second/" in one["path"]]


def made_by_puts(azure: LocalAzure, kind: str) -> int:
    """How many PUTs made something; one after an adoption, by which the engine learns the inputs, changes nothing."""
    return [one["status"] for one in azure.requests(method="PUT", type=kind)].count(201)


@pytest.mark.parametrize("is_done", [False, True], ids=["Azure is still at it", "Azure has ended"])
def test_after_hours_resume_tells_what_azure_went_on_with_and_writes_nothing_twice(
    azure: LocalAzure, tmp_path: Path, is_done: bool
) -> None:
    """A job that ended at its limit, a laptop that slept: killed in mid-replication, and Azure's clock goes on."""
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    rule = azure.add_fault({"match": {"method": "PUT", "type": VERSIONS}, "holdOperation": True})
    with operator.in_terminal("publish", "--yes", "--poll-interval", "0.1") as terminal:
        while not [one for one in azure.requests(type=VERSIONS) if one["access"] == "poll"]:
            assert terminal.process.poll() is None, terminal.screen
        for pid in (*children(terminal.process.pid), terminal.process.pid):
            os.kill(pid, signal.SIGKILL)
    azure.advance(6 * 3600)
    if is_done:
        azure.remove_fault(rule)

    with operator.in_terminal("resume", "--yes", "--unlock", "--poll-interval", "0.1") as terminal:
        if not is_done:
            terminal.wait_for("Azure is still building the version", PATIENCE_SECONDS)
            azure.remove_fault(rule)
        status = terminal.end(PATIENCE_SECONDS)

    assert status == 0, terminal.screen
    assert "creating was begun" in terminal.screen
    assert made_by_puts(azure, VERSIONS) == made_by_puts(azure, "Microsoft.Compute/galleries/images") == 1
    operator.up("--expect-no-changes")


def test_after_a_killed_publish_resume_takes_in_what_azure_has_made(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    region = {"name": "West US 2", "state": "Replicating", "progress": 40}
    rule = azure.add_fault({"region": region, "match": {"type": VERSIONS}})
    with operator.in_terminal("publish", "--yes", "--every", "0.1") as terminal:
        terminal.wait_for("40 %")
        for pid in (*children(terminal.process.pid), terminal.process.pid):
            os.kill(pid, signal.SIGKILL)
    azure.remove_fault(rule)

    locked = operator.run("resume", "--yes")
    done = operator.run("resume", "--yes", "--unlock", "--every", "0.1")

    assert locked.returncode == 4
    assert "resume --unlock" in locked.stderr
    assert "creating was begun" in done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    operator.up("--expect-no-changes")
