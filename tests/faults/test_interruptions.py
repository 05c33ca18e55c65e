"""Moments of an engine's event log are seen while the engine still writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from soak.interruptions import EVENTS, MOMENTS, STEPS, happened

if TYPE_CHECKING:
    from pathlib import Path

URN = "urn:pulumi:dev::managed-image-to-gallery::kind::myImageDefinition-1.0.0"


def event(kind: str, operation: str, end: str) -> str:
    """A line as the engine writes it."""
    line = {"sequence": 1, kind: {"metadata": {"op": operation, "urn": URN + end}}}
    return json.dumps(line, separators=(",", ":"))


@pytest.mark.parametrize("moment", EVENTS)
def test_a_moment_is_seen_by_its_event_alone(tmp_path: Path, moment: str) -> None:
    kind, operation, end = EVENTS[moment]
    log = tmp_path / "events.jsonl"
    assert not happened(log, moment)
    log.write_text(event(kind, operation or "create", "-definition") + "\n" + event(kind, "read", end)[:60])
    assert not happened(log, moment)
    log.write_text(event(kind, operation or "create", end) + "\n")
    assert happened(log, moment)


def test_every_moment_of_a_stage_is_known() -> None:
    assert {moment for moments in STEPS.values() for moment in moments} == {*MOMENTS, *EVENTS}
