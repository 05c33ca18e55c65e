"""The commands of `local-azure engine`."""

from __future__ import annotations

from typing import NoReturn

import typer

from local_azure.engine.engine import Engine
from local_azure.engine.errors import EngineError
from local_azure.engine.finding import find_engine
from local_azure.help import HELP_NAMES, WholeSummaries

app = typer.Typer(
    cls=WholeSummaries,
    context_settings=HELP_NAMES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="The Pulumi engine that local Azure works with.\n\nExample: local-azure engine install",
)


@app.command()
def install() -> None:
    """Make sure there is an engine: on PATH, from Pulumi's installer, or built from its Go modules (once).

    Example: local-azure engine install
    """
    # Imported here: the other commands are run often and need neither the build nor the screen.
    from local_azure.engine.installing import install_engine
    from local_azure.engine.progress import ProgressReporter

    try:
        engine = install_engine(ProgressReporter())
    except EngineError as error:
        _fail(error)
    typer.echo(_describe(engine))


@app.command()
def which() -> None:
    """Say which engine is used and where it comes from.

    Example: local-azure engine which
    """
    typer.echo(_describe(_find()))


@app.command()
def path() -> None:
    """Print the folder to put first on PATH.

    Example: export PATH="$(local-azure engine path):$PATH"
    """
    typer.echo(_find().command.parent)


def _find() -> Engine:
    try:
        return find_engine()
    except EngineError as error:
        _fail(error)


def _describe(engine: Engine) -> str:
    return f"Pulumi {engine.version} at {engine.command} ({engine.origin.value})"


def _fail(error: EngineError) -> NoReturn:
    typer.echo(f"error: {error}", err=True)
    raise typer.Exit(1) from error


if __name__ == "__main__":
    app()
