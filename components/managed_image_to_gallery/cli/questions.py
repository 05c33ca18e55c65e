"""Questions to the person at the terminal. Nobody is asked who could not see the question or answer it."""

from __future__ import annotations

import contextlib
import sys

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.output.saying import at_rest, tell
from managed_image_to_gallery.cli.stopping import STOPS, Interrupted

UNCHANGED = "Nothing was changed."
_YES, _NO = ("y", "yes"), ("n", "no", "")


class Declined(CommandFailed):
    """The person said no."""

    status = ExitStatus.REFUSED

    def __init__(self) -> None:
        super().__init__(UNCHANGED, "")


class NobodyToAsk(CommandFailed):
    """An answer is needed (`question`) and nobody is there to give it (`why`); `instead` says it without a question."""

    def __init__(self, question: str, why: str, instead: str) -> None:
        self.question = question
        self.why = why
        super().__init__(f'Nobody can be asked "{question}": {why}. {UNCHANGED}', instead)


def confirm(question: str, *, yes: bool, can_ask: bool) -> None:
    """Go on only after a yes. Raises Declined, Interrupted, or NobodyToAsk."""
    if yes:
        return
    require_terminal(question, "Say it on the command line: --yes.", can_ask=can_ask)
    again = False
    while True:
        word = answer(f"{question} [y/N]: ", again=again).lower()
        if word in _YES:
            return
        if word in _NO:
            raise Declined
        tell("Please answer y or n.", err=True)
        again = True


def confirm_by_typing(question: str, expected: str, *, can_ask: bool) -> None:
    """Go on only after that text was typed, in whatever case; a typo may be mended once. Raises as `confirm` does."""
    word = f"`{expected}`" if " " in expected else expected
    asked = f"{question} Type {word} to go on"
    require_terminal(asked, "Say it on the command line: --yes with --expect-delete NAME.", can_ask=can_ask)
    for tries_left in (1, 0):
        typed = answer(f"{asked}: ", again=not tries_left)
        if same_word(typed, expected):
            return
        if not (typed and tries_left):
            break
        tell(f"That is not {word}. Once more, or Enter to leave everything as it is.", err=True)
    raise Declined


def same_word(typed: str, expected: str) -> bool:
    """Whether somebody typed what was expected: Azure compares names without case, and blanks around are a slip."""
    return typed.strip().casefold() == expected.strip().casefold()


def answer(question: str, *, again: bool = False) -> str:
    """A line that the person types when the question is there, without the blanks around it.

    again: the same was asked just before, so that what has been typed since answers this. Raises Interrupted on a
    signal and at the end of the input: neither is an answer.
    """
    try:
        with at_rest():
            if not again:
                _forget_what_was_typed()
            tell(question, err=True, end="")
            sys.stderr.flush()
            line = _line()
    except KeyboardInterrupt as stopped:
        raise Interrupted(STOPS.status_of(stopped) - 128, UNCHANGED) from None
    if not line:
        raise Interrupted(message=UNCHANGED)
    return line.strip()


def _line() -> str:
    """What was typed. Keys that are no text in the terminal's encoding are an answer that fits no question."""
    try:
        return sys.stdin.readline()
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}\n"


def _forget_what_was_typed() -> None:
    """Keys that were pressed while the command worked answer no question that nobody had seen."""
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    elif sys.stdin.isatty():
        import termios

        with contextlib.suppress(OSError, termios.error):  # a stand-in that says it is a terminal has no keys
            termios.tcflush(sys.stdin, termios.TCIFLUSH)


def require_terminal(question: str, instead: str, *, can_ask: bool) -> None:
    """Raises NobodyToAsk where a question would not be seen or could not be answered."""
    if not can_ask:
        raise NobodyToAsk(question, "--no-input forbids it", instead)
    for stream, name in ((sys.stdin, "standard input"), (sys.stderr, "standard error")):
        if not stream.isatty():
            raise NobodyToAsk(question, f"{name} is no terminal", instead)
