"""One worker of a soak: draws histories from a seed and plays them until its number or its time is reached.

Hypothesis draws and, when a history breaks an invariant, shrinks it; the smallest one ends up in the worker's error.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, seed, settings

from soak.azure import soak_azure
from soak.histories import drawn, histories
from soak.play import Player
from soak.tally import append

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from soak.histories import History


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def work(number: int, count: int, minutes: float, kept: Path, *, shrink: bool) -> None:
    """Play up to `count` histories drawn from seed `number`; outcomes are appended to the file `kept`.

    With `shrink` the first broken history is made small and raised; without, it is kept and the soak goes on.
    """
    if not shrink:
        sources = (Random(f"{number} {each}") for each in range(count))  # noqa: S311 - histories, not secrets
        work_through((drawn(source) for source in sources), minutes, kept)
        return
    with _playing(minutes, kept, shrink=True) as play:
        smaller = given(histories())(play)
        smaller = settings(max_examples=count, deadline=None, database=None, suppress_health_check=SLOW)(smaller)
        seed(number)(smaller)()


def work_through(given_histories: Iterable[History], minutes: float, kept: Path) -> None:
    """Play these histories."""
    with _playing(minutes, kept, shrink=False) as play:
        for history in given_histories:
            play(history)


@contextmanager
def _playing(minutes: float, kept: Path, *, shrink: bool) -> Generator[Callable[[History], None]]:
    """A function that plays a history in this worker's Azure and keeps the outcome, until the time is over."""
    until = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, soak_azure(Path(folder)) as (azure, provider):

        def play(history: History) -> None:
            if time.monotonic() > until:
                return
            with tempfile.TemporaryDirectory(dir=folder) as place:
                try:
                    append(kept, Player(azure, provider, Path(place)).play(history))
                except Exception as error:
                    append(kept, f"{history!r}: {type(error).__name__}: {error}")
                    if shrink:
                        raise

        yield play
