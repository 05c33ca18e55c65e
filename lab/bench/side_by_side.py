"""One command in several stacks at once, as one measurement."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bench.measured import Measurement, measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.azure import FleetStack


def measure_all(
    command: Sequence[str], stacks: Sequence[FleetStack], *, minutes: float, servers: Sequence[int] = ()
) -> Measurement:
    """Wall time until the last has ended, processor time of all, the most memory that one process of a kind had.

    Raises CommandFailed or CommandStopped if any of them does.
    """
    with ThreadPoolExecutor(len(stacks)) as pool:
        # The servers work for all of them: they are counted once.
        running = [
            pool.submit(measure, command, each.path, each.env, minutes=minutes, servers=servers if first else ())
            for first, each in zip([True] + [False] * len(stacks), stacks, strict=False)
        ]
        done = [each.result() for each in running]
    kinds = list(dict.fromkeys(kind for each in done for kind in each.processor))
    return Measurement(
        command=list(command),
        status=0,
        seconds=max(each.seconds for each in done),
        processor={kind: sum(each.processor.get(kind, 0.0) for each in done) for kind in kinds},
        peak_mb={kind: max(each.peak_mb.get(kind, 0.0) for each in done) for kind in kinds},
    )
