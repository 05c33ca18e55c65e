"""How help looks: values in the words of who types them, and whole summaries.

typer names a value by Python's type (`<list[str]>`, `<float range>`). What a value is stands here by the parameter's
name, so that one thing is called the same in every command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from typer.core import TyperArgument, TyperGroup, TyperOption

if TYPE_CHECKING:
    from typer._click import Command as ClickCommand
    from typer._click import Context, HelpFormatter

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
"""Settings of a command that is asked for help; those below it inherit them."""

_VALUES = {
    "by": "<GROUPING>",
    "client": "<ID>",
    "cwd": "<FOLDER>",
    "engine": "<ENGINE>",
    "every": "<SECONDS>",
    "expect_delete": "<IMAGE>",
    "fleet": "<FILE>",
    "folder": "<FOLDER>",
    "gallery": "<GROUP/NAME>",
    "images": "<IMAGE>",
    "in_flight": "<NUMBER>",
    "inside": "<PATH>",
    "keep": "<NUMBER>",
    "max_migrations": "<NUMBER>",
    "migration": "<NAME>",
    "names": "<NAME>",
    "only": "<PATTERN>",
    "policy_pack": "<FOLDER>",
    "policy_pack_config": "<FILE>",
    "poll_interval": "<SECONDS>",
    "preview": "<FILE>",
    "repository": "<URL>",
    "backend": "<URL>",
    "repository_folder": "<FOLDER>",
    "stop_after": "<NUMBER>",
    "subscription": "<ID>",
    "tag": "<NAME=VALUE>",
    "tenant": "<ID>",
    "version": "<VERSION>",
    "younger_than": "<DAYS>",
}
"""What to type, by the name of the parameter."""


class WholeSummaries(TyperGroup):
    """A group of commands whose summaries are not cut."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Each command with the first sentence of its help."""
        rows = [(name, first_sentence(command.help or "")) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def first_sentence(text: str) -> str:
    """The first sentence of a text, on one line."""
    return " ".join(text.split()).partition(". ")[0].rstrip(".") + "."


def in_users_words(command: ClickCommand) -> ClickCommand:
    """The command, and those below it, with values named for people."""
    for parameter in command.params:
        is_flag = isinstance(parameter, TyperOption) and parameter.is_flag
        is_choice = cast("TyperOption", parameter).type_descriptor.is_choice
        if parameter.metavar is None and not is_flag and not is_choice:
            parameter.metavar = _VALUES.get(parameter.name or "") or _of_type(cast("TyperOption", parameter))
        if isinstance(parameter, TyperArgument) and not is_choice:
            parameter.display_type_rich = _no_type
    for below in command.commands.values() if isinstance(command, TyperGroup) else ():
        in_users_words(below)
    return command


def _no_type(ctx: Context) -> None:
    """An argument's name says what to type; behind it typer prints Python's type, which no setting leaves out."""


def _of_type(parameter: TyperOption | TyperArgument) -> str:
    descriptor = parameter.type_descriptor
    return "<FILE>" if descriptor.is_path else "<NUMBER>" if descriptor.is_ranged else "<NAME>"
