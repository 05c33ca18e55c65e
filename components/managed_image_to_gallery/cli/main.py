"""`gallery-migrate`: the command line for operators and CI. Its commands are those of `command_table`.

A command is imported when it is run, and every error ends here as one text and an exit status.
"""

from __future__ import annotations

import signal
import traceback
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.cli.command_table import COMMANDS, Command
from managed_image_to_gallery.cli.error_edge import expected
from managed_image_to_gallery.cli.exit_status import MEANING, ExitStatus
from managed_image_to_gallery.cli.help import HELP_NAMES, in_users_words
from managed_image_to_gallery.cli.output.outlets import flush_outlets
from managed_image_to_gallery.cli.output.saying import hand_over, tell
from managed_image_to_gallery.cli.stopping import STOPS, Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer._click import Command as ClickCommand
    from typer._click import Context, HelpFormatter


NAME = "gallery-migrate"


class CommandGroup(TyperGroup):
    """Lists commands from the table and imports one only to run it: `--help` stays fast."""

    def __init__(self, *, name: str | None = None, **attrs: Any) -> None:
        """The group, which holds the commands without their parameters, as lists need them; `attrs` are typer's."""
        super().__init__(name=name, **attrs)
        self.commands.update(
            {each.name: TyperCommand(each.name, short_help=each.summary) for each in COMMANDS.values()}
        )

    def list_commands(self, ctx: Context) -> list[str]:
        """The names in the table's order."""
        return list(COMMANDS)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, ClickCommand | None, list[str]]:
        """The command that is about to be run, imported."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command and _imported(COMMANDS[name or ""]), rest

    def invoke(self, ctx: Context) -> object:
        """Run the command. Every error and signal ends here, as one text on standard error and an exit status."""
        with STOPS.listening():
            try:
                return cast("object", super().invoke(ctx))
            except typer.Exit as ended:
                raise typer.Exit(_of_signal(ended.exit_code)) from None
            except TyperException:
                raise
            except (KeyboardInterrupt, typer.Abort) as stopped:
                raise typer.Exit(_stopped(stopped)) from None
            except Exception as error:  # noqa: BLE001 - the one place where errors end
                raise typer.Exit(_print_error(error)) from None

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The commands under their headings, then the exit statuses."""
        for heading in dict.fromkeys(command.heading for command in COMMANDS.values()):
            rows = [(each.name, each.summary) for each in COMMANDS.values() if each.heading == heading]
            with formatter.section(heading):
                formatter.write_dl(rows)
        with formatter.section("Exit status"):
            formatter.write_dl([(str(int(status)), meaning) for status, meaning in MEANING.items()])


def _imported(command: Command) -> ClickCommand:
    found = command.load()
    if isinstance(found, typer.Typer):
        return in_users_words(typer.main.get_command(found))
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(command.name)(cast("Callable[..., None]", found))
    return in_users_words(typer.main.get_command(alone))


def _of_signal(status: int) -> int:
    """A command that says it was interrupted does not know by which signal."""
    return STOPS.status_of(Interrupted(STOPS.first or signal.SIGINT)) if status == ExitStatus.INTERRUPTED else status


def _stopped(error: BaseException) -> int:
    stopped = error if isinstance(error, KeyboardInterrupt) else Interrupted()
    left = stopped.message if isinstance(stopped, Interrupted) else ""
    tell(f"\n{NAME}: stopped. {left}".rstrip(), err=True)
    return STOPS.status_of(stopped)


def _print_error(error: Exception) -> ExitStatus:
    """Print an error on standard error; a defect with its traceback, as a bug report needs it."""
    known = expected(error)
    if known is None:
        hand_over("".join(traceback.format_exception(error)) + "\n", err=True)
        tell(f"{NAME}: this is a defect, please report it with the lines above.", err=True)
        return ExitStatus.DEFECT
    tell(f"{NAME}: {known}", err=True)
    return known.status


app = typer.Typer(
    cls=CommandGroup,
    context_settings=HELP_NAMES,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Move managed images into a gallery, step by step. `gallery-migrate COMMAND --help` has examples.",
)


def _version_asked(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        tell(f"{NAME} {version(PROJECT)}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", "-V", help="Show the version and exit.", callback=_version_asked, is_eager=True),
    ] = False,
) -> None:
    """Move managed images into a gallery, step by step. `gallery-migrate COMMAND --help` has examples."""


def main() -> None:
    """Entry point of the `gallery-migrate` script. Raises SystemExit; what cannot be printed is a failure too."""
    try:
        app()
    except SystemExit as ended:
        failed = _print_the_rest()
        raise SystemExit(ended.code or failed) from None


def _print_the_rest() -> ExitStatus:
    """What is still in the buffers, of help too; how that ended."""
    try:
        flush_outlets()
    except OSError as error:
        return _print_error(error)
    return ExitStatus.DONE
