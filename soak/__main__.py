"""`python -m soak`: play drawn histories, write docs/reliability.md; exit status 1 when an invariant was broken."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from soak.kills import exhaustive
from soak.report import report
from soak.tally import read
from soak.worker import work, work_through

REPORT = Path(__file__).parents[1] / "docs" / "reliability.md"


def main() -> int:
    """Run the workers side by side and report what they kept."""
    options = _options()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with ProcessPoolExecutor(options.workers) as pool:
        for worker in _started(pool, options, folder):
            worker.result()
    tally = read(sorted(folder.glob("*.jsonl")))
    options.report.write_text(report(tally, (time.monotonic() - started) / 60, options.workers), encoding="utf-8")
    sys.stdout.write("".join(f"{reason}\n" for reason in tally.broken))
    sys.stdout.write(f"{tally.histories} histories, {len(tally.broken)} broken: {options.report}\n")
    return 1 if tally.broken else 0


def _started(pool: ProcessPoolExecutor, options: argparse.Namespace, folder: Path) -> list[Future[None]]:
    """The workers: with drawn histories, or each with its share of the exhaustive kills."""
    workers = range(options.workers)
    if options.kills:
        shares = [exhaustive()[number :: options.workers] for number in workers]
        return [
            pool.submit(work_through, share, options.minutes, folder / f"kills-{number}.jsonl")
            for number, share in enumerate(shares)
        ]
    each = -(-options.sequences // options.workers)
    seeds = [options.seed + number for number in workers]
    return [
        pool.submit(work, number, each, options.minutes, folder / f"{number}.jsonl", shrink=options.shrink)
        for number in seeds
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--sequences", type=int, default=500, help="how many histories (default: 500)")
    parser.add_argument("--kills", action="store_true", help="a kill at every step of every stage, instead of drawing")
    parser.add_argument("--minutes", type=float, default=240, help="draw no more after so many minutes")
    parser.add_argument("--workers", type=int, default=2, help="how many side by side, each with its own Azure")
    parser.add_argument("--seed", type=int, default=1, help="the first worker's seed; others count on")
    parser.add_argument("--keep", help="a folder for the outcomes; those that it has already count too")
    parser.add_argument("--shrink", action="store_true", help="stop at the first broken history and make it small")
    parser.add_argument("--report", type=Path, default=REPORT, help="where the report goes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
