"""The lines of a progress display for a screen of any size: a summary, a row for what needs one, counts. Pure.

What has failed stands first, because somebody must act on it; what is done or waits needs no row. The whole is never
higher than the screen: what has scrolled away cannot be drawn again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from managed_image_to_gallery.azure.plain_text import one_line, printable
from managed_image_to_gallery.cli.output.fitting import GAP, Column, column_of, shortened, widths_in
from managed_image_to_gallery.cli.progress.items import Phase
from managed_image_to_gallery.cli.progress.pace import duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.cli.progress.items import Counted, Item

_BAR_CELLS = 10
_STYLES = {Phase.FAILED: "red", Phase.RUNNING: "cyan"}
_IMPORTANCE = ("name", "state", "percent", "left", "where", "bar", "details")
_COLUMNS = ("name", "state", "bar", "percent", "left", "where", "details")
_BESIDE_NAMES = ("state", "percent")
"""Without these a name says nothing; for the other columns no usual name is shortened."""
_NAME = 24
_SHORTENED = 16
"""The least widths of columns whose texts may lose their middle: narrower, they say nothing."""


def lines_of(
    items: Sequence[Item],
    counted: Counted,
    size: tuple[int, int],
    *,
    seconds_left: float | None = None,
    waits: str = "",
) -> list[Text]:
    """The lines for a screen of `size` (columns, rows), of which one row is left for the cursor.

    seconds_left: until all is done, where it is known. waits: what the program itself waits for, "" for nothing.
    """
    width, height = size
    open_ones = sorted(
        (item for item in items if item.phase in (Phase.FAILED, Phase.RUNNING)), key=lambda item: item.phase.value
    )
    head = [Text(summary(items, counted, width, seconds_left), style="bold")] if items else []
    head += [Text(shortened(waits, width), style="dim")] if waits else []
    room = max(0, height - 1 - len(head))
    shown = open_ones[: room if len(open_ones) <= room else max(0, room - 1)]
    below = rest(items, len(open_ones) - len(shown), width)
    if below and len(shown) + 1 > room:
        shown = shown[: max(0, room - 1)]
        below = rest(items, len(open_ones) - len(shown), width)
    return [*head, *rows(shown, width), *([Text(below, style="dim")] if below and room else [])]


def summary(items: Sequence[Item], counted: Counted, width: int, seconds_left: float | None = None) -> str:
    """`31/55 versions · 4 running · 0 failed · about 2 min left`, with as much of it as the width has room for."""
    count = {phase: sum(item.phase is phase for item in items) for phase in Phase}
    time = [] if seconds_left is None else [f"about {duration(seconds_left)} left"]
    done = counted.of(count[Phase.DONE], len(items))
    running, failed = f"{count[Phase.RUNNING]} running", f"{count[Phase.FAILED]} failed"
    choices = [[done, running, failed, *time], [done, failed, *time], [done, failed], [done]]
    return _first_that_fits([" · ".join(parts) for parts in choices], width)


def rest(items: Sequence[Item], hidden: int, width: int) -> str:
    """What has no row, as counts: `… 12 more · 24 waiting · 31 finished`; empty for nothing."""
    count = {phase: sum(item.phase is phase for item in items) for phase in Phase}
    parts = [
        *([f"… {hidden} more"] if hidden > 0 else []),
        *([f"{count[Phase.WAITING]} waiting"] if count[Phase.WAITING] else []),
        *([f"{count[Phase.DONE]} finished"] if count[Phase.DONE] else []),
    ]
    return _first_that_fits([" · ".join(parts[:end]) for end in range(len(parts), 0, -1)] or [""], width)


def rows(items: Sequence[Item], width: int) -> list[Text]:
    """A line for each item, in columns; the less important columns are left out where they find no room."""
    if not items:
        return []
    cells = [_cells(item) for item in items]
    columns = {key: column_of([row[key] for row in cells], whole=True) for key in _COLUMNS}
    beside = sum(columns[key].natural + GAP for key in _BESIDE_NAMES)
    usual = _usual([cell_len(row["name"]) for row in cells])
    columns["name"] = _at_least(columns["name"], max(_NAME, min(usual, width - beside)))
    columns |= {key: _at_least(columns[key], _SHORTENED) for key in ("where", "details")}
    used = [key for key in _IMPORTANCE if columns[key].natural or key == "name"]
    # What widths_in counts is a gap at each column; the last one has none.
    widths = widths_in(width + GAP, {key: columns[key] for key in _COLUMNS if key in used}, used)
    widths["name"] = min(widths["name"], width)
    return [_row(row, widths, _STYLES.get(item.phase, "")) for row, item in zip(cells, items, strict=True)]


def _usual(lengths: Sequence[int]) -> int:
    """What nine of ten names need: a few very long ones must not hide how far all the others are."""
    return sorted(lengths)[min(9 * len(lengths) // 10, len(lengths) - 1)]


def _at_least(column: Column, width: int) -> Column:
    """The column, which may be as narrow as this."""
    return Column(column.natural, min(column.natural, width))


def _row(cells: Mapping[str, str], widths: Mapping[str, int], style: str) -> Text:
    padded = (_padded(shortened(cells[key], widths[key]), widths[key]) for key in widths)
    return Text((" " * GAP).join(padded).rstrip(), style=style, no_wrap=True)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _cells(item: Item) -> dict[str, str]:
    percent = item.percent
    done = round(_BAR_CELLS * (percent or 0) / 100)
    return {
        "name": printable(item.name),
        "state": printable(item.state),
        "bar": "" if percent is None else "#" * done + "." * (_BAR_CELLS - done),
        "percent": "" if percent is None else f"{percent:>3} %",
        "left": item.left,
        "where": printable(item.where),
        "details": one_line(item.details),
    }


def _first_that_fits(texts: Sequence[str], width: int) -> str:
    return next((text for text in texts if cell_len(text) <= width), shortened(texts[-1], width))
