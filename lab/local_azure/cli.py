"""The `local-azure` command."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="An embedded stand-in for Azure Resource Manager.")


class Format(str, Enum):
    """How `env` prints."""

    SH = "sh"
    JSON = "json"


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 0,
    data: Annotated[Optional[Path], typer.Option(help="Folder that keeps the state across restarts.")] = None,  # noqa: UP045 - typer on 3.10
    ready_file: Annotated[Optional[Path], typer.Option(help="Written when requests are answered.")] = None,  # noqa: UP045
    seed: Annotated[Optional[Path], typer.Option(help="YAML file of what is there at the start.")] = None,  # noqa: UP045
    faults: Annotated[Optional[Path], typer.Option(help="YAML or JSON file of fault rules.")] = None,  # noqa: UP045
    subscription: Annotated[list[str], typer.Option(help="Id of a further subscription; may be repeated.")] = [],  # noqa: B006 - typer
    time_scale: Annotated[float, typer.Option(min=0.0, help="0.01: ten minutes of Azure's take six seconds.")] = 1.0,
    throttling: Annotated[bool, typer.Option(help="Refuse callers that are too fast, as Azure does.")] = True,
    provider: Annotated[bool, typer.Option(help="Run the stand-in azure-native provider beside it.")] = True,
) -> None:
    """Answer requests in the foreground until interrupted."""
    from local_azure.serving import Options, ServeError
    from local_azure.serving import serve as run

    try:
        run(Options(port, data, seed, faults, ready_file, time_scale, throttling, provider, tuple(subscription)))
    except ServeError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error


@app.command()
def env(
    output_format: Annotated[Format, typer.Option("--format", help="sh: export lines; json: one object.")] = Format.SH,
    ready_file: Annotated[Optional[Path], typer.Option(help="The ready file of the server that is meant.")] = None,  # noqa: UP045
) -> None:
    """Print the environment in which unmodified Azure clients talk to the running server."""
    from local_azure.environment import print_environment

    print_environment(ready_file, as_json=output_format is Format.JSON)


@app.command()
def types() -> None:
    """Print the resource types with their operations and api-versions, as Markdown."""
    from local_azure.catalog_table import tables

    typer.echo(tables(), nl=False)


def main() -> None:
    """Entry point of the console script."""
    if sys.argv[1:2] not in (["serve"], ["env"], ["types"]):
        # The engine's commands bring a lot with them that a server does not need.
        from local_azure.engine.cli import app as engine

        app.add_typer(engine, name="engine")
    app()
