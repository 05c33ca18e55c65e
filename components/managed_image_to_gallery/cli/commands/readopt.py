"""`readopt`: what Azure has and the stack's state lacks, as the file that `pulumi import` reads."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, STACK
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.output.saying import hand_over, tell
from managed_image_to_gallery.cli.preview_digest import Digest, NotAPreview, read_digest
from managed_image_to_gallery.cli.readopt import candidates, existing_of, import_file


def readopt(
    preview: Annotated[
        str | None,
        typer.Argument(help="Output of `pulumi preview --json`; - is standard input. Without it a preview is run."),
    ] = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; without it the result is printed.")
    ] = None,
) -> None:
    """Write the file for `pulumi import` of resources that Azure has and the stack would create. Changes nothing.

    For a state that was lost, or a creation that Azure carried out after its update had ended; `resume` does the same
    and goes on. Exit status: 0 written, 1 there is nothing to adopt.

    Example: gallery-migrate readopt --output readopt.json
    """
    opened = MigrationStack.open(cwd.resolve(), stack).readopting()
    digest = _given(preview) if preview else _made(opened)
    existing = asyncio.run(existing_of(candidates(digest, opened.subscription_id()), opened.settings()))
    if not existing:
        reason = "Everything that exists in Azure is in the stack's state; there is nothing to adopt."
        raise CommandFailed(reason, "", ExitStatus.REFUSED)
    document = json.dumps(import_file(existing), indent=2) + "\n"
    if output is None:
        hand_over(document)
        return
    output.write_text(document, encoding="utf-8")
    command = f"pulumi import --file {shlex.quote(str(output))} --protect --generate-code=false"
    tell(f"{counted(len(existing), 'resource')} written to {output}. Next: `{command}`", err=True)


def _given(preview: str) -> Digest:
    try:
        return read_digest(sys.stdin.read() if preview == "-" else Path(preview).read_text(encoding="utf-8"))
    except (NotAPreview, OSError, UnicodeDecodeError) as error:
        raise CommandFailed(str(error), "Give the output of `pulumi preview --json`.") from None


def _made(opened: MigrationStack) -> Digest:
    """Also of a preview that failed: what is there already can be the reason."""
    preview = opened.preview()
    if preview.digest is None:
        reasons = "\n".join(failure.text() for failure in preview.failures)
        raise CommandFailed(f"The preview failed, so it is not known what the stack lacks.\n{reasons}", "")
    return preview.digest
