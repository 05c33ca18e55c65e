"""An update of the engine with Azure looked at beside it.

The update runs in a thread; this loop reads Azure, shows and keeps what it sees, and takes Ctrl-C. The engine is in the
same process group and hears Ctrl-C itself: the first one lets running operations finish, the second one ends it
(pulumi-craft section 1.5, "SIGINT"), so nothing is ended here.
"""

from __future__ import annotations

import asyncio
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from azure_facts.errors import AzureFactsError
from azure_facts.reader import AzureReader
from gallery_migrate.progress.journal import append_samples
from gallery_migrate.progress.pace import Pacing
from gallery_migrate.progress.samples import take_samples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from azure_facts.settings import AzureSettings
    from components.migration import Migration
    from gallery_migrate.progress.display import Display

STOPPING = "Stopping: what is running is finished first. Ctrl-C once more ends the engine at once."


@dataclass(frozen=True)
class Watched:
    """How a watched update ended: whether all of it succeeded, and whether somebody stopped it."""

    succeeded: bool
    interrupted: bool


@dataclass
class Watcher:
    """Watches updates of one folder. `every` is in seconds; pacing goes on over several updates."""

    folder: Path
    settings: AzureSettings
    display: Display
    every: float
    pacing: Pacing

    def watch(self, update: Callable[[], bool], migrations: Sequence[Migration]) -> Watched:
        """Run the update to its end while looking at the migrations."""
        return asyncio.run(self._watch(update, migrations))

    def wait_for(self, migrations: Sequence[Migration]) -> None:
        """Look at the migrations until Azure has ended every region of each; no update is running.

        Raises AzureFactsError when Azure does not answer, KeyboardInterrupt on Ctrl-C.
        """
        asyncio.run(self._wait_for(migrations))

    async def _wait_for(self, migrations: Sequence[Migration]) -> None:
        async with AzureReader.connect(self.settings) as reader:
            await self._look(reader, migrations)
            while not all(sample.is_final for sample in self.pacing.latest.values()):
                _end_if_cancelled()
                await asyncio.sleep(self.every)
                await self._look(reader, migrations)

    async def _watch(self, update: Callable[[], bool], migrations: Sequence[Migration]) -> Watched:
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        loop.add_signal_handler(signal.SIGINT, self._stop, stopped)
        work = loop.run_in_executor(None, update)
        try:
            await self._look_until(work, migrations)
            return Watched(await work, stopped.is_set())
        finally:
            loop.remove_signal_handler(signal.SIGINT)

    def _stop(self, stopped: asyncio.Event) -> None:
        if not stopped.is_set():
            self.display.say(STOPPING)
        stopped.set()

    async def _look_until(self, work: asyncio.Future[bool], migrations: Sequence[Migration]) -> None:
        try:
            async with AzureReader.connect(self.settings) as reader:
                done = False
                while not done:
                    finished, _ = await asyncio.wait({work}, timeout=self.every)
                    done = bool(finished)
                    await self._look(reader, migrations)
        except AzureFactsError as error:
            self.display.say(f"The update goes on, but its progress is not known: {error}")

    async def _look(self, reader: AzureReader, migrations: Sequence[Migration]) -> None:
        samples, failures = await take_samples(reader, migrations, time.time())
        news = self.pacing.add(samples)
        append_samples(self.folder, news)
        self.display.show(self.pacing, news)
        for failure in dict.fromkeys(str(failure) for failure in failures):
            self.display.say(f"Not answered: {failure}")


def _end_if_cancelled() -> None:
    """Raise CancelledError for a Ctrl-C that an await has swallowed.

    Before Python 3.12 `asyncio.wait_for` forgets that it was cancelled when its answer comes at the same moment
    (python/cpython#86296). Python 3.10 cancels nothing on Ctrl-C: it raises KeyboardInterrupt.
    """
    cancelling = getattr(asyncio.current_task(), "cancelling", None)
    if cancelling is not None and cancelling():
        raise asyncio.CancelledError
