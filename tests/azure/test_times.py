from __future__ import annotations

import pytest

from managed_image_to_gallery.azure.times import moment


def test_times_of_every_spelling_are_compared() -> None:
    texts = ["2021-03-22T22:57:57Z", "2021-03-22T22:57:57.9468865+00:00", "2021-03-23T00:57:58+02:00"]

    moments = [moment(text) for text in texts]

    assert moments == sorted(moments)
    assert len(set(moments)) == 3


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="soon"):
        moment("soon")
