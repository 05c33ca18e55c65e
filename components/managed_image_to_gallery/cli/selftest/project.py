"""The Pulumi project of a self test, in its folder, and the commands that a user would type in it.

It has its own state, below the folder, so that nothing of it is in the user's backend. The program is that of the
project's template. What a command prints goes into a file of its own below `logs/`.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.cli.engine.process import carry_out
from managed_image_to_gallery.cli.selftest.listening import provider_noted

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.selftest.wanted import Wanted

STACK = "selftest"
_PACKAGE = "managed_image_to_gallery.cli.selftest"
_COMMAND_LINE = "from managed_image_to_gallery.cli.entry import main; main()"


@dataclass(frozen=True)
class Outcome:
    """What a command came to: its words, exit status, what it printed, and the file that has all of it."""

    words: tuple[str, ...]
    status: int
    output: str
    log: Path

    @property
    def last_line(self) -> str:
        """The last line that says something."""
        return next((line.strip() for line in reversed(self.output.splitlines()) if line.strip()), "")


@dataclass(frozen=True)
class Project:
    """The project in `folder`. inherited: descriptors that every command keeps open (`turn`)."""

    folder: Path
    inherited: tuple[int, ...] = ()

    def lay_out(self, wanted: Wanted) -> Outcome:
        """Write the project, its program and the stack's file, and make the stack. Again, it changes nothing."""
        for name in ("state", "logs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        settings = {"name": PROJECT, "runtime": {"name": "python", "options": _interpreter()}}
        (self.folder / "Pulumi.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        program = (
            files("managed_image_to_gallery.cli.selftest")
            .joinpath("project", "program.txt")
            .read_text(encoding="utf-8")
        )
        (self.folder / "__main__.py").write_text(program, encoding="utf-8")
        if not self._stack_file.exists():
            self._stack_file.write_text(yaml.safe_dump({"config": wanted.config()}, sort_keys=False), encoding="utf-8")
        return self.pulumi("stack", "select", "--create", STACK)

    def pulumi(self, *words: str) -> Outcome:
        """Run the engine."""
        return self._run(("pulumi", *words), ["pulumi", "--non-interactive", *words])

    def migrate(self, *words: str) -> Outcome:
        """Run `gallery-migrate`."""
        return self._run(("gallery-migrate", *words), [sys.executable, "-c", _COMMAND_LINE, *words])

    def set_stage(self, position: int, stage: str) -> None:
        """Change the stage of one migration, as a user does."""
        self.pulumi("config", "set", "--path", f"{PROJECT}:migrations[{position}].stage", stage)

    def _run(self, words: tuple[str, ...], command: list[str]) -> Outcome:
        number = sum(1 for _ in (self.folder / "logs").iterdir()) + 1
        log = self.folder / "logs" / f"{number:03}-{words[0]}-{words[1]}.log"
        with log.open("w+b") as both, provider_noted(self.folder) as listening:
            environment = {**self._environment(), **listening}
            status = carry_out(command, str(self.folder), environment, both, both, self.inherited)
            both.seek(0)
            return Outcome(words, status, both.read().decode("utf-8", "replace"), log)

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PULUMI_BACKEND_URL": (self.folder / "state").as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "selftest",
            "PULUMI_STACK": STACK,
            "NO_COLOR": "1",
        }

    @property
    def _stack_file(self) -> Path:
        return self.folder / f"Pulumi.{STACK}.yaml"


def _interpreter() -> dict[str, str]:
    """The environment that this command runs in; without one, the language host takes the `python` on PATH."""
    return {"virtualenv": sys.prefix} if sys.prefix != sys.base_prefix else {}
