"""`gallery-migrate`: the command line for operators and CI. The commands are in `command_table`."""

from __future__ import annotations

import typer

from managed_image_to_gallery.cli.command_group import CommandGroup

app = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Move managed images into a gallery, step by step. `gallery-migrate COMMAND --help` has examples.",
)


@app.callback()
def root() -> None:
    """Move managed images into a gallery, step by step. `gallery-migrate COMMAND --help` has examples."""


def main() -> None:
    """Entry point of the `gallery-migrate` script."""
    app()
