"""Where engines are kept: once per user, machine and version, outside any checkout."""

from __future__ import annotations

import os
import platform
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from filelock import FileLock, Timeout

from local_azure.engine.pins import PINNED_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

CACHE_VARIABLE = "LOCAL_AZURE_CACHE"
"""Environment variable that puts the cache elsewhere."""


def cache_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of everything this package keeps; may not exist yet."""
    chosen = environ.get(CACHE_VARIABLE)
    return Path(chosen).absolute() if chosen else platformdirs.user_cache_path("local-azure")


def built_directory(cache: Path) -> Path:
    """Where the built engine and its Python parts lie, under `cache`; complete when it exists."""
    return cache / "engine" / f"v{PINNED_VERSION}-{platform.system()}-{platform.machine()}".lower()


def official_directory(cache: Path) -> Path:
    """Where Pulumi's own installer puts its version, under `cache`."""
    return cache / "official" / f"v{PINNED_VERSION}"


@contextmanager
def only_one(directory: Path, say: Callable[[str], None] = lambda _: None) -> Generator[None]:
    """Hold the lock for making `directory`: a second process waits here, says so, and then finds it made."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(directory.with_name(f"{directory.name}.lock"))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        say(f"Another process is making {directory}; this one waits for it …")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
