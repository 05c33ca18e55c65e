"""`python -m soak`: play drawn histories, write docs/reliability.md; exit status 1 when an invariant was broken."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from soak.report import report
from soak.tally import read
from soak.worker import Named, drawn_histories, kill_histories, work

REPORT = Path(__file__).parents[2] / "docs" / "reliability.md"


def main() -> int:
    """Play what is not kept yet, and report all that is kept."""
    options = _options()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    if options.minutes:
        _play(options, folder)
    tally = read(sorted(folder.glob("*.jsonl")))
    options.report.write_text(report(tally), encoding="utf-8")
    sys.stdout.write("".join(f"{reason}\n" for reason in tally.broken))
    sys.stdout.write(f"{tally.histories} histories, {len(tally.broken)} broken: {options.report}\n")
    return 1 if tally.broken else 0


def _play(options: argparse.Namespace, folder: Path) -> None:
    """Run the workers side by side, each with a file of its own in the folder."""
    known = {outcome.name for outcome in read(sorted(folder.glob("*.jsonl"))).outcomes}
    began = time.time_ns()
    with ProcessPoolExecutor(options.workers) as pool:
        workers = [
            pool.submit(work, _share(options, number, known), options.minutes, folder / f"{began}-{number}.jsonl")
            for number in range(options.workers)
        ]
    for worker in workers:
        worker.result()


def _share(options: argparse.Namespace, number: int, known: set[str]) -> list[Named]:
    """What a worker has still to play."""
    named = (
        kill_histories(number, options.workers)
        if options.kills
        else drawn_histories(options.seed, number, options.workers, options.sequences)
    )
    return [(name, history) for name, history in named if name not in known]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--sequences", type=int, default=1000, help="how many histories (default: 1000)")
    parser.add_argument("--kills", action="store_true", help="a kill at every step of every stage, instead of drawing")
    parser.add_argument(
        "--minutes", type=float, default=240, help="begin no more after so many; 0 only writes the report"
    )
    parser.add_argument("--workers", type=int, default=2, help="how many side by side, each with its own Azure")
    parser.add_argument("--seed", type=int, default=1, help="what the histories are drawn from")
    parser.add_argument("--keep", help="a folder for the outcomes; those that it has count, and are not played again")
    parser.add_argument("--report", type=Path, default=REPORT, help="where the report goes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
