"""`plan-check`: what of a preview must not be applied, for CI."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.output.saying import IRREVERSIBLE, tell
from managed_image_to_gallery.cli.plan_check import refusal_texts, refusals
from managed_image_to_gallery.cli.plan_text import changes
from managed_image_to_gallery.cli.preview_digest import Digest, NotAPreview, read_digest
from managed_image_to_gallery.cli.text_files import text_of


def plan_check(
    preview: Annotated[str, typer.Argument(help="Output of `pulumi preview --json`; - reads standard input.")] = "-",
) -> None:
    """Refuse a preview that failed, or would delete, replace or change what it must not.

    Sources that the config names without an id are in the stack's subscription: the preview's config says which, else
    the environment.

    Exit status: 0 the plan may be applied, 1 it is refused, 2 the input is not a preview.

    Example: pulumi preview --json | gallery-migrate plan-check
    """
    try:
        read = sys.stdin.buffer.read() if preview == "-" else Path(preview).read_bytes()
        digest = read_digest(text_of(read, "The input" if preview == "-" else preview), os.environ)
    except NotAPreview as error:
        raise CommandFailed(str(error), "") from None
    found = refusals(digest)
    for text in refusal_texts(found):
        tell(text, err=True)
    if found:
        count = counted(len(found), "finding")
        tell(f"The plan is refused: {count}. Nothing was changed.", err=True, style=IRREVERSIBLE)
        raise typer.Exit(ExitStatus.REFUSED)
    tell(_summary(digest))


def _summary(digest: Digest) -> str:
    planned = changes(digest)
    if not planned:
        return f"The plan changes nothing: {sum(step.operation == 'same' for step in digest.steps):,} unchanged."
    steps = counted(len(planned), "step")
    return f"The plan may be applied: {steps}, none of which deletes or changes what it must not."
