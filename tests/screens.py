"""What a terminal shows of what was written to it, as far as this project's programs steer one."""

from __future__ import annotations

import re

_PARTS = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|([^\x1b])", re.DOTALL)


def screen_of(written: str) -> list[str]:
    """The lines, without empty ones at the end and blanks at the ends of lines. Nothing is scrolled or broken."""
    rows: list[str] = [""]
    row = column = 0
    for parameter, command, character in _PARTS.findall(written):
        if command == "K":
            rows[row] = ""
        elif command == "A":
            row = max(0, row - int(parameter or 1))
        elif command == "B":
            row = min(len(rows) - 1, row + int(parameter or 1))
        elif character == "\r":
            column = 0
        elif character == "\n":
            row, column = row + 1, 0
            rows += [""] * (row + 1 - len(rows))
        elif character:
            rows[row] = rows[row][:column].ljust(column) + character + rows[row][column + 1 :]
            column += 1
    shown = [line.rstrip() for line in rows]
    while shown and not shown[-1]:
        shown.pop()
    return shown
