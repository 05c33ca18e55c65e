"""What a signal does, with processes and a clock that are told."""

from __future__ import annotations

import io
import signal
import sys
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.cli.stopping import ENDING, STOPPING, Interrupted, Stops, for_standard_error

if TYPE_CHECKING:
    from collections.abc import Generator


class Told:
    """A process that keeps what it was sent."""

    def __init__(self) -> None:
        self.heard: list[int] = []

    def send_signal(self, number: int) -> None:
        self.heard.append(number)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Process(Stops):
    """A process whose signals come when `hears` is called."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.said: list[str] = []
        super().__init__(self.clock)

    def hears(self, name: str, *, after: float = 1.0) -> None:
        self.clock.now += after
        signal.raise_signal(getattr(signal, name))


@pytest.fixture
def process() -> Generator[Process]:
    made = Process()
    with made.listening(), made.saying(made.said.append):
        yield made


@contextmanager
def interrupted(process: Process) -> Generator[list[Interrupted]]:
    """Held, and interrupted at the end of it; what it was interrupted by is in the list afterwards."""
    stopped: list[Interrupted] = []
    stack = ExitStack()
    stack.enter_context(process.held())
    yield stopped
    with pytest.raises(Interrupted) as found:
        stack.close()
    stopped.append(found.value)


def engine() -> Any:
    return cast("Any", Told())


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_where_nothing_runs_a_signal_ends_the_command(process: Process, name: str, status: int) -> None:
    with pytest.raises(Interrupted) as stopped:
        process.hears(name)
    assert process.status_of(stopped.value) == status


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_engine_gets_the_sigint_that_it_knows_and_the_command_ends_after_it(process: Process, name: str) -> None:
    pulumi = engine()
    with interrupted(process), process.forwarding_to(pulumi):
        process.hears(name)
        assert pulumi.heard == [signal.SIGINT]
    assert process.said == [STOPPING]


def test_a_second_word_is_told_too_and_a_third_is_not(process: Process) -> None:
    pulumi = engine()
    with interrupted(process) as stopped, process.forwarding_to(pulumi):
        for name in ("SIGTERM", "SIGINT", "SIGTERM"):
            process.hears(name)
    assert pulumi.heard == [signal.SIGINT] * 2
    assert process.said[:2] == [STOPPING, ENDING]
    assert [each.number for each in stopped] == [signal.SIGTERM]


def test_the_same_signal_twice_in_a_moment_is_one_word(process: Process) -> None:
    pulumi = engine()
    with interrupted(process), process.forwarding_to(pulumi):
        process.hears("SIGTERM")
        process.hears("SIGTERM", after=0.1)
        assert pulumi.heard == [signal.SIGINT]
        process.hears("SIGTERM", after=0.6)
    assert pulumi.heard == [signal.SIGINT] * 2


def test_an_engine_that_begins_after_the_word_hears_it(process: Process) -> None:
    pulumi = engine()
    with interrupted(process):
        process.hears("SIGINT")
        with process.forwarding_to(pulumi):
            assert pulumi.heard == [signal.SIGINT]


def test_every_engine_that_runs_hears_it_and_one_that_has_ended_does_not(process: Process) -> None:
    first, second, ended = engine(), engine(), engine()
    with interrupted(process):
        with process.forwarding_to(ended):
            pass
        with process.forwarding_to(first), process.forwarding_to(second):
            process.hears("SIGTERM")
    assert (first.heard, second.heard, ended.heard) == ([signal.SIGINT], [signal.SIGINT], [])


def test_who_wants_to_say_it_himself_is_not_interrupted(process: Process) -> None:
    with process.held(raise_at_end=False):
        with process.held(), process.forwarding_to(engine()):
            process.hears("SIGINT")
        assert process.heard
    with process.held(raise_at_end=False):
        assert not process.heard


def test_a_wait_after_the_engine_can_be_left_by_a_second_word(process: Process) -> None:
    with process.held(raise_at_end=False):
        process.hears("SIGINT")
        with pytest.raises(Interrupted):
            process.hears("SIGINT")


def test_an_engine_of_another_thread_ends_the_command_in_that_thread(process: Process) -> None:
    pulumi, begun, go_on, raised = engine(), threading.Event(), threading.Event(), list[BaseException]()

    def run() -> None:
        try:
            with process.held(), process.forwarding_to(pulumi):
                begun.set()
                go_on.wait(30)
        except Interrupted as stopped:
            raised.append(stopped)

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(30)
    process.hears("SIGTERM")
    go_on.set()
    thread.join(30)
    assert pulumi.heard == [signal.SIGINT]
    assert len(raised) == 1


def test_signals_are_given_back() -> None:
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    with Process().listening():
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def test_nohup_stays_what_it_is() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Process().listening():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_message_past_the_buffers_has_the_encoding_of_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert for_standard_error("Azure is read \N{HORIZONTAL ELLIPSIS}") == b"Azure is read ?"
