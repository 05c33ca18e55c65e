"""Options of commands that work on many stacks."""

from __future__ import annotations

from typing import Annotated

import typer

STACKS = Annotated[
    list[str] | None,
    typer.Option("--stack", "-s", help="A stack or a pattern like 'fleet-*'; may be repeated. Default: the selected."),
]
ALL_STACKS = Annotated[bool, typer.Option("--all-stacks", help="Every stack of the project.")]
