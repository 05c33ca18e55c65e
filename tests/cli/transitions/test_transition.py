"""The stack's file is written when somebody has consented and the engine has begun, and never before."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.cli.config_file.stack_file import FileChanged
from managed_image_to_gallery.cli.engine.engine_errors import StackLocked
from managed_image_to_gallery.cli.engine.failures import failure_of
from managed_image_to_gallery.cli.engine.preview import PlanRefused, Preview
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.preview_digest import Digest
from managed_image_to_gallery.cli.progress.asked import Asked, Notes
from managed_image_to_gallery.cli.progress.watching import Watched
from managed_image_to_gallery.cli.selection.selection import OthersWouldMove
from managed_image_to_gallery.cli.transitions import transition
from managed_image_to_gallery.cli.transitions.session import Session
from managed_image_to_gallery.cli.transitions.transition import Transition
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.gate.subject import GateSubject
from managed_image_to_gallery.gate.verdicts import GateResult, Outcome, Verdict
from tests.cli.migrations import entry, migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from managed_image_to_gallery.cli.engine.event_report import EventReport
    from managed_image_to_gallery.config.migration import Migration

TEXT = """\
config:
  managed-image-to-gallery:migrations:
    - stage: published # web
    - stage: published # db
"""
GOOD = Preview(Digest((), (), {}))
BAD = Preview(None, failures=[failure_of(None, "no")])


class ToldStack:
    """A stack with two published migrations, whose preview and update are told.

    `seen` is what the stack's file said at every step, and what the engine was given instead.
    """

    name = "dev"

    def __init__(self, folder: Path, preview: Preview = GOOD, *, update: Exception | bool = True, begins: bool = True):
        self.folder = folder
        self.file = folder / "Pulumi.dev.yaml"
        self.file.write_text(TEXT)
        self.seen: list[tuple[str, str, str]] = []
        self._preview = preview
        self._update, self._begins = update, begins
        self.in_stack = {"web-1.0.0": Stage.PUBLISHED, "db-1.0.0": Stage.PUBLISHED}

    def plan(self) -> Any:
        words = [line.split()[2] for line in self.file.read_text().splitlines() if "stage" in line]
        return SimpleNamespace(migrations=migrations(entry("web", words[0]), entry("db", words[1])))

    def state(self) -> dict[str, object]:
        return {}

    def stages(self, _state: object) -> dict[str, Stage]:
        return self.in_stack

    def settings(self) -> None:
        return None

    def config(self) -> dict[str, str]:
        return {}

    def preview(self, *, config_file: Path, exclude: Sequence[str]) -> Preview:
        self._see("preview", config_file)
        return self._preview

    def update(self, report: EventReport, *, config_file: Path, begun: Callable[[], None], **_: object) -> bool:
        self._see("update", config_file)
        report.when_begun = begun
        if self._begins:
            report.take(FIRST)
            self._see("begun", config_file)
        if isinstance(self._update, Exception):
            raise self._update
        return self._update

    def _see(self, what: str, given: Path) -> None:
        self.seen.append((what, self.file.read_text(), given.read_text()))


def _event() -> Any:
    urn = "urn:pulumi:dev::p::managed-image-to-gallery:index:ManagedImageToGallery::web-1.0.0"
    step = SimpleNamespace(urn=urn, op="same")
    empty = dict.fromkeys(
        ("res_outputs_event", "res_op_failed_event", "diagnostic_event", "policy_event", "summary_event")
    )
    return SimpleNamespace(resource_pre_event=SimpleNamespace(metadata=step), **empty)


FIRST = _event()


def agreed(*_: object) -> ExitStatus:
    return ExitStatus.DONE


def gate(refused: str) -> Callable[[object, Sequence[Migration], object], list[GateResult]]:
    def ask(_settings: object, asked: Sequence[Migration], _evidence: object) -> list[GateResult]:
        return [_result(one.gate_subject(), passed=one.name != refused) for one in asked]

    return ask


PASSED = Verdict("a-check", Outcome.PASSED, "this", "that", "do it")
FAILED = replace(PASSED, outcome=Outcome.FAILED)


def _result(subject: GateSubject, *, passed: bool) -> GateResult:
    return GateResult(subject, (PASSED if passed else FAILED,), "now", "me")


def entering(
    stack: ToldStack, monkeypatch: pytest.MonkeyPatch, *, refused: str = "", approve: BaseException | None = None
) -> tuple[Transition, list[str]]:
    monkeypatch.setattr(transition, "ask_gates", gate(refused))
    monkeypatch.setattr(transition, "check_agreement", agreed)
    monkeypatch.setattr(transition, "stages_in_state", stack.stages)
    updated: list[str] = []

    def approval(*_: object) -> None:
        if approve is not None:
            raise approve

    def run(update: Callable[[], bool], _looked_at: object, _followed: object) -> Watched:
        updated.append("an update")
        return Watched(succeeded=update(), interrupted=False)

    watcher = cast("Any", SimpleNamespace(watch=run))
    session = Session(cast("Any", stack), watcher, lambda _: None, lambda _: None)
    return Transition(session, Stage.VALIDATED, approval), updated


VALIDATED = TEXT.replace("published # web", "validated # web")


def test_all_that_are_ready_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path)
    going, updated = entering(stack, monkeypatch, refused="db-1.0.0")

    assert going.enter([]) is ExitStatus.DONE
    assert updated == ["an update"]
    assert stack.file.read_text() == VALIDATED


def test_the_file_is_written_only_when_the_engine_has_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So whatever kills the process before that leaves the file as it was."""
    stack = ToldStack(tmp_path)
    going, _ = entering(stack, monkeypatch, refused="db-1.0.0")
    going.enter(["web-1.0.0"])
    assert stack.seen == [
        ("preview", TEXT, VALIDATED),
        ("update", TEXT, VALIDATED),
        ("begun", VALIDATED, VALIDATED),
    ]


@pytest.mark.parametrize("update", [StackLocked(Exception("stderr: locked")), RuntimeError("broken"), False])
def test_an_engine_that_does_not_begin_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: Exception | bool
) -> None:
    stack = ToldStack(tmp_path, update=update, begins=False)
    going, _ = entering(stack, monkeypatch)
    if isinstance(update, Exception):
        with pytest.raises(type(update)):
            going.enter([])
    else:
        assert going.enter([]) is ExitStatus.ENGINE
    assert stack.file.read_text() == TEXT
    assert Notes(tmp_path, "dev").read() == []


def test_a_failure_half_way_keeps_the_stage_and_the_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path, update=False)
    going, _ = entering(stack, monkeypatch)
    assert going.enter(["web-1.0.0"]) is ExitStatus.ENGINE
    assert stack.file.read_text() == VALIDATED
    assert Notes(tmp_path, "dev").read() == [Asked("validate", ("web-1.0.0",))]


def test_a_named_one_that_is_refused_stops_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path)
    going, updated = entering(stack, monkeypatch, refused="db-1.0.0")

    with pytest.raises(CommandFailed, match="refuses db-1.0.0"):
        going.enter(["web-1.0.0", "db-1.0.0"])
    assert (updated, stack.file.read_text()) == ([], TEXT)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), CommandFailed("no", "")])
def test_who_says_no_or_interrupts_finds_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    stack = ToldStack(tmp_path)
    going, updated = entering(stack, monkeypatch, approve=error)

    with pytest.raises(type(error)):
        going.enter([])
    assert (updated, stack.file.read_text()) == ([], TEXT)
    assert [what for what, _, _ in stack.seen] == ["preview"]


def test_a_refused_plan_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path, BAD)
    going, updated = entering(stack, monkeypatch)

    with pytest.raises(PlanRefused):
        going.enter([])
    assert (updated, stack.file.read_text()) == ([], TEXT)


def test_a_file_that_changed_while_somebody_was_asked_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = ToldStack(tmp_path)
    going, updated = entering(stack, monkeypatch)
    theirs = TEXT + "# theirs\n"

    def write(*_: object) -> None:
        stack.file.write_text(theirs)

    with pytest.raises(FileChanged):
        replace(going, approve=write).enter([])
    assert (updated, stack.file.read_text()) == ([], theirs)


def test_stages_are_not_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    going, _ = entering(ToldStack(tmp_path), monkeypatch)
    with pytest.raises(CommandFailed, match="web-1.0.0 is published"):
        replace(going, stage=Stage.RETIRED).enter(["web-1.0.0"])


def test_an_older_file_does_not_take_others_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path)
    stack.in_stack["db-1.0.0"] = Stage.VALIDATED
    going, updated = entering(stack, monkeypatch)
    with pytest.raises(OthersWouldMove, match="db-1.0.0: validated in the stack, published in the file"):
        going.enter(["web-1.0.0"])
    assert (updated, stack.file.read_text()) == ([], TEXT)


def test_what_the_stack_has_already_is_said_and_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path)
    stack.file.write_text(VALIDATED)
    stack.in_stack["web-1.0.0"] = Stage.VALIDATED
    going, updated = entering(stack, monkeypatch)
    assert going.enter(["web-1.0.0"]) is ExitStatus.DONE
    assert updated == []


def test_a_stage_that_was_edited_by_hand_is_entered_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path)
    stack.file.write_text(VALIDATED)
    going, updated = entering(stack, monkeypatch)
    assert going.enter(["web-1.0.0"]) is ExitStatus.DONE
    assert (updated, stack.file.read_text()) == (["an update"], VALIDATED)


def test_what_the_gate_tells_and_does_not_refuse_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path)
    going, _ = entering(stack, monkeypatch, refused="db-1.0.0")
    said: list[str] = []
    told = replace(going, session=replace(going.session, say=said.append))

    def ask(_settings: object, asked: Sequence[Migration], _evidence: object) -> list[GateResult]:
        verdicts = [
            (one, replace(PASSED if one.name == "web-1.0.0" else FAILED, note="named by a tag")) for one in asked
        ]
        return [GateResult(one.gate_subject(), (verdict,), "now", "me") for one, verdict in verdicts]

    monkeypatch.setattr(transition, "ask_gates", ask)
    told.enter([])

    assert [line for line in said if "named by" in line] == ["web-1.0.0: named by a tag"]
