"""What is advised about the engine's slots; tests/engine/test_sharing.py sees it said by a run."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.component.rounds import advice


@pytest.mark.parametrize(
    ("versions", "slots"), [(0, 16), (1, 1), (16, 16), (100, 100), (300, 100), (300, 2147483647), (60, None)]
)
def test_nothing_is_advised_where_all_replicate_side_by_side(versions: int, slots: int | None) -> None:
    assert advice(versions, slots) is None


@pytest.mark.parametrize(
    ("versions", "slots", "rounds", "best"), [(17, 16, 2, 17), (100, 8, 13, 100), (300, 16, 19, 100), (2, 1, 2, 2)]
)
def test_rounds_are_told_with_what_to_type(versions: int, slots: int, rounds: int, best: int) -> None:
    text = advice(versions, slots)

    assert text is not None
    assert f"{versions} versions" in text
    assert f"in {rounds} rounds" in text
    assert f"`pulumi up --parallel {best}`" in text
    assert f"PULUMI_PARALLEL={best}." in text
