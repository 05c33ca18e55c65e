"""A table as data, and its three forms: text, CSV, JSON.

As text it fits the screen (`fitting`): of the columns that find no room some stand beneath their row, and the others
are left out and named. Where each of them is needed, or where not even the name fits, a row is a record: its name, and
a line for each of the other columns.
"""

from __future__ import annotations

import csv
import json
import sys
import textwrap
from dataclasses import dataclass, field
from enum import Enum
from itertools import zip_longest
from typing import TYPE_CHECKING, Union

from managed_image_to_gallery.azure.plain_text import printable
from managed_image_to_gallery.cli.output.fitting import Column, column_of, name_column, shortened, widths_in
from managed_image_to_gallery.cli.output.saying import hand_over, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

Value = Union[str, int, bool, None, "list[str]"]
"""What a cell may hold."""

FAILED, ATTENTION = "red", "yellow"
"""Tones: what has failed or is refused, and what somebody should look at."""

_PIPED_WIDTH = 10_000
"""Where nobody looks at a screen, no line is broken: `grep` and `awk` get one row per line."""


_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins with one of them is computed by a spreadsheet; the apostrophe before it makes it a text."""


class Form(str, Enum):
    """How a table is printed."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True)
class Table:
    """Rows by key; `columns` names the keys that people see, with their headings. CSV and JSON have every key.

    importance: keys of columns, the name first, which is never broken into lines nor left out; the others follow.
    complete: every column is needed to act, so none is left out. tones: how a text of a column is coloured, by key.
    beneath: keys of columns that stand beneath the row where they find no room in it.
    """

    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Value]]
    importance: Sequence[str] = ()
    complete: bool = False
    tones: Mapping[str, Callable[[str], str]] = field(default_factory=dict[str, "Callable[[str], str]"])
    beneath: Sequence[str] = ()

    def print(self, form: Form = Form.TEXT) -> None:
        """Print on standard output."""
        if form is Form.JSON:
            print_json(list(self.rows))
        elif form is Form.CSV:
            self._print_csv()
        else:
            self._print_text()

    def _print_csv(self) -> None:
        keys = list(self.rows[0]) if self.rows else list(self.columns)
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(keys)
        writer.writerows([csv_cell(row.get(key)) for key in keys] for row in self.rows)

    def _print_text(self) -> None:
        """Through rich, which honours NO_COLOR and COLUMNS."""
        from rich.console import Console

        self.print_on(Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH))

    def print_on(self, console: Console) -> None:
        """Print as text that fits a console; what was left out is told on standard error. Without rows: nothing."""
        if not self.rows:
            return
        importance = list(dict.fromkeys((*self.importance, *self.columns)))
        cells = {key: [printable(text_of(row.get(key))) for row in self.rows] for key in self.columns}
        name = importance[0]
        if console.width < _PIPED_WIDTH:  # on a screen an empty column takes the room of one that says something
            cells = {key: texts for key, texts in cells.items() if key == name or any(texts)}
            importance = [key for key in importance if key in cells]
        columns = {key: column_of([self.columns[key], *texts], whole=False) for key, texts in cells.items()}
        columns[name] = _name_column(self, console.width, [self.columns[name], *cells[name]])
        widths = widths_in(console.width, columns, importance)
        below = [key for key in cells if key not in widths and key in self.beneath]
        left_out = [self.columns[key] for key in cells if key not in widths and key not in below]
        if left_out and (self.complete or len(widths) == 1):
            self._print_records(console, name, cells)
            return
        whole = cells[name]
        cells[name] = [shortened(text, widths[name]) for text in whole]
        shown = {self.columns[key]: (width, self._texts(key, cells[key])) for key, width in widths.items()}
        print_columns(console, shown, self._beneath(console, whole, {key: cells[key] for key in below}))
        if left_out:
            tell(f"Columns left out: {', '.join(left_out)}; --json has them.", err=True)
        if cells[name] != whole:
            tell("Names with … are shortened; --json has them whole.", err=True)

    def _texts(self, key: str, cells: Sequence[str]) -> list[Text]:
        from rich.text import Text

        tone = self.tones.get(key, _plain)
        return [Text(cell, tone(cell)) for cell in cells]

    def _beneath(self, console: Console, names: Sequence[str], cells: Mapping[str, Sequence[str]]) -> list[list[Text]]:
        """The lines beneath each row. Rows of one name that say the same there have them once, beneath the last."""
        from rich.text import Text

        rows = [(name, *(texts[at] for texts in cells.values())) for at, name in enumerate(names)]
        return [
            []
            if row == after
            else [
                Text(_wrapped(f"{self.columns[key]}: {text}", console.width), self.tones.get(key, _plain)(text))
                for key, text in zip(cells, row[1:], strict=True)
                if text
            ]
            for row, after in zip_longest(rows, rows[1:])
        ]

    def _print_records(self, console: Console, name: str, cells: Mapping[str, Sequence[str]]) -> None:
        """Nothing is left out: a line that is longer than the screen is broken by the terminal alone."""
        for row in range(len(self.rows)):
            console.print(cells[name][row], style="bold", markup=False, highlight=False, soft_wrap=True)
            for key, heading in self.columns.items():
                if key != name and key in cells and cells[key][row]:
                    text = _wrapped(f"{heading}: {cells[key][row]}", console.width)
                    tone = self.tones.get(key, _plain)(cells[key][row])
                    console.print(text, style=tone, markup=False, highlight=False, soft_wrap=True)


def _name_column(table: Table, room: int, texts: Sequence[str]) -> Column:
    """That of a table of which nothing may be left out is whole."""
    return column_of(texts, whole=True) if table.complete else name_column(texts, room)


def tone_of_state(state: str) -> str:
    """The tone of a state of Azure's: of a resource, or of its replication to a region."""
    return {"Failed": FAILED, "Canceled": FAILED, "Unknown": ATTENTION, "Completed": "green", "Succeeded": "green"}.get(
        state, ""
    )


def _plain(_text: str) -> str:
    return ""


def print_columns(
    console: Console, columns: Mapping[str, tuple[int, Sequence[Text]]], beneath: Sequence[Sequence[Text]] = ()
) -> None:
    """Columns by heading: how wide each is, and its cells. No line ends with blanks, which a pipe would carry on.

    beneath: what follows each row, as it is.
    """
    from rich.text import Text

    widths = [width for width, _ in columns.values()]
    headings = [Text(heading, "bold") for heading in columns]
    rows = (headings, *zip(*(cells for _, cells in columns.values()), strict=True))
    for row, below in zip(rows, ((), *(beneath or [()] * (len(rows) - 1))), strict=True):
        cells = [cell.wrap(console, width) for cell, width in zip(row, widths, strict=True)]
        for line in zip_longest(*cells):
            joined = Text("  ").join(_padded(cell or Text(), width) for cell, width in zip(line, widths, strict=True))
            joined.rstrip()
            console.print(joined, soft_wrap=True)
        for text in below:
            console.print(text, soft_wrap=True)


def _padded(cell: Text, width: int) -> Text:
    cell.pad_right(max(width - cell.cell_len, 0))
    return cell


def _wrapped(text: str, width: int) -> str:
    """A line of a record, broken between words only."""
    return textwrap.fill(
        text, width, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def print_json(document: object) -> None:
    """Print a document as JSON on standard output, with JSON's escapes for what that could not encode."""
    in_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    hand_over(f"{escaped(json.dumps(document, indent=2, ensure_ascii=not in_unicode))}\n")


def escaped(text: str) -> str:
    """JSON text in which JSON's own escapes stand for whatever would steer a terminal: it means the same."""
    return "\n".join(
        "".join(each if printable(each) == each else json.dumps(each)[1:-1] for each in line)
        for line in text.split("\n")
    )


def csv_cell(value: Value) -> str:
    """A cell that a spreadsheet shows and does not compute (owasp.org/www-community/attacks/CSV_Injection)."""
    text = text_of(value)
    return printable(f"'{text}" if isinstance(value, (str, list)) and text.startswith(_FORMULAS) else text)


def text_of(value: Value) -> str:
    """A cell as text: yes and no for flags, lists with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)


def form_of(*, as_json: bool, as_csv: bool) -> Form:
    """The form that the options `--json` and `--csv` ask for."""
    return Form.JSON if as_json else Form.CSV if as_csv else Form.TEXT
