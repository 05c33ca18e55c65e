"""The next free version number."""

from __future__ import annotations

from datetime import date

import pytest

from managed_image_to_gallery.cli.config_file.version_numbers import next_version
from managed_image_to_gallery.cli.failures import CommandFailed

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("scheme", "taken", "number"),
    [
        ("patch", [], "1.0.0"),
        ("patch", ["1.0.9", "1.0.10", "0.9.99"], "1.0.11"),
        ("date", [], "2026.304.0"),
        ("date", ["2026.304.0", "2026.304.9", "2026.303.12"], "2026.304.10"),
        ("3.1.4", ["3.1.3"], "3.1.4"),
    ],
)
def test_the_next_number(scheme: str, taken: list[str], number: str) -> None:
    assert next_version(scheme, taken, DAY) == number


@pytest.mark.parametrize("scheme", ["3.1.4", "latest", "1.02.3"])
def test_a_number_that_is_taken_or_none_is_refused(scheme: str) -> None:
    with pytest.raises(CommandFailed):
        next_version(scheme, ["3.1.4"], DAY)
