"""The stack's file whenever a transition does not happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from azure_facts.gate_subject import GateSubject
from azure_facts.verdicts import GateResult, Outcome, Verdict
from components.args import Stage
from gallery_migrate.engine.stack import Preview
from gallery_migrate.engine.step_failures import failure_of
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.failures import CommandFailed
from gallery_migrate.preview_digest import Digest
from gallery_migrate.progress.watching import Watched
from gallery_migrate.transitions import transition
from gallery_migrate.transitions.checked_plan import PlanRefused
from gallery_migrate.transitions.transition import Transition
from tests.gallery_migrate.migrations import entry, migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from components.migration import Migration

TEXT = """\
config:
  managed-image-to-gallery:migrations:
    - stage: published # web
    - stage: published # db
"""
GOOD = Preview(Digest((), (), {}), [], [])
BAD = Preview(None, [], [failure_of(None, "no")])


class ToldStack:
    """A stack with two published migrations, whose preview is told."""

    def __init__(self, folder: Path, preview: Preview) -> None:
        self.file = folder / "Pulumi.dev.yaml"
        self.file.write_text(TEXT)
        self.seen: list[str] = []
        self._preview = preview

    def plan(self) -> Any:
        from types import SimpleNamespace

        return SimpleNamespace(migrations=migrations(entry("web"), entry("db")))

    def state(self) -> dict[str, object]:
        return {}

    def settings(self) -> None:
        return None

    def forget_config(self) -> None:
        self.seen.append(self.file.read_text())

    def preview(self) -> Preview:
        return self._preview


def nothing(*_: object) -> list[str]:
    return []


def gate(refused: str) -> Callable[[object, Sequence[Migration], object], list[GateResult]]:
    def ask(_settings: object, asked: Sequence[Migration], _evidence: object) -> list[GateResult]:
        return [_result(one.gate_subject(), passed=one.name != refused) for one in asked]

    return ask


def _result(subject: GateSubject, *, passed: bool) -> GateResult:
    verdict = Verdict("a-check", Outcome.PASSED if passed else Outcome.FAILED, "this", "that", "do it")
    return GateResult(subject, (verdict,), "now", "me")


def entering(
    stack: ToldStack, monkeypatch: pytest.MonkeyPatch, *, refused: str = "", approve: BaseException | None = None
) -> tuple[Transition, list[str]]:
    monkeypatch.setattr(transition, "ask_gates", gate(refused))
    monkeypatch.setattr(transition, "disagreements", nothing)
    updated: list[str] = []

    def approval(*_: object) -> None:
        if approve is not None:
            raise approve

    def run(_update: Callable[[], bool], chosen: Sequence[Migration]) -> Watched:
        updated.extend(one.name for one in chosen)
        return Watched(succeeded=True, interrupted=False)

    return Transition(cast("Any", stack), Stage.VALIDATED, approval, lambda _: None, lambda _: None, run), updated


def test_all_that_are_ready_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path, GOOD)
    going, updated = entering(stack, monkeypatch, refused="db-1.0.0")

    assert going.enter([]) is ExitStatus.DONE
    assert updated == ["web-1.0.0"]
    assert stack.file.read_text() == TEXT.replace("published # web", "validated # web")


def test_a_named_one_that_is_refused_stops_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path, GOOD)
    going, updated = entering(stack, monkeypatch, refused="db-1.0.0")

    with pytest.raises(CommandFailed, match="refuses db-1.0.0"):
        going.enter(["web-1.0.0", "db-1.0.0"])
    assert (updated, stack.file.read_text()) == ([], TEXT)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), CommandFailed("no", "")])
def test_who_says_no_or_interrupts_finds_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    stack = ToldStack(tmp_path, GOOD)
    going, updated = entering(stack, monkeypatch, approve=error)

    with pytest.raises(type(error)):
        going.enter([])
    assert (updated, stack.file.read_text()) == ([], TEXT)
    assert ["validated" in text for text in stack.seen] == [True, False]


def test_a_refused_plan_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = ToldStack(tmp_path, BAD)
    going, updated = entering(stack, monkeypatch)

    with pytest.raises(PlanRefused):
        going.enter([])
    assert (updated, stack.file.read_text()) == ([], TEXT)


def test_stages_are_not_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    going, _ = entering(ToldStack(tmp_path, GOOD), monkeypatch)
    retiring = Transition(going.stack, Stage.RETIRED, going.approve, going.say, going.warn, going.run)
    with pytest.raises(CommandFailed, match="web-1.0.0 is published"):
        retiring.enter(["web-1.0.0"])
