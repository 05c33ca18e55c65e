"""The options that choose a form of output."""

from __future__ import annotations

from typing import Annotated

import typer

JSON = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CSV = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
