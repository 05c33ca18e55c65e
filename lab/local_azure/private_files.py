"""Files that only their owner reads: secrets, and scripts of run commands, which may hold some."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def private_folder(path: Path, *, mark: str) -> None:
    """Make a folder of its owner's alone. `mark` is a file that says that an existing one is ours.

    Any other existing folder stays as it is: somebody may have named their project or `/tmp`, with files of others.
    """
    try:
        path.mkdir(mode=FOLDER_MODE, parents=True)
    except FileExistsError:
        if (path / mark).exists() or not any(path.iterdir()):
            path.chmod(FOLDER_MODE)


def private_file(path: Path) -> None:
    """Make a file of its owner's alone, empty unless it is there."""
    path.touch(mode=FILE_MODE)
    path.chmod(FILE_MODE)


def write_private(path: Path, content: bytes) -> None:
    """Write a file of its owner's alone, whole or not at all.

    It is written under a name that nobody can foresee and that nobody else has made (`mkstemp`: O_EXCL, mode 0600):
    in a folder where others write too, a link laid there before would have it written into another file.
    """
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
