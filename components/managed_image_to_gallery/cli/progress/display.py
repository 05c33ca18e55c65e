"""Progress on a screen: a table that is drawn again in a terminal, and a line per change where nothing can move."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from managed_image_to_gallery.azure.plain_text import one_line, printable
from managed_image_to_gallery.cli.output.saying import drawn, lines_on
from managed_image_to_gallery.cli.progress.pace import Pace, Pacing, duration

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from rich.console import Console

    from managed_image_to_gallery.cli.progress.samples import Sample

_BAR_CELLS = 10
_STYLES = {"Completed": "green", "Failed": "red", "Replicating": "cyan"}


class Display(Protocol):
    """What shows progress."""

    def show(self, pacing: Pacing, news: Sequence[Sample]) -> None:
        """Show where everything is; `news` is what has changed since the last time."""
        ...


@contextmanager
def display_on(console: Console) -> Generator[Display]:
    """The display that suits a console: the table needs a terminal with a cursor."""
    if not console.is_terminal or console.is_dumb_terminal:
        yield Lines(console)
        return
    with Live(console=console, auto_refresh=False, transient=False) as live, drawn(live):
        yield MovingTable(live)


class Lines:
    """One line per change: for CI logs, files and pipes."""

    def __init__(self, console: Console) -> None:
        self._say = lines_on(console)

    def show(self, pacing: Pacing, news: Sequence[Sample]) -> None:
        """A line for every sample that says something new."""
        for sample in news:
            self._say(line_of(sample, pacing.pace(sample.migration, sample.region)))


class MovingTable:
    """A table that takes the place of the one before."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def show(self, pacing: Pacing, news: Sequence[Sample]) -> None:
        """Draw the table again."""
        self._live.update(table_of(pacing), refresh=True)


def line_of(sample: Sample, pace: Pace) -> str:
    """`web-1.0.0  westus2  Replicating 40 %  2.0 %/min  30 min left`."""
    state = f"{sample.state} {sample.progress} %" if sample.state == "Replicating" else sample.state
    return "  ".join(
        part for part in (sample.migration, sample.region, state, *_pace(pace), one_line(sample.details)) if part
    )


def table_of(pacing: Pacing) -> Table:
    """Every migration and region with its state."""
    table = Table(box=None, pad_edge=False)
    for heading in ("Migration", "Region", "State", "Progress", "", "Rate", "Left"):
        table.add_column(heading, no_wrap=heading != "Migration")
    for (migration, region), sample in pacing.latest.items():
        style = _STYLES.get(sample.state, "")
        rate, left = (*_pace(pacing.pace(migration, region)), "", "")[:2]
        known = (Text(printable(cell)) for cell in (migration, region, sample.state))
        bar = ProgressBar(
            completed=sample.progress, width=_BAR_CELLS, complete_style=style or "none", finished_style=style or "none"
        )
        table.add_row(*known, bar, f"{sample.progress:>3} %", rate, left, style=style)
    return table


def _pace(pace: Pace) -> tuple[str, ...]:
    if pace.stalled:
        return (f"stalled for {duration(pace.still_for)}",)
    if pace.percent_per_minute is None or pace.seconds_left is None:
        return ()
    return (f"{pace.percent_per_minute:.1f} %/min", f"{duration(pace.seconds_left)} left")
