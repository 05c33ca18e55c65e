"""`python -m bench`: measure, and write docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.growth import Row, growth
from bench.page import page

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def main() -> None:
    """Measure each size, saying how it goes, then write the page."""
    options = _options()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for row in growth(Path(folder), options.counts):
            rows.append(row)
            sys.stdout.write(f"{row.count:6} {row.name:32} {row.done.seconds:8.1f} s\n")
            sys.stdout.flush()
    options.page.write_text(page(rows), encoding="utf-8")
    sys.stdout.write(f"{options.page}\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--counts", type=int, nargs="+", default=[1, 10, 30, 100], help="numbers of migrations (default: 1 10 30 100)"
    )
    parser.add_argument("--page", type=Path, default=PAGE, help="where the page goes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
