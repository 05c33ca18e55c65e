"""Which gates a change needs."""

from __future__ import annotations

from managed_image_to_gallery.cli.preview.outlook import gate_needed
from managed_image_to_gallery.config.choices import Stage
from tests.cli.migrations import entry, migrations


def test_the_gate_is_asked_where_a_stage_with_a_gate_is_entered() -> None:
    planned = migrations(
        entry("new"), entry("moves", "validated"), entry("stays", "validated"), entry("ends", "retired")
    )
    before = {"moves-1.0.0": "published", "stays-1.0.0": "validated", "ends-1.0.0": "validated"}
    asked = gate_needed(planned, before)
    assert [(each.name, each.stage) for each in asked] == [
        ("moves-1.0.0", Stage.PUBLISHED),
        ("ends-1.0.0", Stage.VALIDATED),
    ]
