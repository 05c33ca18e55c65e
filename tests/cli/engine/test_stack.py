"""What the command line asks of the engine."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.engine.stack import MigrationStack


@pytest.mark.parametrize(("variable", "wanted"), [(None, 100), ("7", None)])
def test_a_fleet_does_not_wait_for_the_cores_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, wanted: int | None
) -> None:
    monkeypatch.delenv("PULUMI_PARALLEL", raising=False)
    if variable:
        monkeypatch.setenv("PULUMI_PARALLEL", variable)
    asked: list[object] = []

    def up(**options: object) -> None:
        asked.append(options["parallel"])

    engine = SimpleNamespace(up=up, name="dev")
    assert MigrationStack(Path(), cast("Any", engine)).update(EventReport())
    assert asked == [wanted]
