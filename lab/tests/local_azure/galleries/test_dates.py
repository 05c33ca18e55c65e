from __future__ import annotations

from datetime import UTC, datetime

import pytest

from local_azure.arm.errors import ArmError
from local_azure.galleries.dates import normalized_end_of_life, six_months_after

NOW = datetime(2026, 8, 31, 10, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ("2026-12-31T12:59:59.000Z", "2026-12-31T12:59:59+00:00"),
        ("2026-12-31T12:59:59Z", "2026-12-31T12:59:59+00:00"),
        ("2026-12-31T12:59:59.1234567+00:00", "2026-12-31T12:59:59.123456+00:00"),
        ("2026-12-31T14:59:59+02:00", "2026-12-31T12:59:59+00:00"),
        ("2026-12-31", "2026-12-31T00:00:00+00:00"),
    ],
)
def test_a_date_is_answered_in_one_form(sent: str, answered: str):
    assert normalized_end_of_life(sent, NOW, "p") == answered


def test_the_end_of_life_lies_in_the_future():
    with pytest.raises(ArmError, match="EndOfLifeDate must be set to a future date"):
        normalized_end_of_life("2026-08-31T10:00:00Z", NOW, "p")


@pytest.mark.parametrize("value", ["soon", "2026-13-01", 7, ""])
def test_no_dates(value: object):
    with pytest.raises(ArmError, match="Could not convert string to DateTimeOffset"):
        normalized_end_of_life(value, NOW, "p")


def test_six_months_end_on_the_last_day_of_a_shorter_month():
    assert six_months_after(NOW) == "2027-02-28T10:00:00+00:00"
