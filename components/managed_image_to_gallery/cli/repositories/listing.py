"""The files of a repository, as git sees them: without what `.gitignore` leaves out, in this folder or above a file.

Where git is there and the folder is in a repository, git is asked; elsewhere the rules are read here, by the library
pathspec. Links are not followed: what they lead to is read where it is, or belongs to somebody else.
"""

from __future__ import annotations

import os
import stat
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

IGNORE = ".gitignore"
_OWN = (".git", ".hg", ".svn")
"""Folders of version control itself, which no rule has to name."""


@dataclass
class Listing:
    """The files of a folder. links: how many were not followed. unread: folders that could not be read, and why."""

    root: Path
    files: list[str] = field(default_factory=list[str])
    links: int = 0
    unread: dict[str, str] = field(default_factory=dict[str, str])


def root_of(path: Path) -> Path:
    """The folder that a patch for a path is applied in: the repository's, else the path or the file's folder."""
    folder = path if path.is_dir() else path.parent
    top = _git(folder, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(top).rstrip("\n")) if top else folder


def list_files(path: Path, root: Path) -> Listing:
    """The files at a path, in order; a file that is named is listed, whatever is ignored."""
    found = Listing(root)
    if not path.is_dir():
        found.files.append(str(path))
        return found
    _add_folder(path, found)
    found.files.sort()
    return found


def _add_folder(folder: Path, found: Listing) -> None:
    listed = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".")
    if listed is None:
        _walk(str(folder), [], found)
        return
    for name in dict.fromkeys(filter(None, listed.split(b"\0"))):
        path = os.path.join(folder, os.fsdecode(name))  # noqa: PTH118 - for a hundred thousand files
        kind = _kind(path)
        if kind == stat.S_IFLNK:
            found.links += 1
        elif kind == stat.S_IFDIR:  # a submodule, or a repository inside of this one
            _add_folder(Path(path), found)
        else:
            found.files.append(path)


def _kind(path: str) -> int:
    """What kind of file it is; 0 for one that cannot be looked at, which whoever reads it will say."""
    try:
        return stat.S_IFMT(os.lstat(path).st_mode)
    except OSError:
        return 0


def _git(folder: Path, *words: str) -> bytes | None:
    """What git answers; None where it is not there, or the folder is in no repository of this user."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


@dataclass(frozen=True)
class _Rules:
    """The `.gitignore` of one folder."""

    folder: str
    spec: GitIgnoreSpec

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Whether it leaves the path out; None where it says nothing."""
        relative = path[len(self.folder) + 1 :].replace(os.sep, "/")
        return self.spec.check_file(f"{relative}/" if folder else relative).include


def _walk(folder: str, rules: list[_Rules], found: Listing) -> None:
    waiting = [(folder, rules)]
    while waiting:
        inside, above = waiting.pop()
        try:
            entries = sorted(os.scandir(inside), key=lambda entry: entry.name)
        except OSError as error:
            found.unread[inside] = error.strerror or str(error)
            continue
        here = [*_rules_in(Path(inside), found), *above]
        for entry in entries:
            if entry.is_symlink():
                found.links += 1
            elif entry.name not in _OWN and not _is_ignored(entry.path, here, folder=entry.is_dir()):
                if entry.is_dir():
                    waiting.append((entry.path, here))
                elif entry.is_file():
                    found.files.append(entry.path)


def _rules_in(folder: Path, found: Listing) -> Iterator[_Rules]:
    """The rules of a folder, none where it has none."""
    file = folder / IGNORE
    try:
        lines = file.read_text(encoding="utf-8", errors="surrogateescape").splitlines() if file.is_file() else []
        if lines:
            yield _Rules(str(folder).rstrip(os.sep), GitIgnoreSpec.from_lines(lines))
    except (OSError, ValueError) as error:
        found.unread[str(file)] = str(error)


def _is_ignored(path: str, rules: list[_Rules], *, folder: bool) -> bool:
    """The rule nearest to a path decides."""
    verdicts = (each.verdict(path, folder=folder) for each in rules)
    return next((verdict for verdict in verdicts if verdict is not None), False)
