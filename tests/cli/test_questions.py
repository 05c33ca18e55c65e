"""What counts as the word that was asked for."""

from __future__ import annotations

from managed_image_to_gallery.cli.questions import same_word


def test_letters_and_blanks_around_do_not_matter() -> None:
    assert same_word(" IMG_2022.11.03_final_FINAL.2\t", "IMG_2022.11.03_FINAL_final.2")


def test_everything_else_does() -> None:
    assert not same_word("", "web")
    assert not same_word("web 2", "web2")
