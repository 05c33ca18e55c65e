"""What an answer to "which?" means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.cli.config_file import choosing
from managed_image_to_gallery.cli.config_file.choosing import pick, picked, selection
from managed_image_to_gallery.cli.config_file.existing import Found
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.gate.standing import Copy, Standing
from tests.azure import bodies
from tests.cli.migrations import image

VERSION = wire.image_version(bodies.version_body())


def answering(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    def answer(*_: object, **__: object) -> str:
        return text

    monkeypatch.setattr(choosing, "answer", answer)


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [("2", [2]), ("1-3", [1, 2, 3]), ("ALL", [1, 2, 3, 4])],
)
def test_numbers_and_ranges(answer: str, numbers: list[int]) -> None:
    assert selection(answer, 4) == numbers


@pytest.mark.parametrize("answer", ["", "0", "5", "3-2", "2-9", "web", "1;2", "1 2"])
def test_anything_else_is_asked_again(answer: str) -> None:
    assert selection(answer, 4) is None


IMAGES = [image(name) for name in ("db", "web-a", "web-b", "x")]


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("3 1", ["db", "web-b"]),
        ("1-3,2", ["db", "web-a", "web-b"]),
        ("WEB-*", ["web-a", "web-b"]),
        ("x, 1", ["db", "x"]),
        ("all", ["db", "web-a", "web-b", "x"]),
    ],
)
def test_numbers_names_and_globs_mean_images_in_their_order(answer: str, names: list[str]) -> None:
    assert [one.id.name for one in picked(answer, IMAGES)] == names


@pytest.mark.parametrize(("answer", "why"), [("1 9", "9 is not among the numbers 1 to 4"), ("wbe-*", "matches wbe-")])
def test_a_word_that_means_nothing_picks_nothing(answer: str, why: str) -> None:
    with pytest.raises(CommandFailed, match=why):
        picked(answer, IMAGES)


def found(name: str, *standings: Standing) -> Found:
    return Found(image(name), [Copy(VERSION, one, "why") for one in standings])


OFFERED = [
    found("a"),
    found("b", Standing.SHALLOW, Standing.COMPLETE),
    found("c", Standing.OLDER),
    found("d", Standing.INCOMPLETE, Standing.SHALLOW),
]


def test_the_list_says_what_of_an_image_is_in_a_gallery_already(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "b 3-4")

    assert pick(OFFERED, again=False) == OFFERED[1:]

    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("  in a gallery: ")[2] for line in lines] == [
        "",
        "complete",
        "older than the image",
        "incomplete",
    ]


def test_what_is_being_copied_is_not_offered_but_to_be_published_anew(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    building = wire.image_version(bodies.changed(bodies.version_body(), "Creating", "properties", "provisioningState"))
    awaited = Found(image("a"), [Copy(building, Standing.INCOMPLETE, "it is built")])
    answering(monkeypatch, "all")

    assert pick([awaited], again=False) == []
    assert "   -  " in capsys.readouterr().out
    assert pick([awaited], again=True) == [awaited]


def test_an_image_that_cannot_be_published_is_offered_where_a_version_of_it_is_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unfit = replace(image("a"), os_state="Specialized")
    answering(monkeypatch, "all")

    assert pick([Found(unfit, [])], again=False) == []
    held = Found(unfit, [Copy(VERSION, Standing.COMPLETE, "")])
    assert pick([held], again=False) == [held]
    assert pick([held], again=True) == []
