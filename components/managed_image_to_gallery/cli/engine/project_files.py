"""Where a project's files are: what the engine finds by itself, found in the same way.

The engine tells nobody which file it reads, and commands that edit a stack's file must edit that one. The rules are
those of pkg/workspace/paths.go of github.com/pulumi/pulumi (`DetectProjectPathFrom`, `DetectProjectStackPath`); the
tests hold them against the engine.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

import yaml

_ENDINGS = (".yaml", ".yml", ".json")


def project_folder(folder: Path) -> Path:
    """The folder of the project that a folder lies in; the folder itself where there is none."""
    return next((each for each in (folder, *folder.parents) if project_file(each)), folder)


def as_the_shell_says(folder: Path, shell_folder: str | None) -> Path:
    """The folder by the name that the shell has for it (PWD), where that leads through a link.

    The engine keeps which stack is selected under the project's folder as the shell writes it, so `pulumi` and a
    process that has resolved the links would have two selections.
    """
    said = Path(shell_folder) if shell_folder else folder
    return next((each for each in (said, *said.parents) if _same(each, folder)), folder)


def project_file(folder: Path) -> Path | None:
    """The project's file in its folder; None where there is none."""
    return next((found for ending in _ENDINGS if (found := folder / f"Pulumi{ending}").is_file()), None)


def stack_file(folder: Path, name: str) -> Path:
    """The file of a stack's config, in the `stackConfigDir` and with the ending of the project's file.

    folder: that of the project. name: the stack's short name.
    """
    project = project_file(folder)
    if project is None:
        return folder / f"Pulumi.{name}.yaml"
    read = cast("object", yaml.safe_load(project.read_text(encoding="utf-8-sig")))
    said = cast("dict[str, object]", read) if isinstance(read, dict) else {}
    inside = next((each for key in ("stackConfigDir", "config") if isinstance(each := said.get(key), str)), "")
    return folder / inside / f"Pulumi.{name}{project.suffix}"


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
