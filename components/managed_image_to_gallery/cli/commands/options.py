"""Options that several commands have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from managed_image_to_gallery.cli import completing

STACK = Annotated[
    str | None,
    typer.Option("--stack", "-s", help="The stack; by default the selected one.", autocompletion=completing.stacks),
]
FOLDER = Annotated[Path, typer.Option("--cwd", "-C", help="Folder of the project.", exists=True, file_okay=False)]
YES = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
NO_INPUT = Annotated[bool, typer.Option("--no-input", help="Never ask; end with status 2 where an answer is needed.")]
VERBOSE = Annotated[
    bool, typer.Option("--verbose", help="Print every step of the plan, and every check that was passed.")
]


def _silence(quiet: bool) -> bool:
    """Not even what is waited for is told."""
    if quiet:
        from managed_image_to_gallery.cli.output.waiting import WAITING

        WAITING.silence()
    return quiet


QUIET = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what needs an action.", callback=_silence)]
POLL_INTERVAL = Annotated[
    float,
    typer.Option("--poll-interval", "--every", min=0.05, help="Seconds between two reads of the progress in Azure."),
]
NAMES = Annotated[
    list[str] | None,
    typer.Argument(help="Names of migrations; all when none is given.", autocompletion=completing.migrations),
]

HERE = Path()
POLL_SECONDS = 15.0


STACKS = Annotated[
    list[str] | None,
    typer.Option(
        "--stack",
        "-s",
        help="A stack or a pattern like 'fleet-*'; may be repeated. By default the selected stack.",
        autocompletion=completing.stacks,
    ),
]
ALL_STACKS = Annotated[bool, typer.Option("--all-stacks", help="Every stack of the project.")]


JSON = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CSV = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
