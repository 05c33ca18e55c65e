"""Cells and tables of the page."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A Markdown table; the first columns, `words` of them, hold words, the others numbers, aligned to the right."""
    rule = [*["---"] * words, *["---:"] * (len(header) - words)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (header, rule, *rows))


def median_and_spread(values: Sequence[float], digits: int = 1) -> str:
    """`12.3 (11.9 - 12.8)`: median, lowest, highest; the value alone where it was measured once."""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} - {max(values):.{digits}f})"
