"""docs/performance.md and its pictures, from what was measured: a pure function of the kept results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bench import goals, summary
from bench.parts import PARTS
from bench.results import Charted, load, measured_on
from bench.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGES = Path(__file__).parent / "changes.md"
"""What was slow and what was done about it, written by hand: before and after can only be measured once."""

HEAD = """# Performance

Written by `make bench` from `lab/bench/results/`, never by hand; `python -m bench --page-only` writes
it again without measuring. Everything runs against local Azure with the real engine and the stand-in provider. Each
migration is an image of 40 GB with a definition of its own and one version in three regions. Where something was
repeated, the first figure is the median and the two in brackets are the lowest and the highest.
"""


def write_page(file: Path, results: Path) -> None:
    """Write the page, and the pictures beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    changes = CHANGES.read_text(encoding="utf-8") if CHANGES.exists() else ""
    file.write_text(page(results, changes), encoding="utf-8")
    for name, picture in pictures(results).items():
        target = file.parent / "pictures" / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(picture, encoding="utf-8")


def page(results: Path, changes: str) -> str:
    """The page's Markdown; a part that was never measured is left out."""
    parts = {part: load(part, results) for part in PARTS}
    sections = [PARTS[part].section(rows) for part, rows in parts.items() if rows]
    return "\n".join(
        each.strip() + "\n"
        for each in [HEAD, *_machines(results), summary.section(parts), goals.section(parts), *sections, changes]
        if each.strip()
    )


def pictures(results: Path) -> dict[str, str]:
    """The page's charts by file name, as SVG."""
    found: dict[str, str] = {}
    for part, module in PARTS.items():
        rows = load(part, results)
        if rows and isinstance(module, Charted):
            found |= module.charts(rows)
    return found


def _machines(results: Path) -> Iterator[str]:
    """The machine of each part; one table where all parts were measured on one."""
    machines: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for part in PARTS:
        facts = measured_on(part, results)
        if facts:
            machines.setdefault(tuple(facts.items()), []).append(part)
    for facts, parts in machines.items():
        title = "measured on" if len(machines) == 1 else f"{', '.join(parts)}: measured on"
        yield table([title, ""], [list(fact) for fact in facts], words=2)
