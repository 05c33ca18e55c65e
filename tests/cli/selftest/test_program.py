"""The program of a self test is the one that users get."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_program_is_that_of_the_template() -> None:
    own = files("managed_image_to_gallery.cli.selftest").joinpath("project", "program.txt")

    assert own.read_text() == (ROOT / "examples/template/__main__.py").read_text()
