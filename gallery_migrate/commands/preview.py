"""`preview`: what a change of a stack would do, for the reviewer of a pull request."""

from __future__ import annotations

from typing import Annotated

import typer

from gallery_migrate.commands.options import FOLDER, HERE, STACK
from gallery_migrate.exit_status import ExitStatus


def preview(
    stack: STACK = None,
    cwd: FOLDER = HERE,
    markdown: Annotated[
        bool, typer.Option("--markdown/--json", help="Markdown for a pull request, or JSON for a program.")
    ] = True,
) -> None:
    """Show what the stack's config would change: preview, plan check, gate, stages, replication. Changes nothing.

    Exit status: 0 it may be applied, 1 something stands against it; what is printed says what.

    Example: gallery-migrate preview --stack prod --markdown > comment.md
    """
    from gallery_migrate.engine.stack import MigrationStack
    from gallery_migrate.preview.comment import as_json, comment
    from gallery_migrate.preview.gathering import look_ahead

    outlook = look_ahead(MigrationStack.open(cwd.resolve(), stack))
    typer.echo(comment(outlook) if markdown else as_json(outlook), nl=not markdown)
    if not outlook.may_be_applied:
        raise typer.Exit(ExitStatus.REFUSED)
