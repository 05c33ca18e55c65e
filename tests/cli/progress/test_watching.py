from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from contextlib import asynccontextmanager
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
