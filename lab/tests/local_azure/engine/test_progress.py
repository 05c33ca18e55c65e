"""How far it is, for people and for logs."""

from __future__ import annotations

import io
import threading

import pytest
from rich.console import Console

from local_azure.engine.progress import Count, ProgressReporter


@pytest.mark.parametrize(
    ("count", "now", "text"),
    [
        (Count(1685, 0, 422), 60, "422 of 1685, about 3 min left"),
        (Count(1685, 0, 0), 7, "0 of 1685, 7 s"),
        (Count(1685, 0, 1685), 240, "1685 of 1685, 4 min"),
        (Count(None, 0, 17), 20, "17 so far, 20 s"),
        (Count(None, 0), 20, "20 s"),
    ],
)
def test_a_count_says_what_is_done_and_what_is_left(count: Count, now: float, text: str) -> None:
    assert count.text(now) == text


def test_a_log_gets_a_line_whenever_it_is_time_also_while_nothing_gets_done() -> None:
    screen, clock = io.StringIO(), [0.0]
    its_time, waits = threading.Semaphore(0), threading.Semaphore(0)

    def ended(event: threading.Event) -> bool:
        waits.release()
        its_time.acquire()
        return event.is_set()

    reporter = ProgressReporter(Console(file=screen, width=80), lambda: clock[0], ended)
    with reporter.counting("Building", 10) as advance:
        advance()
        for second in (5.0, 10.0):
            waits.acquire()
            clock[0] = second
            its_time.release()
        waits.acquire()
        assert screen.getvalue() == "Building …\n  1 of 10, about 45 s left\n  1 of 10, about 2 min left\n"
        its_time.release(2)


def test_a_terminal_gets_the_total_and_an_estimate() -> None:
    screen = io.StringIO()
    console = Console(file=screen, width=120, force_terminal=True, color_system=None)
    with ProgressReporter(console).counting("Building", 2) as advance:
        advance()
        advance()
    assert "2/2" in screen.getvalue()
    assert "left" in screen.getvalue()
