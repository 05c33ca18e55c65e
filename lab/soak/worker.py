"""One worker of a soak: plays histories in an Azure of its own and keeps each outcome at once, so that it may be cut.

An outcome has the name of its history: started again over the same folder, a worker plays only what is not there.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from soak.azure import soak_azure
from soak.beginnings import Beginnings
from soak.drawing import drawn
from soak.kills import exhaustive
from soak.outcome import InvariantBroken
from soak.play import Player, kept
from soak.recovery import NotRecovered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.histories import History

Named = tuple[str, "History"]


def drawn_histories(seed: int, number: int, workers: int, sequences: int) -> Iterator[Named]:
    """The worker's part of the drawn histories."""
    named = ((f"seed {seed}, number {each}", history) for each, history in enumerate(drawn(seed)))
    return islice(named, number, sequences, workers)


def kill_histories(number: int, workers: int) -> Iterator[Named]:
    """The worker's part of the exhaustive kills."""
    named = ((f"kill {each}", history) for each, history in enumerate(exhaustive()))
    return islice(named, number, None, workers)


def work(histories: list[Named], minutes: float, file: Path) -> None:
    """Play them until the time is over; outcomes are appended to `file`."""
    until = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, soak_azure(Path(folder)) as (azure, provider):
        beginnings = Beginnings(azure, Path(folder))
        for name, history in histories:
            if time.monotonic() > until or _left_alone():
                return
            with tempfile.TemporaryDirectory(dir=folder) as place:
                line = _played(azure, provider, Path(place), beginnings, name, history)
            if azure.process.poll() is not None:  # the soak was interrupted: what ended without Azure says nothing
                return
            with file.open("a", encoding="utf-8") as stream:
                stream.write(line)


def _played(
    azure: LocalAzure, provider: Provider, place: Path, beginnings: Beginnings, name: str, history: History
) -> str:
    player = Player(azure, provider, place, beginnings)
    try:
        player.play(history)
    except (InvariantBroken, NotRecovered) as broken:
        player.outcome.broken = str(broken)
    except httpx.ConnectError:
        raise  # this worker's Azure has ended: nothing that it would write from here on says anything
    except Exception as error:  # noqa: BLE001 - a history that cannot be played is told, and the soak goes on
        player.outcome.broken = f"{type(error).__name__}: {error}"
    player.outcome.name = name
    return kept(player.outcome)


def _left_alone() -> bool:
    """Whether the process that began this worker has ended, by a signal for instance."""
    parent = multiprocessing.parent_process()
    return parent is not None and not parent.is_alive()
