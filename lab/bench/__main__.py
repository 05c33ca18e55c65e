"""`python -m bench`: measure, keep what was measured, and write docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench.page import write_page
from bench.parts import PARTS
from bench.results import FOLDER, Options, add
from local_azure.arm.settings import ManagerLimits

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


def main() -> None:
    """Measure the parts that are asked for, saying how it goes, then write the page from all that is kept."""
    given = _arguments()
    limits = ManagerLimits(given.manager_limits)
    options = Options(tuple(given.counts), given.repetitions, given.minutes, given.time_scale, given.only, limits)
    parts: list[str] = given.parts or list(PARTS)
    for part in parts if not given.page_only else []:
        _measure(part, options, given.results)
    write_page(given.page, given.results)
    _say(str(given.page))


def _measure(part: str, options: Options, results: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        started = time.monotonic()
        for row in PARTS[part].measure(Path(folder), options):
            add(part, row, results)
            _say(f"{time.monotonic() - started:7.0f} s  {part}: {row['name']}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    listed = f"what to measure, of {', '.join(PARTS)} (default: everything)"
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=listed)
    parser.add_argument("--counts", type=int, nargs="+", default=[], help="sizes; each part has its own by default")
    parser.add_argument("--repetitions", type=int, help="how often each is measured; each part has its own by default")
    parser.add_argument("--minutes", type=float, default=15.0, help="most that one command may take (default: 15)")
    parser.add_argument(
        "--time-scale",
        type=float,
        help="of the part with Azure's budgets, which has its own by default (1 is Azure's pace)",
    )
    parser.add_argument(
        "--manager-limits",
        choices=[each.value for each in ManagerLimits],
        default=ManagerLimits.PER_SECOND.value,
        help="how Resource Manager counts in that part (default: per-second)",
    )
    parser.add_argument("--only", default="", help="of several ways to do the same those whose name contains this")
    parser.add_argument("--page-only", action="store_true", help="measure nothing, write the page from what is kept")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the page goes")
    parser.add_argument("--results", type=Path, default=FOLDER, help="where the measurements are kept")
    return parser.parse_args()


if __name__ == "__main__":
    main()
