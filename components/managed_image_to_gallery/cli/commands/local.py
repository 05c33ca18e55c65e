"""`local`: start, stop, reset and seed local Azure, and open a shell where everything points at it.

`local-azure` is a program of its own and is only ever started by name: the product knows nothing of its inside.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional, cast

import typer

from managed_image_to_gallery.cli.local_server.client import admin, require_running
from managed_image_to_gallery.cli.local_server.process import open_shell, start_server, stop_server
from managed_image_to_gallery.cli.output.saying import tell

local = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Start, stop, reset, seed and use local Azure.",
)

FOLDER = Path(".local-azure")
WHERE = Annotated[Path, typer.Option("--dir", help="Folder of its state, ready file and log.", file_okay=False)]


@local.command()
def start(
    folder: WHERE = FOLDER,
    seed: Annotated[Optional[Path], typer.Option(help="YAML file of what is there.", exists=True)] = None,  # noqa: UP045 - typer on 3.10
    time_scale: Annotated[float, typer.Option(help="0.01: ten minutes of Azure's take six seconds.")] = 0.01,
) -> None:
    """Start it in the background; it keeps its state in the folder.

    Example: gallery-migrate local start --seed examples/how-to.yaml
    """
    endpoint = start_server(folder, seed, time_scale)
    tell(f"Local Azure answers at {endpoint}. Next: gallery-migrate local shell")


@local.command()
def stop(folder: WHERE = FOLDER) -> None:
    """Stop it; its state stays in the folder."""
    tell("Stopped." if stop_server(folder) else "It was not running.")


@local.command()
def reset(folder: WHERE = FOLDER) -> None:
    """Forget all resources, operations and fault rules."""
    admin(require_running(folder), "reset", b"")
    tell("Reset: nothing is in it.")


@local.command()
def seed(
    file: Annotated[Path, typer.Argument(help="YAML file of what is added.", exists=True, dir_okay=False)],
    folder: WHERE = FOLDER,
) -> None:
    """Add what a file declares."""
    added = admin(require_running(folder), "seed", file.read_bytes())
    ids = cast("list[str]", added.get("ids") or [])
    tell(f"{len(ids)} resource(s) added.")


@local.command()
def shell(folder: WHERE = FOLDER) -> None:
    """Open a shell in which `pulumi`, `az` and every Azure client talk to it; `exit` leaves it."""
    raise typer.Exit(open_shell(require_running(folder)))
