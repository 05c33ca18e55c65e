from __future__ import annotations

from datetime import UTC, datetime

import pytest

from managed_image_to_gallery.cli.inventory.rows import age_days

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("created", "days"),
    [("2026-03-01T12:00:00.1234567Z", 2), ("2026-03-01T12:00:01Z", 1), (None, None), ("yesterday", None)],
)
def test_the_age_is_counted_in_whole_days(created: str | None, days: int | None) -> None:
    assert age_days(created, NOW) == days
