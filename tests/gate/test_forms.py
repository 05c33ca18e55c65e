"""What a record of another form says of itself."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.gate.forms import other_form, this_release


@pytest.mark.parametrize("form", [2, 2.0], ids=["whole", "as the engine keeps numbers"])
def test_a_record_of_the_known_form_is_no_other(form: float) -> None:
    assert other_form({"form": form}, 2) is None
    assert other_form({}, 1, unsaid=1) is None


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            {"form": 3.0, "release": "0.4.0"},
            f"it is of form 3, which release 0.4.0 wrote; this is {this_release()}, which reads form 2",
        ),
        ({"form": 3}, f"it is of form 3, which a later release wrote; this is {this_release()}, which reads form 2"),
        ({"form": 1}, "it is of form 1, which earlier releases wrote; form 2 is needed"),
        ({}, "it says form None, not 2"),
        ({"form": "3"}, "it says form '3', not 2"),
    ],
)
def test_another_form_is_told_with_who_wrote_it(record: dict[str, float | str], said: str) -> None:
    form = other_form({**record}, 2)
    assert form is not None
    assert form.text == said


def test_what_says_no_number_is_neither_earlier_nor_later() -> None:
    form = other_form({"form": "3"}, 2)
    assert form is not None
    assert not form.is_newer
    assert not form.is_older
