"""Nothing on disk asks for a deletion before somebody has consented to it, whatever ends the command."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from harness.local_azure import LocalAzure
from harness.product import left_in, seed
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.terminal import Terminal

IMAGE = "Microsoft.Compute/images"
LOCK = {"pid": 1, "username": "somebody", "hostname": "elsewhere", "timestamp": "2026-01-01T00:00:00Z"}


@pytest.fixture(scope="module")
def validated(server: LocalAzure, tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """A stack whose one migration is validated; no test here changes it."""
    server.reset()
    server.seed(seed())
    operator = Operator.at(tmp_path_factory.mktemp("validated"), server)
    operator.enter("published")
    operator.enter("validated")
    operator.comment()
    return operator


@pytest.fixture
def nothing_changed(validated: Operator, server: LocalAzure) -> Iterator[None]:
    """Whatever happens in the test, the file is byte for byte what it was, and an update has nothing to do."""
    file = validated.path / "Pulumi.dev.yaml"
    before = file.read_bytes()
    yield
    assert file.read_bytes() == before
    assert left_in(server).count(IMAGE) == 1
    assert not list(validated.path.glob(".Pulumi*"))
    assert not list((validated.path / ".gallery-migrate").glob("asked*"))
    validated.up("--expect-no-changes")


def _hang_up(terminal: Terminal) -> None:
    terminal.hang_up()


def _terminate(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGTERM)


def _kill(terminal: Terminal) -> None:
    os.killpg(terminal.process.pid, signal.SIGKILL)


def _wait_for_fault(azure: LocalAzure, terminal: Terminal) -> None:
    while not azure.injected():
        assert terminal.process.poll() is None, terminal.screen


@pytest.mark.parametrize("end", [_hang_up, _terminate, _kill])
@pytest.mark.usefixtures("nothing_changed")
def test_who_goes_away_at_the_question_has_not_consented(validated: Operator, end: object) -> None:
    assert callable(end)
    with validated.in_terminal("retire") as terminal:
        terminal.wait_for("It cannot be undone")
        end(terminal)
        terminal.process.wait(60)


@pytest.mark.usefixtures("nothing_changed")
@pytest.mark.exhaustive
def test_who_is_killed_before_the_engine_begins_leaves_the_file_alone(validated: Operator, server: LocalAzure) -> None:
    """With every consent given: the program of the update is still reading the image when the command is killed."""
    with validated.in_terminal("retire", "--yes", "--expect-delete", "myImage") as terminal:
        terminal.wait_for("This deletes in Azure")
        rule = server.add_fault({"delay": 600, "match": {"type": IMAGE, "method": "GET"}})
        _wait_for_fault(server, terminal)
        _kill(terminal)
        terminal.process.wait(60)
    server.remove_fault(rule)
    validated.pulumi("cancel", "--yes")
    (validated.path / ".gallery-migrate" / "asked-dev.json").unlink()


@pytest.mark.usefixtures("nothing_changed")
@pytest.mark.exhaustive
def test_who_loses_the_lock_finds_the_file_as_it_was(validated: Operator) -> None:
    locks = validated.path / ".state" / ".pulumi" / "locks" / "organization" / "managed-image-to-gallery" / "dev"
    with validated.in_terminal("retire") as terminal:
        terminal.wait_for("It cannot be undone")
        locks.mkdir(parents=True, exist_ok=True)
        (locks / "theirs.json").write_text(json.dumps(LOCK))
        terminal.type("myimage\n")
        assert terminal.end() == 4, terminal.screen
    (locks / "theirs.json").unlink()


@pytest.mark.exhaustive
def test_what_is_written_into_the_file_at_the_question_of_resume_is_not_consented_to(
    tmp_path: Path, azure: LocalAzure
) -> None:
    """Nothing would be deleted by what was shown; meanwhile somebody else sets the stage."""
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.enter("published")
    operator.enter("validated", tags={"team": "web"})
    operator.configure(tags={"team": "another"})
    with operator.in_terminal("resume") as terminal:
        terminal.wait_for("Go on?")
        operator.configure(stage="retired")
        terminal.type("y\n")
        assert terminal.end() == 2, terminal.screen
    assert "was changed by somebody else" in terminal.screen
    assert left_in(azure).count(IMAGE) == 1
    assert not azure.requests(method="DELETE", type=IMAGE)


@pytest.mark.exhaustive
def test_consent_and_a_kill_while_it_is_deleted_agree_with_the_file(tmp_path: Path, azure: LocalAzure) -> None:
    """The file says what was agreed to, and `resume` ends it. Last, because it empties what the others share."""
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.enter("published")
    operator.enter("validated")
    before = operator.file_text
    rule = azure.add_fault({"delay": 600, "match": {"type": IMAGE, "method": "DELETE"}})
    with operator.in_terminal("retire", "--yes", "--expect-delete", "myImage") as terminal:
        _wait_for_fault(azure, terminal)
        _kill(terminal)
        terminal.process.wait(60)
    azure.remove_fault(rule)
    assert operator.file_text == before.replace("validated", "retired")

    shown = operator.run("status")
    done = operator.run("resume", "--yes", "--unlock", "--expect-delete", "myImage", "--every", "0.1")

    assert "validated → retired (not applied)" in shown.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Going on with what was asked: `gallery-migrate retire myImageDefinition-1.0.0`." in done.stdout
    assert left_in(azure).count(IMAGE) == 0
    operator.up("--expect-no-changes")
