"""`evidence`: what the gate proved, as a file for auditors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, STACK
from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.evidence_file import audit_document, is_intact
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.saying import hand_over, tell


def evidence(
    stack: STACK = None,
    cwd: FOLDER = HERE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; without it the result is printed.")
    ] = None,
) -> None:
    """Write the evidence that the stack's state holds, each record with whether its digest is intact.

    Exit status: 0 all records are intact, 1 one was edited or damaged.

    Example: gallery-migrate evidence --output evidence.json
    """
    opened = MigrationStack.open(cwd.resolve(), stack)
    document = audit_document(json.dumps({"deployment": opened.state()}))
    text = json.dumps(document, indent=2) + "\n"
    if output is None:
        hand_over(text)
    else:
        output.write_text(text, encoding="utf-8")
        tell(f"{counted(len(document['migrations']), 'record')} written to {output}.", err=True)
    if not is_intact(document):
        tell("A record does not match its digest: it was edited or damaged.", err=True)
        raise typer.Exit(ExitStatus.REFUSED)
