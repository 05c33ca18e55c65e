"""What the shell completes: names of migrations and of stacks, from the files of the project's folder.

The engine is not asked, which would take seconds at every press of the key; so without `--stack` the names are those of
every stack. typer evaluates the annotations of these functions, for which its name must be known here.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def stacks(ctx: typer.Context, incomplete: str) -> list[str]:
    """The stacks that have a file and whose names begin so."""
    return sorted(name for name in _files(_folder(ctx)) if name.startswith(incomplete))


def migrations(ctx: typer.Context, incomplete: str) -> list[str]:
    """The migrations of the stacks that are meant whose names begin so; those that were typed already are left out."""
    typed = cast("object", ctx.params.get("names")) or ()
    files = _files(_folder(ctx))
    meant = [files[name] for name in _stacks_meant(ctx) if name in files] or list(files.values())
    found = dict.fromkeys(name for file in meant for name in _names_in(file))
    return [name for name in found if name.startswith(incomplete) and name not in cast("Iterable[str]", typed)]


def _stacks_meant(ctx: typer.Context) -> list[str]:
    said = cast("str | list[str] | None", ctx.params.get("stack"))
    return [said] if isinstance(said, str) else list(said or ())


def _folder(ctx: typer.Context) -> Path:
    from managed_image_to_gallery.cli.engine.project_files import project_folder

    return project_folder(Path(str(ctx.params.get("cwd") or ".")).resolve())


def _files(folder: Path) -> dict[str, Path]:
    """The files of stacks, by the stack's name, where the engine looks; none where the project's file is torn."""
    from yaml import YAMLError

    from managed_image_to_gallery.cli.engine.project_files import stack_file

    try:
        beside = stack_file(folder, "*")
    except (YAMLError, UnicodeError, OSError):
        return {}
    found = beside.parent.glob(beside.name)
    return {file.name.removeprefix("Pulumi.").removesuffix(file.suffix): file for file in sorted(found)}


def _names_in(file: Path) -> Iterator[str]:
    """The names in a file; none in one that cannot be read, for nobody can be told here."""
    from managed_image_to_gallery.cli.config_file.resolved import resolved
    from managed_image_to_gallery.cli.failures import CommandFailed
    from managed_image_to_gallery.cli.text_files import text_in
    from managed_image_to_gallery.config.parse import entry_names

    with suppress(CommandFailed, OSError):
        yield from entry_names({"migrations": resolved(text_in(file)).entries}).values()
