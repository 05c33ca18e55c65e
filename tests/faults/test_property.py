"""Whatever hypothesis draws: no image is lost, and the runbook brings the stack to the wanted state."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from soak.play import Player
from soak.strategies import histories

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.beginnings import Beginnings
    from soak.histories import History

pytestmark = pytest.mark.exhaustive


@settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=histories())
def test_any_history(
    server: tuple[LocalAzure, Provider],
    beginnings: Beginnings,
    tmp_path_factory: pytest.TempPathFactory,
    history: History,
) -> None:
    with tempfile.TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as folder:
        outcome = Player(*server, Path(folder), beginnings).play(history)
    assert outcome.retired <= outcome.deletions
