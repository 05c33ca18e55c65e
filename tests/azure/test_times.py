"""Times are read in every spelling; end-of-life dates go out as Azure answers them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_image_to_gallery.azure.times import InvalidDate, as_azure_answers, end_of_life, moment


@pytest.mark.parametrize(
    ("given_text", "sent"),
    [
        ("2030-12-31", "2030-12-31T00:00:00+00:00"),
        ("2030-12-31T12:59:59Z", "2030-12-31T12:59:59+00:00"),
        ("2030-12-31T00:00:00+02:00", "2030-12-30T22:00:00+00:00"),
        ("2030-12-31T22:57:57.9468865+00:00", "2030-12-31T22:57:57+00:00"),
    ],
)
def test_one_spelling_goes_out(given_text: str, sent: str) -> None:
    assert as_azure_answers(given_text) == sent


@pytest.mark.parametrize(
    "text", ["", "soon", "31.12.2030", "2030-13-01", "2030-12-31T00:00:00", "0001-01-01T00:00:00+23:00"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate):
        end_of_life(text)


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),  # the offset is drawn beside it
    st.integers(-23, 23),
)
def test_sending_what_azure_answered_changes_nothing(naive: datetime, hours: int) -> None:
    text = naive.replace(tzinfo=timezone(timedelta(hours=hours)), microsecond=0).isoformat()
    assert as_azure_answers(as_azure_answers(text)) == as_azure_answers(text)


def test_times_of_every_spelling_are_compared() -> None:
    texts = ["2021-03-22T22:57:57Z", "2021-03-22T22:57:57.9468865+00:00", "2021-03-23T00:57:58+02:00"]

    moments = [moment(text) for text in texts]

    assert moments == sorted(moments)
    assert len(set(moments)) == 3


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="soon"):
        moment("soon")
