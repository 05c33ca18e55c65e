"""`references --in`: the images of a stack's file, looked for in repositories; a patch, and how the command ends."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.migration_choice import named
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.table import print_json
from managed_image_to_gallery.cli.repositories.hits import RANK, Grade
from managed_image_to_gallery.cli.repositories.patch import can_be_patched, diff_of
from managed_image_to_gallery.cli.repositories.search import Found, search
from managed_image_to_gallery.cli.repositories.shown import as_json, show
from managed_image_to_gallery.cli.repositories.wanted import images_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from managed_image_to_gallery.cli.repositories.hits import Edit, Hit
    from managed_image_to_gallery.config.migration import Migration

_PATCHES = (b"--- a/", b'--- "a/')


def find_in(
    paths: Sequence[Path], migrations: Sequence[Migration], names: Sequence[str], *, patch: Path | None, json: bool
) -> Found:
    """Search, print, and write the patch. Raises CommandFailed."""
    images = images_of(migrations, named(migrations, names))
    if patch is not None:
        _require_patch(patch)
    found = search(paths, images, [patch] if patch else [])
    if json:
        print_json(as_json(found))
    else:
        show(found, images)
    if patch is not None:
        _write(patch, found)
    return found


def end(found: Found, fail_on: Grade | None) -> None:
    """End with status 1 for a reference that is sure enough and in use, with 5 for files that were not read."""
    sure = [hit for hit in found.hits if fail_on and not hit.commented and RANK[hit.grade] <= RANK[fail_on]]
    if sure:
        raise typer.Exit(ExitStatus.REFUSED)
    if found.unread:
        raise typer.Exit(ExitStatus.INCOMPLETE)


def migrations_of(folder: Path, stack: str | None) -> Sequence[Migration]:
    """The stack's migrations: of its file alone where it is known which that is, else the engine is asked.

    So neither an engine nor a sign-in is needed for a stack that is named, or the only one. Raises CommandFailed and
    ConfigFaults.
    """
    from managed_image_to_gallery.cli.engine.project_files import project_file, project_folder, stack_file
    from managed_image_to_gallery.cli.sharding.fleet_file import read_fleet

    project = project_folder(folder)
    if project_file(project) is None:
        remedy = "Run it in the project's folder, or name that with --cwd."
        raise CommandFailed(f"{folder} is in no Pulumi project, whose stack says which images are old.", remedy)
    beside = stack_file(project, stack or "*")
    files = sorted(beside.parent.glob(beside.name)) if stack is None else [beside]
    if stack is not None and not beside.is_file():
        raise CommandFailed(f"The stack {stack} has no file {beside}.", "Name one that has: `pulumi stack ls`.")
    if len(files) == 1:
        return read_fleet(files[0], os.environ).plan.migrations
    from managed_image_to_gallery.cli.engine.stack import MigrationStack

    return MigrationStack.open(folder, stack).plan().migrations


def _require_patch(patch: Path) -> None:
    """Raise CommandFailed where the file is there and is something else than a patch: it would be lost."""
    if patch.is_file():
        with patch.open("rb") as stream:
            begins = stream.read(8)
        if begins and not begins.startswith(_PATCHES):
            raise CommandFailed(f"{patch} is there and is no patch.", "Name a file that is not there yet.")


def _edits(hits: Sequence[Hit]) -> dict[str, list[Edit]]:
    """The changes by file."""
    found: dict[str, list[Edit]] = {}
    for hit in hits:
        found.setdefault(hit.file, []).extend(hit.edits)
    return found


def _write(patch: Path, found: Found) -> None:
    edits = _edits(found.hits)
    names = [name for name, of_it in edits.items() if of_it and can_be_patched(found.texts[name])]
    roots = sorted({str(found.roots[name]) for name in names})
    if len(roots) > 1:
        raise CommandFailed(
            f"The changes are in several repositories: {', '.join(roots)}.",
            "Write a patch for each: one --in at a time.",
        )
    if not names:
        tell(f"No change is certain and simple, so {patch} was not written.", err=True)
        return
    diffs = (diff_of(found.texts[name], edits[name], found.below_root[name]) for name in names)
    patch.write_bytes(b"".join(diffs))
    tell(f"Written: {patch}, for {counted(len(names), 'file')}. In {roots[0]}: `git apply` or `patch -p1`.", err=True)
