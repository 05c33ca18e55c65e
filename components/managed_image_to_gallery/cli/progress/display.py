"""Progress on a screen: lines that are drawn again in a terminal, and a line per change where nothing can move."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.console import Group
from rich.control import Control
from rich.live import Live
from rich.segment import ControlType

from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.output.saying import drawn, lines_on
from managed_image_to_gallery.cli.output.waiting import WAITING
from managed_image_to_gallery.cli.progress.items import VERSIONS, Phase
from managed_image_to_gallery.cli.progress.pace import Pace, Pacing, duration
from managed_image_to_gallery.cli.progress.screen import lines_of, rows
from managed_image_to_gallery.cli.progress.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from rich.console import Console
    from rich.text import Text

    from managed_image_to_gallery.cli.progress.items import Versions
    from managed_image_to_gallery.cli.progress.samples import Sample


class Display(Protocol):
    """What shows progress."""

    def show(self, view: Steps | Versions, pacing: Pacing, news: Sequence[Sample]) -> None:
        """Show where everything is; `news` is what has changed since the last time."""
        ...


@contextmanager
def display_on(console: Console) -> Generator[Display]:
    """The display that suits a console: what is drawn again needs a terminal with a cursor."""
    if not console.is_terminal or console.is_dumb_terminal:
        yield Lines(console)
        return
    with Live(console=console, auto_refresh=False, vertical_overflow="crop") as live:
        screen = Screen(live)
        with drawn(screen):
            try:
                yield screen
            finally:
                screen.end()


class Lines:
    """One line per change: for CI logs, files and pipes."""

    def __init__(self, console: Console) -> None:
        self._say = lines_on(console)
        self._phases_shown: dict[str, Phase] = {}

    def show(self, view: Steps | Versions, pacing: Pacing, news: Sequence[Sample]) -> None:
        """A line for every sample that says something new, and for every row of steps that has begun or ended."""
        for sample in news:
            self._say(line_of(sample, pacing.pace(sample.migration, sample.region)))
        if isinstance(view, Steps):
            for item in view.items():
                if item.phase not in (Phase.WAITING, self._phases_shown.get(item.name)):
                    self._phases_shown[item.name] = item.phase
                    self._say("  ".join(part for part in (one_line(item.name), item.state, item.details) if part))


class Screen:
    """Lines that take the place of those before, for whatever size the terminal has by then."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._console = live.console
        self._view: Steps | Versions | None = None
        self._drawn: tuple[int, Sequence[Text]] = (live.console.width, ())

    def show(self, view: Steps | Versions, pacing: Pacing, news: Sequence[Sample]) -> None:
        """Draw it."""
        del pacing, news
        self._view = view
        self.refresh()

    def refresh(self) -> None:
        """Draw what is shown as it is by now; called again and again, because the program's own waits move too."""
        view, size = self._view, (self._console.width, self._console.height)
        waits = WAITING.sentence()
        if view is None:
            self._draw(lines_of([], VERSIONS, size, waits=waits))
            return
        self._draw(lines_of(view.items(), view.counted, size, seconds_left=view.seconds_left(), waits=waits))

    def start(self) -> None:
        """Draw again after a pause."""
        self._live.start()

    def stop(self) -> None:
        """Take the lines away for a while."""
        self._draw(())
        self._live.stop()

    def end(self) -> None:
        """Leave only what stays true: the summary, and what has failed; the command's last words come below."""
        view = self._view
        items = view.items() if view else []
        if view is None or not items:
            self._draw(())
            return
        width = self._console.width
        failed = [item for item in items if item.phase is Phase.FAILED][: max(0, self._console.height // 2)]
        last = lines_of(items, view.counted, (width, 2))[:1]
        self._draw([*last, *rows(failed, width)])

    def _draw(self, lines: Sequence[Text]) -> None:
        before, texts = self._drawn
        width = self._console.width
        if width < before:
            self._console.control(*_to_the_top(texts, width))
        self._drawn = (width, lines)
        self._live.update(Group(*lines), refresh=True)


def _to_the_top(texts: Sequence[Text], width: int) -> list[Control]:
    """What erases lines that a narrower terminal has broken, and leaves the cursor where unbroken ones would end.

    Rich goes up by the lines that it has written, not by those that the terminal made of them.
    """
    broken = sum(max(1, -(-text.cell_len // width)) for text in texts)
    if broken <= len(texts):
        return []
    erase = [ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)]
    up = [(ControlType.CURSOR_UP, 1), (ControlType.ERASE_IN_LINE, 2)] * (broken - 1)
    return [Control(*erase, *up, (ControlType.CURSOR_DOWN, len(texts) - 1))]


def line_of(sample: Sample, pace: Pace) -> str:
    """`web-1.0.0  westus2  Replicating 40 %  2.0 %/min  30 min left`."""
    state = f"{sample.state} {sample.progress} %" if sample.state == "Replicating" else sample.state
    return "  ".join(
        part for part in (sample.migration, sample.region, state, *_pace(pace), one_line(sample.details)) if part
    )


def _pace(pace: Pace) -> tuple[str, ...]:
    if pace.stalled:
        return (f"stalled for {duration(pace.still_for)}",)
    if pace.percent_per_minute is None or pace.seconds_left is None:
        return ()
    return (f"{pace.percent_per_minute:.1f} %/min", f"{duration(pace.seconds_left)} left")
