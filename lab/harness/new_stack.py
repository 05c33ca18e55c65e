"""New stacks without a run of the engine for each: what the engine wrote for the first is copied for the next ones.

Half a second of processor time less for each of hundreds of tests that begin with an empty stack. The engine writes the
state of a new stack, the salt of its passphrase, and which stack is selected; the last it keeps by the folder's path.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STATE = ".state"
HOME = ".pulumi-home"

Files = dict[str, bytes]
"""What a new stack consists of, by path below the project's folder."""
_SELECTED = f"{HOME}/workspaces/*-workspace.json"
"""Which stack is selected, in a form that not all engines share; the name has the digest of the folder's path."""
_FOLDER = b"<folder>"

_made: dict[tuple[str, str, str], Files] = {}


def known(project: str, stack: str, environment: Mapping[str, str]) -> Files | None:
    """The files of such a stack, if this process has had one made by the engine that `environment` finds."""
    return _made.get((project, stack, environment["PATH"]))


def remember(folder: Path, project: str, stack: str, environment: Mapping[str, str]) -> None:
    """Keep what the engine has just made in `folder`."""
    files = [each for each in (folder / STATE).rglob("*") if each.is_file()]
    settings = folder / f"Pulumi.{stack}.yaml"
    (selected,) = folder.glob(_SELECTED)
    _made[project, stack, environment["PATH"]] = {
        **{str(each.relative_to(folder)): each.read_bytes() for each in (*files, settings)},
        _SELECTED: selected.read_bytes().replace(str(folder).encode(), _FOLDER),
    }


def copy(files: Files, folder: Path, project: str) -> None:
    """Make the stack in `folder` and select it there."""
    digest = hashlib.sha1(str(folder / "Pulumi.yaml").encode(), usedforsecurity=False).hexdigest()
    for name, content in files.items():
        path = folder / name.replace("*", f"{project}-{digest}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.replace(_FOLDER, str(folder).encode()) if name == _SELECTED else content)
