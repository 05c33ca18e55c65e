"""Every command of `gallery-migrate`, in the order of a migration: what `--help` lists without importing one."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from types import ModuleType


@dataclass(frozen=True)
class Command:
    """A command: its name, what it does in a few words, under which heading it is listed.

    Its module is `cli/commands/<name>.py` and has a function (or a `typer.Typer`) of the same name, with underscores
    for dashes.
    """

    name: str
    summary: str
    heading: str

    @property
    def identifier(self) -> str:
        """The name as Python spells it."""
        return self.name.replace("-", "_")

    def load(self) -> object:
        """The command's function or `typer.Typer`."""
        module: ModuleType = import_module(f"managed_image_to_gallery.cli.commands.{self.identifier}")
        return cast("object", getattr(module, self.identifier))


FIND, MOVE, LOOK, KEEP, TOOLS = "Find and check", "Migrate", "Status and reports", "Afterwards", "Tools"

COMMANDS = {
    command.name: command
    for command in (
        Command("inventory", "List managed images, who uses them, and the galleries.", FIND),
        Command("init", "Write the config of chosen images into a stack's file.", FIND),
        Command("shard", "Split many migrations into several stacks.", FIND),
        Command("check", "Check the config against every rule of Azure before anything is sent.", FIND),
        Command("publish", "Publish image versions, with progress per image and region.", MOVE),
        Command("validate", "Prove versions by the gate and store the evidence.", MOVE),
        Command("retire", "Delete source images whose versions are proven.", MOVE),
        Command("resume", "Continue after an interruption.", MOVE),
        Command("status", "Show the stage of each migration and the state of each region.", LOOK),
        Command("references", "Show the change that each user of an old image needs.", LOOK),
        Command("report", "Write the report: one HTML file and a Markdown twin.", LOOK),
        Command("evidence", "Write the stored evidence to a file, for auditors.", LOOK),
        Command("prune", "Propose old versions to delete.", KEEP),
        Command("readopt", "Write the file for `pulumi import` of what the state lacks.", KEEP),
        Command("restore", "Create a managed image again from an image version.", KEEP),
        Command("doctor", "Find problems of the set-up, with remedies.", TOOLS),
        Command("selftest", "Try the whole way on your own subscription, in a group of its own.", TOOLS),
        Command("preview", "Show a reviewer what the config would change, as Markdown or JSON.", LOOK),
        Command("plan-check", "Refuse a preview that would delete or change what it must not.", TOOLS),
    )
}
"""The commands by name."""
