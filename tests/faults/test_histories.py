"""A small fixed set of histories; `make soak` draws hundreds. What a soak ever found stays here under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from soak.histories import History, Interruption, Step
from soak.play import Player

if TYPE_CHECKING:
    from pathlib import Path

    from soak.azure import Provider
    from tests.support.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

HISTORIES: dict[str, History] = {
    "the engine is killed while the image is deleted": (
        Step("published"),
        Step("validated"),
        Step("retired", interruption=Interruption("image deleted", "engine", "SIGKILL")),
    ),
    "the provider is killed while the version is written": (
        Step("published", interruption=Interruption("version written", "provider", "SIGKILL")),
    ),
    "a region fails, and stays failed in Azure": (Step("published", fault="failed region"),),
    "somebody starts a machine before the image is retired": (
        Step("published"),
        Step("validated"),
        Step("retired", others="machine started from the image"),
    ),
}


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_no_image_is_lost_and_the_runbook_helps(
    azure: LocalAzure, provider: Provider, tmp_path: Path, history: History
) -> None:
    outcome = Player(azure, provider, tmp_path).play(history)

    assert outcome.failed_commands > 0
    assert len(outcome.recovery) >= 3
