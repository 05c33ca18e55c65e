"""Local Azure beside moto's server, the stand-in for AWS that many know: calls per second, latency, memory."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.moto_load import CONNECTIONS, ask, load
from bench.moto_servers import local_azure, moto, moto_version
from bench.tables import median_and_spread, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.moto_servers import Server
    from bench.results import Options, Row

REPETITIONS = 3
LISTED, KEPT = 1_000, 10_000
"""How many images there are when they are listed, and at the end, when memory is looked at."""
READS, LISTS = 400, 16
SERVERS = {"local Azure": local_azure, "moto": moto}
CALLS = {"write": "make an image", "read": "read one of 1,000 images", "list": "list 1,000 images"}

Figures = dict[str, Any]
"""What one run of one server came to: numbers, and by call those of `Load.figures`."""


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """A row for each server, given again with each repetition; the servers take turns, each time with a new process."""
    done: dict[str, list[Figures]] = {name: [] for name in SERVERS}
    kept = options.counts[0] if options.counts else KEPT
    for turn in range(options.repetitions or REPETITIONS):
        for name, running in SERVERS.items():
            place = folder / f"{turn}-{name.replace(' ', '-')}"
            place.mkdir()
            with running(place) as server:
                done[name].append(_run(server, kept))
            yield {"name": name, "moto_version": moto_version(), "kept": kept, "runs": done[name]}


def _run(server: Server, kept: int) -> Figures:
    ask(server, server.list_all)
    empty = _resident_mb(server.pid)
    alone = load(server, (server.write(number) for number in range(LISTED // 2)))
    together = load(server, (server.write(number) for number in range(LISTED // 2, LISTED)), CONNECTIONS)
    reads = server.reads(ask(server, server.list_all))[:READS]
    lists = [server.list_all] * LISTS
    figures: Figures = {
        "start_seconds": round(server.start_seconds, 2),
        "write": [alone.figures(), together.figures()],
        "read": [load(server, reads).figures(), load(server, reads, CONNECTIONS).figures()],
        "list": [load(server, lists).figures(), load(server, lists, CONNECTIONS).figures()],
    }
    load(server, (server.write(number) for number in range(LISTED, kept)), CONNECTIONS)
    return figures | {"empty_mb": round(empty, 1), "full_mb": round(_resident_mb(server.pid), 1)}


def _resident_mb(pid: int) -> float:
    """Resident memory now (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def section(rows: Sequence[Row]) -> str:
    """Latency, calls per second, start and memory, side by side."""
    runs: dict[str, list[Figures]] = {row["name"]: row["runs"] for row in rows}
    names = [name for name in SERVERS if name in runs]
    version, kept = rows[0]["moto_version"], rows[0]["kept"]
    return "".join(
        [
            _head(version),
            "\n",
            table(["milliseconds, one connection", *names, "ratio"], _latencies(runs, names)),
            f"\nCalls per second from {CONNECTIONS} connections at once:\n\n",
            table(["calls per second", *names, "ratio"], _rates(runs, names)),
            "\n",
            table(["", *names, "ratio"], _costs(runs, names, kept)),
        ]
    )


def _head(version: str) -> str:
    return f"""## Local Azure beside moto

moto {version} has no Azure, so comparable calls are made to its EC2: `RegisterImage` beside the PUT of a managed image,
`DescribeImages` of one id beside its GET, `DescribeImages` of all beside the list. Both run as they are started by
default, with everything in memory, and have the same images; local Azure answers by TLS, checks the token, and logs
each request, moto answers without TLS, checks no signature, and closes the connection after each answer. The client is
the same program (aiohttp) on the same cores. Ratio: local Azure's figure as a part of moto's.
"""


def _latencies(runs: dict[str, list[Figures]], names: Sequence[str]) -> Iterator[list[str]]:
    for call, text in CALLS.items():
        for figure, label in (("median_ms", "median"), ("p95_ms", "95th percentile")):
            if (call, figure) == ("list", "p95_ms"):
                continue  # too few calls
            yield _line(f"{text}, {label}", [[run[call][0][figure] for run in runs[name]] for name in names])


def _rates(runs: dict[str, list[Figures]], names: Sequence[str]) -> Iterator[list[str]]:
    for call, text in CALLS.items():
        yield _line(text, [[run[call][1]["per_second"] for run in runs[name]] for name in names], digits=0)


def _costs(runs: dict[str, list[Figures]], names: Sequence[str], kept: int) -> Iterator[list[str]]:
    yield _line("start to the first answer, s", [[run["start_seconds"] for run in runs[name]] for name in names], 2)
    yield _line("memory when empty, MB", [[run["empty_mb"] for run in runs[name]] for name in names], 0)
    grown = [[(run["full_mb"] - run["empty_mb"]) / kept * 10_000 for run in runs[name]] for name in names]
    yield _line("memory per 10,000 images, MB", grown, 0)


def _line(label: str, values: Sequence[Sequence[float]], digits: int = 1) -> list[str]:
    cells = [median_and_spread(each, digits) for each in values]
    ratio = f"{median(values[0]) / median(values[1]):.2f}" if len(values) > 1 else "-"
    return [label, *cells, ratio]
