"""`plan-check`: what of a preview must not be applied, for CI."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.failures import CommandFailed
from gallery_migrate.plan_check import refusals
from gallery_migrate.preview_digest import NotAPreview, read_digest


def plan_check(
    preview: Annotated[str, typer.Argument(help="Output of `pulumi preview --json`; - reads standard input.")] = "-",
) -> None:
    """Refuse a preview that would delete, replace or change what it must not.

    Exit status: 0 the plan may be applied, 1 it is refused, 2 the input is not a preview.

    Example: pulumi preview --json | gallery-migrate plan-check
    """
    try:
        digest = read_digest(sys.stdin.read() if preview == "-" else Path(preview).read_text(encoding="utf-8"))
    except (NotAPreview, OSError, UnicodeDecodeError) as error:
        raise CommandFailed(str(error), "") from None
    found = refusals(digest)
    for refusal in found:
        typer.echo(refusal.text(), err=True)
    if found:
        typer.echo(f"The plan is refused: {len(found)} finding(s). Nothing was changed.", err=True)
        raise typer.Exit(ExitStatus.REFUSED)
    typer.echo(
        f"The plan may be applied: {len(digest.steps)} step(s), none of them deletes or changes what it must not."
    )
