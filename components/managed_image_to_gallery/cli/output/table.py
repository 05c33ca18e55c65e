"""A table as data, and its three forms: text, CSV, JSON."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Union

import typer

from managed_image_to_gallery.azure.plain_text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value = Union[str, int, bool, None, "list[str]"]
"""What a cell may hold."""

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
    """Rows by key; `columns` names the keys that people see, with their headings. CSV and JSON have every key."""

    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Value]]

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
        from rich.table import Table as RichTable
        from rich.text import Text

        console = Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH)
        table = RichTable(box=None, pad_edge=False, header_style="bold")
        for heading in self.columns.values():
            table.add_column(heading, overflow="fold")
        for row in self.rows:
            table.add_row(*(Text(printable(text_of(row.get(key)))) for key in self.columns))
        console.print(table)


def print_json(document: object) -> None:
    """Print a document as JSON on standard output."""
    typer.echo(escaped(json.dumps(document, indent=2, ensure_ascii=False)))


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
