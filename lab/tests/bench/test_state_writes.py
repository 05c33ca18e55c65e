"""The table of what is written, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import state_writes

if TYPE_CHECKING:
    from bench.results import Row


def test_a_further_migration_and_its_resources_are_told() -> None:
    rows: list[Row] = [
        {"step": "publish", "count": 1, "writes": 18, "causes": {"migration": 3, "source": 2, "once per stack": 5}},
        {"step": "publish", "count": 100, "writes": 1107, "causes": {}},
    ]

    text = state_writes.section(rows)

    assert "| publish | 18 | 1107 | 11 |" in text
    assert "| publish | 3 | 2 | 0 | 0 | 0 | 0 |" in text
    assert "| retire | - | - | - |" in text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("image00000-definition-1.0.0", "migration"),
        ("image00000-definition-1.0.0-definition", "definition"),
        ("managed-image-to-gallery-dev", "once per stack"),
        ("default_3_29_0", "once per stack"),
    ],
)
def test_a_resource_is_known_by_its_name(name: str, kind: str) -> None:
    assert state_writes.kind_of(name) == kind
