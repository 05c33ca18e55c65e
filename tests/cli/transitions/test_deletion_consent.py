"""Consent to exactly what is deleted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.preview_digest import Step
from managed_image_to_gallery.cli.transitions import deletion_consent
from managed_image_to_gallery.cli.transitions.deletion_consent import (
    NameFitsSeveral,
    OtherDeletions,
    refuse_image_deletions,
    require_consent,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
OTHER = "00000000-0000-4000-8000-000000000002"


def image(name: str, group: str = "g", subscription: str = SUBSCRIPTION) -> str:
    return f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/images/{name}"


def deleted(*names: str) -> list[Step]:
    """Deletions of images, by name in one group or by id."""
    ids = [name if "/" in name else image(name) for name in names]
    return [Step("delete", f"urn::{one}", "azure-native:compute:Image", one, "") for one in ids]


def consent(steps: list[Step], expected: list[str], *named: str) -> None:
    """Without a question; `named` are the ids that the config names besides."""
    require_consent(steps, expected, {one.lower(): one for one in named}, yes=True, can_ask=False)


@pytest.mark.parametrize(
    "expected",
    [
        ["WEB", "db"],
        [" web ", "db"],
        [image("web"), "db"],
        [image("web").upper(), "db"],
        [image("web").strip("/"), f"{image('db')}/"],
        ["web", "web", image("web"), "db"],
    ],
)
def test_a_script_names_all_of_it_in_any_spelling(expected: list[str]) -> None:
    consent(deleted("Web", "db"), expected)


@pytest.mark.parametrize("expected", [[], ["web"], ["web", "db", "other"], ["we"], ["web", image("db", "other")]])
def test_anything_else_is_refused(expected: list[str]) -> None:
    with pytest.raises(OtherDeletions):
        consent(deleted("web", "db"), expected)


TWINS = [image("golden", "eu"), image("Golden", "us"), image("golden", "eu", OTHER)]


def test_a_name_that_fits_several_deletions_is_no_consent() -> None:
    with pytest.raises(NameFitsSeveral, match="golden fits 3 images") as refused:
        consent(deleted(*TWINS), ["golden"])
    assert all(one in str(refused.value) for one in TWINS)
    assert refused.value.status == 1


@pytest.mark.parametrize("other", TWINS[1:])
def test_nor_is_one_that_fits_another_image_of_the_config(other: str) -> None:
    with pytest.raises(NameFitsSeveral, match="golden fits 2 images"):
        consent(deleted(TWINS[0]), ["golden"], TWINS[0], other)


def test_ids_say_which_of_the_namesakes_are_meant() -> None:
    consent(deleted(*TWINS[:2]), TWINS[:2], *TWINS)
    with pytest.raises(OtherDeletions, match=f"unexpectedly: {TWINS[1]}"):
        consent(deleted(*TWINS[:2]), [TWINS[0], TWINS[2]], *TWINS)


def test_a_name_that_the_config_says_once_is_enough() -> None:
    consent(deleted("web"), ["web"], image("web"), image("db"))


@pytest.mark.parametrize(
    ("names", "word"), [(["IMG_2022.11.03_FINAL_final.2"], "IMG_2022.11.03_FINAL_final.2"), (["a", "b"], "delete 2")]
)
def test_the_word_to_type_is_the_name_as_azure_spells_it(
    monkeypatch: pytest.MonkeyPatch, names: list[str], word: str
) -> None:
    asked: list[str] = []

    def note(_question: str, expected: str, *, can_ask: bool) -> None:
        assert can_ask
        asked.append(expected)

    monkeypatch.setattr(deletion_consent, "confirm_by_typing", note)
    require_consent(deleted(*names), [], {}, yes=False, can_ask=True)
    assert asked == [word]


def test_without_yes_somebody_must_be_there_to_type() -> None:
    with pytest.raises(CommandFailed, match="Nobody can be asked"):
        require_consent(deleted("web"), ["web"], {}, yes=False, can_ask=False)


def test_a_command_that_deletes_no_image_refuses_a_plan_that_does() -> None:
    machine = Step("delete", "urn::vm", "azure-native:compute:VirtualMachine", image("vm").replace("images", "vms"), "")
    refuse_image_deletions([machine])
    generic = Step("delete", "urn::x", "azure-native:resources:Resource", image("web"), "")
    for one in (generic, *deleted("web")):
        with pytest.raises(OtherDeletions, match="images/web"):
            refuse_image_deletions([machine, one])


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """A terminal of that many columns and rows."""

    def is_seen(columns: int, rows: int) -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("LINES", str(rows))
        monkeypatch.setenv("TERM", "dumb")

    return is_seen


def told(capsys: pytest.CaptureFixture[str], *names: str) -> list[str]:
    consent(deleted(*names), [name if "/" in name else image(name) for name in names])
    return capsys.readouterr().out.splitlines()


def test_a_log_has_whole_ids(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "web", "Db") == ["This deletes in Azure (2 images):", f"  {image('Db')}", f"  {image('web')}"]


@pytest.mark.parametrize("columns", [60, 100])
def test_on_a_screen_no_id_is_broken(
    screen: Callable[[int, int], None], capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    screen(columns, 30)
    lines = told(capsys, "web", image("web", "other"), image("Db", "eu", OTHER))
    assert lines == [
        "This deletes in Azure (3 images):",
        f"  in subscription {SUBSCRIPTION}:",
        "    g/web",
        "    other/web",
        f"  in subscription {OTHER}:",
        "    eu/Db",
    ]


def test_whatever_the_number_it_is_on_the_last_screen(
    screen: Callable[[int, int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    screen(100, 30)
    assert (
        told(capsys, *(f"i{number:02}" for number in range(43)))[-1] == "In all 43 images: i00, i01, i02 and 40 more."
    )
    assert told(capsys, *(f"i{number:02}" for number in range(20)))[-1] == "    g/i19"


def test_what_is_no_image_is_told_with_its_type(
    screen: Callable[[int, int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    screen(100, 30)
    machine = image("vm").replace("images", "virtualMachines")
    step = Step("delete", "urn::vm", "azure-native:compute:VirtualMachine", machine, "")
    require_consent([step], [machine], {}, yes=True, can_ask=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "This deletes in Azure (1 resource):"
    assert lines[-1] == "    g/virtualMachines/vm"


def test_it_is_red_where_there_is_colour(
    screen: Callable[[int, int], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen(100, 30)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert told(capsys, "web")[0].startswith("\x1b[1;31m")
    monkeypatch.setenv("NO_COLOR", "1")
    assert told(capsys, "web")[0].startswith("\x1b[1mThis deletes")
