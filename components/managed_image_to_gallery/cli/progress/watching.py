"""An update of the engine with Azure looked at beside it.

The update runs in a thread; this loop reads Azure, shows what it finds and writes it into the journal. `stopping` tells
the engine of signals; whether one came is in the answer. The display is there only while an update or a wait goes on.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import AzureFactsError
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.output.saying import lines_on
from managed_image_to_gallery.cli.progress.display import display_on
from managed_image_to_gallery.cli.progress.items import Versions
from managed_image_to_gallery.cli.progress.samples import JOURNAL, append_samples, take_samples
from managed_image_to_gallery.cli.progress.steps import Steps
from managed_image_to_gallery.cli.stopping import STOPS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from rich.console import Console

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.engine.event_report import EventReport
    from managed_image_to_gallery.cli.progress.display import Display
    from managed_image_to_gallery.cli.progress.pace import Pacing
    from managed_image_to_gallery.cli.progress.samples import Sample
    from managed_image_to_gallery.config.migration import Migration


@dataclass(frozen=True)
class Watched:
    """How a watched update ended: whether all of it succeeded, and whether a signal came meanwhile.

    Both are true of an update that had nothing left to do when the signal came.
    """

    succeeded: bool
    interrupted: bool


@dataclass
class Watcher:
    """Watches updates of one folder, shown on a console. `every` is in seconds; pacing lasts over several updates."""

    folder: Path
    settings: AzureSettings
    console: Console
    every: float
    pacing: Pacing
    _display: Display | None = field(default=None, init=False)
    _view: Steps | Versions | None = field(default=None, init=False)
    _names: Sequence[str] = field(default=(), init=False)
    _journal_failed: bool = field(default=False, init=False)

    def watch(
        self, update: Callable[[], bool], migrations: Sequence[Migration], follow: EventReport | Steps | None = None
    ) -> Watched:
        """Run the update to its end while looking at the migrations.

        follow: the update's events, which say of versions what Azure does not say yet; or steps, shown instead of
        versions.
        """
        names = self._names or [one.name for one in migrations]
        self._view = follow if isinstance(follow, Steps) else Versions(self.pacing, names, follow)
        with STOPS.held(raise_at_end=False), self.showing(self._names):
            succeeded = asyncio.run(self._watch(update, migrations))
            self._show([])
            return Watched(succeeded, STOPS.heard)

    def wait_for(self, migrations: Sequence[Migration]) -> None:
        """Look at the migrations until Azure has ended every region of each; no update is running.

        Raises AzureFactsError when Azure does not answer, KeyboardInterrupt on a signal.
        """
        self._view = Versions(self.pacing, [one.name for one in migrations])
        with self.showing():
            asyncio.run(self._wait_for(migrations))

    @contextmanager
    def showing(self, names: Sequence[str] = ()) -> Generator[None]:
        """One display for everything within; without it each update and each wait has its own.

        names: the migrations that are counted in it, also those of later updates.
        """
        if self._display is not None:
            yield
            return
        self._names = names
        with display_on(self.console) as self._display:
            try:
                yield
            finally:
                self._display, self._names = None, ()

    def _say(self, text: str) -> None:
        lines_on(self.console)(text)

    async def _wait_for(self, migrations: Sequence[Migration]) -> None:
        async with AzureReader.connect(self.settings) as reader:
            await self._look(reader, migrations)
            while not all(sample.is_final for sample in self.pacing.latest.values()):
                _end_if_cancelled()
                await asyncio.sleep(self.every)
                await self._look(reader, migrations)

    async def _watch(self, update: Callable[[], bool], migrations: Sequence[Migration]) -> bool:
        loop = asyncio.get_running_loop()
        with STOPS.saying(lambda text: _soon(loop, self._say, text)):
            work = loop.run_in_executor(None, update)
            await self._look_until(work, migrations)
            return await work

    async def _look_until(self, work: asyncio.Future[bool], migrations: Sequence[Migration]) -> None:
        try:
            async with AzureReader.connect(self.settings) as reader:
                done = False
                while not done:
                    finished, _ = await asyncio.wait({work}, timeout=self.every)
                    done = bool(finished)
                    await self._look(reader, migrations)
        except AzureFactsError as error:
            self._say(f"The update goes on, but its progress cannot be read: {error}")

    async def _look(self, reader: AzureReader, migrations: Sequence[Migration]) -> None:
        samples, failures = await take_samples(reader.afresh(), migrations, time.time())
        news = self.pacing.add(samples)
        self._write(news)
        self._show(news)
        for failure in dict.fromkeys(str(failure) for failure in failures):
            self._say(f"Azure did not answer: {failure}")

    def _show(self, news: Sequence[Sample]) -> None:
        if self._display is not None and self._view is not None:
            self._display.show(self._view, self.pacing, news)

    def _write(self, news: Sequence[Sample]) -> None:
        """Into the journal. The report can do without it and an update must not end for it, so it is said once."""
        try:
            append_samples(self.folder, news)
        except OSError as error:
            if not self._journal_failed:
                self._say(f"The progress cannot be written to {self.folder / JOURNAL}: {error.strerror}. {_WITHOUT}")
            self._journal_failed = True


_WITHOUT = "All goes on; the report will lack its timeline."


def _soon(loop: asyncio.AbstractEventLoop, say: Callable[[str], None], text: str) -> None:
    """Say it in the loop's next turn: a signal may come in the midst of printing."""
    loop.call_soon_threadsafe(say, text)


def _end_if_cancelled() -> None:
    """Raise CancelledError for a Ctrl-C that an await has swallowed.

    Before Python 3.12 `asyncio.wait_for` forgets that it was cancelled when its answer comes at the same moment
    (python/cpython#86296).
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
