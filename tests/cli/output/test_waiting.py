"""What is waited for is told in time, and leaves no trace."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.azure.underway import Underway
from managed_image_to_gallery.cli.output.waiting import Waiting
from tests.screens import screen_of


class Clock:
    """A clock that is set, what was written, and a terminal of 40 columns or none."""

    def __init__(self, width: int | None) -> None:
        self.now = 0.0
        self.written = ""
        self.underway = Underway()
        self.width = width
        self.waiting = Waiting(self.underway, lambda: self.now, self._write, lambda: self.width)

    def _write(self, text: str) -> None:
        self.written += text

    def until(self, second: float) -> None:
        """Tick five times a second until then."""
        while self.now < second:
            self.now = round(self.now + 0.2, 1)
            self.waiting.tick()

    @property
    def screen(self) -> list[str]:
        return screen_of(self.written)


class Drawn:
    """Something that is drawn; it counts how often."""

    count = 0

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def refresh(self) -> None:
        self.count += 1


def test_a_terminal_sees_what_is_waited_for_how_far_it_is_and_since_when() -> None:
    clock = Clock(60)
    with clock.underway.waiting_for("Pulumi computes the plan", lambda: f"{clock.now:.0f} steps"):
        clock.until(0.4)
        assert clock.written == ""
        clock.until(7)
        assert [line[2:] for line in clock.screen] == ["Pulumi computes the plan: 7 steps, 7 s"]


def test_no_two_seconds_pass_in_a_terminal_without_something_that_moves() -> None:
    clock = Clock(60)
    with clock.underway.waiting_for("Azure is read"):
        before, longest, since = "", 0.0, 0.0
        while clock.now < 60:
            clock.until(clock.now + 0.2)
            if clock.written != before:
                longest, before, since = max(longest, clock.now - since), clock.written, clock.now
    assert longest < 1


def test_the_line_is_away_before_anything_else_is_written_and_comes_back_later() -> None:
    clock = Clock(60)
    with clock.underway.waiting_for("Azure is read"):
        clock.until(3)
        clock.waiting.step_aside()
        assert clock.screen == []
        clock.until(3.2)
        assert clock.screen == []
        clock.until(4)
        assert clock.screen != []
    clock.until(6)
    assert clock.screen == []


def test_a_pipe_gets_one_line_for_a_wait_of_two_seconds_and_none_for_a_shorter_one() -> None:
    clock = Clock(None)
    with clock.underway.waiting_for("Pulumi reads the stack"):
        clock.until(1)
    clock.until(1.2)
    with clock.underway.waiting_for("Azure is read"):
        clock.until(60)
    assert clock.written == "Azure is read …\n"


def test_many_short_waits_for_the_same_are_one() -> None:
    clock = Clock(None)
    for second in range(20):
        with clock.underway.waiting_for("Azure is read"):
            clock.until(second + 0.4)
        clock.until(second + 1)
    assert clock.written == "Azure is read …\n"


@pytest.mark.parametrize(("width", "told"), [(60, ["gallery-migrate starts, 1 s"]), (None, [])])
def test_a_terminal_is_told_that_the_program_starts_until_it_waits_or_writes(
    width: int | None, told: list[str]
) -> None:
    clock = Clock(width)
    with clock.waiting.telling("gallery-migrate starts"):
        clock.until(1)
        assert [line[2:] for line in clock.screen] == told
        clock.waiting.step_aside()
        clock.until(9)
        assert clock.screen == []


def test_what_is_waited_for_first_takes_the_place_of_the_start() -> None:
    clock = Clock(60)
    with clock.waiting.telling("gallery-migrate starts"):
        with clock.underway.waiting_for("Pulumi reads the stack"):
            clock.until(1)
            assert [line[2:] for line in clock.screen] == ["Pulumi reads the stack, 1 s"]
        clock.until(9)
        assert clock.screen == []


@pytest.mark.parametrize("width", [60, None])
def test_nothing_is_told_while_somebody_is_asked(width: int | None) -> None:
    clock = Clock(width)
    with clock.underway.waiting_for("Azure is read"), clock.waiting.asking():
        clock.until(60)
    assert clock.written == ""


@pytest.mark.parametrize("width", [60, None])
def test_nothing_is_told_to_those_who_want_it_quiet(width: int | None) -> None:
    clock = Clock(width)
    clock.waiting.silence()
    with clock.underway.waiting_for("Azure is read"):
        clock.until(60)
    assert clock.written == ""


@pytest.mark.parametrize("width", [60, None])
def test_nothing_is_told_while_nothing_is_waited_for(width: int | None) -> None:
    clock = Clock(width)
    clock.until(60)
    assert clock.written == ""


def test_a_display_that_is_drawn_is_drawn_again_instead() -> None:
    clock = Clock(60)
    drawn = Drawn()
    clock.waiting.drawings.append(drawn)
    with clock.underway.waiting_for("Azure is read"):
        clock.until(2)
    assert drawn.count == 10
    assert clock.written == ""


def test_a_line_is_never_longer_than_the_screen() -> None:
    clock = Clock(20)
    with clock.underway.waiting_for("Pulumi computes the plan, which takes its time"):
        clock.until(3)
    assert len(clock.screen[0]) == 19


def test_the_wait_that_contains_the_others_is_told_with_what_the_inner_ones_know() -> None:
    clock = Clock(None)
    with (
        clock.underway.waiting_for("Pulumi makes the update", lambda: "the engine starts"),
        clock.underway.waiting_for("Pulumi runs", lambda: "downloading plugin azure-native"),
    ):
        assert clock.waiting.sentence() == "Pulumi makes the update: downloading plugin azure-native, 0 s"


def test_a_line_that_a_narrower_window_has_broken_is_taken_away_whole() -> None:
    clock = Clock(60)
    with clock.underway.waiting_for("Pulumi computes the plan, which takes its time"):
        clock.until(3)
        (line,) = clock.screen
        clock.width, clock.written = 20, "before\n" + "\n".join(line[at : at + 20] for at in range(0, len(line), 20))
        clock.waiting.step_aside()
        assert clock.screen == ["before"]
