from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import SettingsInvalid, Unreachable
from managed_image_to_gallery.cli.doctor.finding import Finding, looked_at
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Callable

WELL = Finding("a", well=True, found="b")


def raising(error: Exception) -> Callable[[], list[Finding]]:
    def look() -> list[Finding]:
        raise error

    return look


def test_what_a_look_finds_is_found() -> None:
    assert looked_at("s", lambda: [WELL]) == [WELL]


def test_a_look_that_fails_is_a_finding_with_its_remedy() -> None:
    assert looked_at("s", raising(CommandFailed("why", "what"))) == [
        Finding("s", well=False, found="why", remedy="what")
    ]
    (unreachable,) = looked_at("s", raising(Unreachable("x", message="no route")))
    assert (unreachable.well, unreachable.found) == (False, "no route")
    assert "proxy" in unreachable.remedy
    (invalid,) = looked_at("s", raising(SettingsInvalid("k", "no list")))
    assert (invalid.well, invalid.found, invalid.remedy) == (False, "no list", "Correct the setting.")


def test_an_error_that_nobody_thought_of_is_told_and_is_not_known() -> None:
    (found,) = looked_at("s", raising(RuntimeError("odd")))
    assert (found.well, found.found) == (None, "could not be looked at: RuntimeError: odd")
