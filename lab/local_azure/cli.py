"""The `local-azure` command."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, cast

import typer

from local_azure.arm.settings import ManagerLimits
from local_azure.help import HELP_NAMES, WholeSummaries

if TYPE_CHECKING:
    from collections.abc import Generator

app = typer.Typer(
    cls=WholeSummaries,
    context_settings=HELP_NAMES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="An embedded stand-in for Azure Resource Manager.\n\nExample: local-azure start --seed examples/how-to.yaml",
)


FOLDER = Path(".local-azure")
InFolder = Annotated[Path, typer.Option("--dir", help="Folder of its state, ready file and log.", file_okay=False)]


class Format(str, Enum):
    """How `env` prints."""

    SH = "sh"
    JSON = "json"


def _version_asked(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"local-azure {version('local-azure')}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", "-V", help="Show the version and exit.", callback=_version_asked, is_eager=True),
    ] = False,
) -> None:
    """Nothing but what every command has."""


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 0,
    data: Annotated[Path | None, typer.Option(help="Folder that keeps the state across restarts.")] = None,
    ready_file: Annotated[Path | None, typer.Option(help="Written when requests are answered.")] = None,
    seed: Annotated[Path | None, typer.Option(help="YAML file of what is there at the start.")] = None,
    faults: Annotated[Path | None, typer.Option(help="YAML or JSON file of fault rules.")] = None,
    subscription: Annotated[list[str], typer.Option(help="Id of a further subscription; may be repeated.")] = [],  # noqa: B006 - typer
    time_scale: Annotated[float, typer.Option(min=0.0, help="0.01: ten minutes of Azure's take six seconds.")] = 1.0,
    throttling: Annotated[bool, typer.Option(help="Refuse callers that are too fast, as Azure does.")] = True,
    limits: Annotated[
        float, typer.Option(min=0.0, metavar="FACTOR", help="0.1: a tenth of the requests that Azure allows.")
    ] = 1.0,
    manager_limits: Annotated[
        ManagerLimits, typer.Option(help="How Resource Manager counts: as in public Azure, or as in Azure China.")
    ] = ManagerLimits.PER_SECOND,
    provider: Annotated[bool, typer.Option(help="Run the stand-in azure-native provider beside it.")] = True,
    filter_lists: Annotated[bool, typer.Option(help="Lists show what may be read, be it nothing: no 403.")] = False,
    graph_delay: Annotated[
        float, typer.Option(min=0.0, metavar="SECONDS", help="Resource Graph learns of changes so late.")
    ] = 0.0,
    log_delay: Annotated[
        float | None,
        typer.Option(min=0.0, metavar="SECONDS", help="Events can be read so late.  [default: 180, scaled]"),
    ] = None,
    token_lifetime: Annotated[
        int, typer.Option(min=1, metavar="SECONDS", help="An access token is valid so long.")
    ] = 3599,
    while_stdin_is_open: Annotated[
        bool, typer.Option("--while-stdin-is-open", hidden=True, help="End with whoever started it.")
    ] = False,
) -> None:
    """Answer requests in the foreground until interrupted.

    Example: local-azure serve --port 8443 --seed examples/how-to.yaml
    """
    from local_azure.serving import Options, ServeError, end_with_standard_input
    from local_azure.serving import serve as run

    if while_stdin_is_open:
        end_with_standard_input()
    try:
        run(
            Options(
                port,
                data,
                seed,
                faults,
                ready_file,
                time_scale,
                limits if throttling else 0.0,
                provider,
                tuple(subscription),
                filter_lists,
                graph_delay,
                log_delay,
                token_lifetime,
                manager_limits,
            )
        )
    except ServeError as error:
        _fail(error)


@app.command()
def compare(
    azure: Annotated[Path, typer.Argument(help="Recording made on Azure.", exists=True, dir_okay=False)],
    local: Annotated[
        Path | None,
        typer.Argument(help="Recording of the same run here; else the first is replayed.", exists=True, dir_okay=False),
    ] = None,
) -> None:
    """Replay a recording of `gallery-migrate selftest --record` on a fresh local Azure, and list what differs.

    With two recordings, list where they differ. Nothing but a local Azure in this process is written to. Status 1 where
    something differs.

    Example: local-azure compare azure.jsonl
    """
    from local_azure.comparing.exchanges import RecordingError, read_recording
    from local_azure.comparing.telling import replayed, side_by_side

    try:
        there = read_recording(azure)
        lines, summary = replayed(there) if local is None else side_by_side(there, read_recording(local))
    except (RecordingError, OSError, UnicodeDecodeError) as error:
        _fail(error)
    for line in lines:
        typer.echo(line)
    for line in summary:
        typer.echo(line, err=True)
    if lines:
        raise typer.Exit(1)


@app.command()
def env(
    output_format: Annotated[Format, typer.Option("--format", help="sh: export lines; json: one object.")] = Format.SH,
    ready_file: Annotated[Path | None, typer.Option(help="The ready file of the server that is meant.")] = None,
) -> None:
    """Print the environment in which unmodified Azure clients talk to the running server.

    Example: eval "$(local-azure env)"
    """
    from local_azure.environment import print_environment

    print_environment(ready_file, as_json=output_format is Format.JSON)


@app.command()
def start(
    folder: InFolder = FOLDER,
    seed: Annotated[Path | None, typer.Option(help="YAML file of what is there.", exists=True)] = None,
    time_scale: Annotated[float, typer.Option(min=0.0, help="0.01: ten minutes of Azure's take six seconds.")] = 0.01,
    subscription: Annotated[list[str], typer.Option(help="Id of a further subscription; may be repeated.")] = [],  # noqa: B006 - typer
) -> None:
    """Start a server in the background; it keeps its state in the folder.

    Example: local-azure start --seed examples/how-to.yaml
    """
    from local_azure.background.process import start_server

    with _background_errors():
        endpoint = start_server(folder, seed, time_scale, subscription)
    typer.echo(f"Local Azure answers at {endpoint}. Next: local-azure shell --dir {folder}")


@app.command()
def stop(folder: InFolder = FOLDER) -> None:
    """Stop the server in the background; its state stays in the folder.

    Example: local-azure stop
    """
    from local_azure.background.process import stop_server

    with _background_errors():
        typer.echo("Stopped." if stop_server(folder) else "It was not running.")


@app.command()
def reset(folder: InFolder = FOLDER) -> None:
    """Forget all resources, operations and fault rules of the server in the background.

    Example: local-azure reset
    """
    from local_azure.background.client import admin, require_running

    with _background_errors():
        admin(require_running(folder), "reset", b"")
    typer.echo("Reset: nothing is in it.")


@app.command()
def seed(
    file: Annotated[Path, typer.Argument(help="YAML file of what is added.", exists=True, dir_okay=False)],
    folder: InFolder = FOLDER,
) -> None:
    """Add what a file declares to the server in the background.

    Example: local-azure seed examples/how-to.yaml
    """
    from local_azure.background.client import admin, require_running

    with _background_errors():
        added = admin(require_running(folder), "seed", file.read_bytes())
    typer.echo(f"{len(cast('list[str]', added.get('ids') or []))} resource(s) added.")


@app.command()
def shell(folder: InFolder = FOLDER) -> None:
    """Open a shell in which `pulumi`, `az` and every Azure client talk to the server; `exit` leaves it.

    Example: local-azure shell
    """
    from local_azure.background.client import require_running
    from local_azure.background.process import open_shell

    with _background_errors():
        status = open_shell(require_running(folder))
    raise typer.Exit(status)


@app.command()
def types() -> None:
    """Print the resource types with their operations and api-versions, as Markdown.

    Example: local-azure types > types.md
    """
    from local_azure.catalog_table import tables

    typer.echo(tables(), nl=False)


def main() -> None:
    """Entry point of the console script."""
    if not {command.callback.__name__ for command in app.registered_commands if command.callback} & {*sys.argv[1:2]}:
        # The engine's commands bring a lot with them that the others do not need.
        from local_azure.engine.cli import app as engine

        app.add_typer(engine, name="engine")
    app()


@contextmanager
def _background_errors() -> Generator[None]:
    from local_azure.background.client import BackgroundError

    try:
        yield
    except BackgroundError as error:
        _fail(error)


def _fail(error: Exception) -> NoReturn:
    typer.echo(f"error: {error}", err=True)
    raise typer.Exit(1) from error
