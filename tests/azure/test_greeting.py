from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from managed_image_to_gallery.azure.greeting import ahead_of

NOON = datetime(2026, 11, 29, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "ahead"),
    [
        ("Sun, 29 Nov 2026 12:00:00 GMT", timedelta(seconds=-0.5)),
        ("Sun, 29 Nov 2026 11:00:00 GMT", timedelta(hours=1, seconds=-0.5)),
        ("Sun, 29 Nov 2026 13:00:00 +0100", timedelta(seconds=-0.5)),
    ],
)
def test_a_header_counts_whole_seconds(told: str, ahead: timedelta) -> None:
    assert ahead_of({"date": told}, NOON) == ahead
    assert ahead_of({"Content-Type": "x", "Date": told}, NOON) == ahead


@pytest.mark.parametrize("headers", [{}, {"Date": ""}, {"Date": "tomorrow"}, {"Date": "Sun, 99 Nov 2026 12:00:00 GMT"}])
def test_no_header_or_no_date_tells_no_time(headers: dict[str, str]) -> None:
    assert ahead_of(headers, NOON) is None
