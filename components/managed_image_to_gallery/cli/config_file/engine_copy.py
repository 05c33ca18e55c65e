"""A copy of a stack's config for one run of the engine (`--config-file`); the stack's own file is not touched by it.

The engine reads a config file wherever it lies, with the secrets that are encrypted in it. The copy is in a folder that
only this user can enter and is gone when the run is. A process that is killed leaves it there, where nothing reads it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def engine_copy(text: str, like: Path) -> Generator[Path]:
    """A file with this text, named as `like`, as long as the context."""
    folder = Path(tempfile.mkdtemp(prefix="gallery-migrate-"))
    try:
        copy = folder / like.name
        descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)
