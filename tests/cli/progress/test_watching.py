from __future__ import annotations

import asyncio
import contextlib
import io
import os
import signal
import threading
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from rich.console import Console

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.progress import watching
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.cli.progress.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from pathlib import Path

    from managed_image_to_gallery.config.migration import Migration

REPLICATING = Sample(0.0, "web-1.0.0", "eastus", "Replicating", 40)


class Swallowing(Watcher):
    """Presses Ctrl-C in its first look, which swallows it; a second look would be one too many."""

    looks = 0

    async def _look(self, reader: AzureReader, migrations: Sequence[Migration]) -> None:
        del reader, migrations
        self.looks += 1
        self.pacing.add([REPLICATING])
        if self.looks > 1:
            raise AssertionError("it went on")
        with contextlib.suppress(asyncio.CancelledError):
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(60)


@asynccontextmanager
async def nowhere(settings: AzureSettings) -> AsyncGenerator[AzureReader]:
    yield cast("AzureReader", settings)


def test_a_ctrl_c_that_a_read_has_swallowed_still_ends_the_watching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching.AzureReader, "connect", nowhere)
    watcher = Swallowing(tmp_path, AzureSettings.read({}, {}), Console(quiet=True), 0.0, Pacing())
    with pytest.raises(KeyboardInterrupt):
        watcher.wait_for([])


class Looking(Watcher):
    """Counts its looks; after one that failed there are no more to wait for."""

    looks = 0

    async def _look(self, reader: AzureReader, migrations: Sequence[Migration]) -> None:
        try:
            await super()._look(reader, migrations)
            self.looks += 1
        except BaseException:
            self.looks = 3
            raise


async def told(_reader: object, _migrations: object, time: float) -> tuple[list[Sample], list[object]]:
    """Another progress at each time."""
    return [Sample(time, "web-1.0.0", "eastus", "Replicating", int(time * 1000) % 100)], []


def test_a_journal_that_cannot_be_written_is_said_once_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".gallery-migrate").write_text("a file where the folder should be")
    monkeypatch.setattr(watching.AzureReader, "connect", afresh)
    monkeypatch.setattr(watching, "take_samples", told)
    written = io.StringIO()
    watcher = Looking(tmp_path, AzureSettings.read({}, {}), Console(file=written, width=300), 0.001, Pacing())
    looked_twice = threading.Event()

    def update() -> bool:
        while watcher.looks < 3:
            looked_twice.wait(0.001)
        return True

    assert watcher.watch(update, []).succeeded
    assert written.getvalue().count("The progress cannot be written to") == 1
    assert "All goes on" in written.getvalue()


@asynccontextmanager
async def afresh(settings: AzureSettings) -> AsyncGenerator[AzureReader]:
    del settings
    yield cast("AzureReader", SimpleNamespace(afresh=lambda: None))
