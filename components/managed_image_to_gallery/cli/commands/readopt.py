"""`readopt`: what Azure has and the stack's state lacks, as the file that `pulumi import` reads."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, STACK
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.output.saying import hand_over, tell
from managed_image_to_gallery.cli.preview_digest import Digest, NotAPreview, read_digest
from managed_image_to_gallery.cli.readopt import candidates, existing_of, import_file

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    digest, failures = _given(preview) if preview else _made(opened)
    existing = asyncio.run(existing_of(candidates(digest, opened.subscription_id()), opened.settings()))
    if failures and not existing:
        raise _unknown(failures)
    if not existing:
        reason = "Everything that exists in Azure is in the stack's state; there is nothing to adopt."
        raise CommandFailed(reason, "", ExitStatus.REFUSED)
    if failures:
        tell("\n".join(["The preview failed, so that this may not be all:", *failures]), err=True)
    document = json.dumps(import_file(existing), indent=2) + "\n"
    if output is None:
        hand_over(document)
        return
    output.write_text(document, encoding="utf-8")
    command = f"pulumi import --file {shlex.quote(str(output))} --protect --generate-code=false"
    tell(f"{counted(len(existing), 'resource')} written to {output}. Next: `{command}`", err=True)


def _given(preview: str) -> tuple[Digest, list[str]]:
    """The preview, and why it failed; nothing for one that did not."""
    try:
        digest = read_digest(sys.stdin.read() if preview == "-" else Path(preview).read_text(encoding="utf-8"))
    except (NotAPreview, OSError, UnicodeDecodeError) as error:
        raise CommandFailed(str(error), "Give the output of `pulumi preview --json`.") from None
    return digest, digest.errors


def _made(opened: MigrationStack) -> tuple[Digest, list[str]]:
    """The same of a preview that is run: what the engine has printed until it failed counts too."""
    preview = opened.preview()
    failures = [failure.text() for failure in preview.failures]
    if preview.digest is None:
        raise _unknown(failures)
    return preview.digest, failures


def _unknown(failures: Sequence[str]) -> CommandFailed:
    reasons = "\n".join(failures)
    return CommandFailed(f"The preview failed, so it is not known what the stack lacks.\n{reasons}", "")
