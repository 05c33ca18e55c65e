"""How help looks: plain, with whole summaries, values in users' words, and asked for by `-h` too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperGroup, TyperOption

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
"""Settings of a command that is asked for help; those below it inherit them."""

_VALUES = {
    "data": "<FOLDER>",
    "faults": "<FILE>",
    "file": "<FILE>",
    "folder": "<FOLDER>",
    "port": "<NUMBER>",
    "ready_file": "<FILE>",
    "seed": "<FILE>",
    "subscription": "<ID>",
    "time_scale": "<FACTOR>",
}
"""What to type, by the name of the parameter; typer names it by Python's type."""


class WholeSummaries(TyperGroup):
    """A group of commands whose summaries are not cut, and whose values are not named by Python's types."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Each command with the first sentence of its help."""
        rows = [(name, _first_sentence(command.help or "")) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command, with values named for people."""
        command = super().get_command(ctx, cmd_name)
        for parameter in command.params if command else ():
            is_flag = isinstance(parameter, TyperOption) and parameter.is_flag
            parameter.metavar = parameter.metavar if is_flag else _VALUES.get(parameter.name or "", parameter.metavar)
            if isinstance(parameter, TyperArgument):
                parameter.display_type_rich = _no_type
        return command


def _no_type(ctx: Context) -> None:
    """Behind the name of an argument typer prints a type, which no setting leaves out."""


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).partition(". ")[0].rstrip(".") + "."
