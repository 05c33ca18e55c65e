"""A small fixed set of histories; `make soak` draws hundreds. What a soak ever found stays here under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from soak.commands import DOCUMENTED_DESTROY
from soak.faults import CHILDREN
from soak.histories import History, Interruption, Step
from soak.play import Player

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.mark import ParameterSet

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.beginnings import Beginnings

IN_EVERY_RUN: dict[str, History] = {
    "the engine is killed while the image is deleted": History(
        (Step("retired", interruption=Interruption("image deleted", "engine", "SIGKILL")),), "validated"
    ),
    "a stack is destroyed, and its definition cannot be deleted": History(
        (Step("published", DOCUMENTED_DESTROY, fault=CHILDREN),), "published"
    ),
}
EXHAUSTIVE: dict[str, History] = {
    "the provider is killed while the version is written": History(
        (Step("published", interruption=Interruption("version written", "provider", "SIGKILL")),)
    ),
    "the program is killed while the evidence is stored": History(
        (Step("validated", interruption=Interruption("evidence stored", "program", "SIGKILL")),),
        "published",
        finish=True,
    ),
    "the engine is interrupted while the gate reads, and finishes the deletion": History(
        (Step("retired", interruption=Interruption("gate reads", "engine", "SIGINT")),), "validated"
    ),
    "a region fails, and stays failed in Azure": History((Step("published", fault="failed region"), Step("validated"))),
    "somebody starts a machine before the images are retired": History(
        (Step("retired", others="machine started from the image"),), "validated", migrations=2, finish=True
    ),
}


def _named(histories: dict[str, History], *marks: pytest.MarkDecorator) -> list[ParameterSet]:
    return [pytest.param(history, id=name, marks=marks) for name, history in histories.items()]


@pytest.mark.parametrize("history", _named(IN_EVERY_RUN) + _named(EXHAUSTIVE, pytest.mark.exhaustive))
def test_no_image_is_lost_and_the_runbook_helps(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings, history: History
) -> None:
    outcome = Player(azure, provider, tmp_path, beginnings).play(history)

    assert outcome.faults == [step.fault for step in history.steps if step.fault]
    assert outcome.failed_commands > 0
    assert outcome.recovery[-1] == "up"
