"""All questions together: what one of them does to the others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from managed_image_to_gallery.azure.settings import ENVIRONMENT_VARIABLES
from managed_image_to_gallery.cli.doctor import backend, examination, network
from managed_image_to_gallery.cli.doctor.examination import Known, examine, read_config
from managed_image_to_gallery.cli.doctor.finding import Finding

if TYPE_CHECKING:
    from pathlib import Path

REACHED = Finding("Resource Manager", well=True, found="answers")


def _answers(_settings: object) -> list[Finding]:
    return [REACHED]


@pytest.fixture(autouse=True)
def _nothing_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No engine on PATH, and Azure answers without being asked."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for variable in (one for names in ENVIRONMENT_VARIABLES.values() for one in names):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(network, "reached", _answers)


def subjects(folder: Path) -> list[str]:
    return [one.subject for one in examine(folder, None)[0]]


def test_the_questions_have_their_order(tmp_path: Path) -> None:
    asked = subjects(tmp_path)
    expected = [
        "Python",
        "Pulumi engine",
        "backend",
        "stack",
        "parallelism",
        "proxy",
        "Resource Manager",
        "subscription",
    ]
    assert [one for one in asked if one in expected] == expected


@pytest.mark.parametrize(
    ("module", "question", "subject"),
    [
        ("machine", "findings", "machine"),
        ("program", "findings", "program"),
        ("backend", "backend", "backend"),
        ("backend", "parallelism", "parallelism"),
        ("network", "certificates", "trusted certificates"),
        ("network", "reached", "Resource Manager"),
        ("proxy", "proxies", "proxy"),
    ],
)
def test_a_question_that_fails_ends_no_other(
    module: str, question: str, subject: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = subjects(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("odd")

    monkeypatch.setattr(getattr(examination, module), question, fail)
    found = examine(tmp_path, None)[0]
    assert [(one.well, one.found) for one in found if one.subject == subject] == [
        (None, "could not be looked at: RuntimeError: odd")
    ]
    assert [one.subject for one in found][-1] == before[-1]
    assert {"stack", "proxy", "subscription"} <= {one.subject for one in found}


def test_settings_that_cannot_be_read_are_told_and_azure_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARM_AUXILIARY_TENANT_IDS", "no list")
    found = {one.subject: one for one in examine(tmp_path, None)[0]}
    assert found["azure-native settings"].well is False
    assert "Resource Manager" not in found


def test_a_stack_is_not_opened_at_a_backend_that_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine would wait for it without a limit, and Azure is looked at all the same."""

    def says_nothing(_folder: Path) -> Finding:
        return Finding("backend", well=False, found=backend.NO_ANSWER)

    monkeypatch.setattr(backend, "backend", says_nothing)
    found = {one.subject: one for one in examine(tmp_path, None)[0]}
    assert (found["stack"].well, found["stack"].found) == (None, "the backend does not answer")
    assert found["Resource Manager"] == REACHED


def _config_of(project: str, **config: str) -> Finding:
    opened: Any = SimpleNamespace(project=project, config=lambda: config)
    (found,) = read_config(opened, Known())
    return found


def test_a_program_of_another_language_has_its_arguments_itself() -> None:
    found = _config_of("my-images", stage="published")
    assert found.well is None
    assert "the program of my-images gives" in found.found
