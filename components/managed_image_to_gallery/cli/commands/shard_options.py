"""Options of commands that work on many stacks."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

STACKS = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer on 3.10
    typer.Option("--stack", "-s", help="A stack or a pattern like 'fleet-*'; may be repeated. Default: the selected."),
]
ALL_STACKS = Annotated[bool, typer.Option("--all-stacks", help="Every stack of the project.")]
