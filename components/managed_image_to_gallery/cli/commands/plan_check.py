"""`plan-check`: what of a preview must not be applied, for CI."""

from __future__ import annotations

import codecs
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.plan_check import refusals
from managed_image_to_gallery.cli.plan_text import changes
from managed_image_to_gallery.cli.preview_digest import NotAPreview, read_digest


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
        digest = read_digest(_decoded(read), os.environ)
    except (NotAPreview, OSError, UnicodeDecodeError) as error:
        raise CommandFailed(str(error), "") from None
    found = refusals(digest)
    for refusal in found:
        tell(refusal.text(), err=True)
    if found:
        tell(f"The plan is refused: {len(found)} finding(s). Nothing was changed.", err=True)
        raise typer.Exit(ExitStatus.REFUSED)
    tell(f"The plan may be applied: {_summary(len(changes(digest)))}")


def _summary(count: int) -> str:
    if not count:
        return "nothing would change."
    return f"{count} step(s), none of them deletes or changes what it must not."


def _decoded(read: bytes) -> str:
    """Older PowerShells write UTF-16 into a file."""
    utf_16 = read.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return read.decode("utf-16" if utf_16 else "utf-8-sig")
