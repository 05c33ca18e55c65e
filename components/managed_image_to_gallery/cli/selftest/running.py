"""A self test from its first step to its last, in a folder: what is asked, what each step came to, what is left."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.underway import UNDERWAY
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.selftest.listening import PROVIDER_LOG
from managed_image_to_gallery.cli.selftest.project import Project
from managed_image_to_gallery.cli.selftest.scratch import Scratch
from managed_image_to_gallery.cli.selftest.steps import NotTried, Run, require, steps_of
from managed_image_to_gallery.cli.stopping import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.selftest.journal import Journal
    from managed_image_to_gallery.cli.selftest.steps import Step

GOING_ON = "The same command goes on where it was; --cleanup deletes what was made."


class NotAllTried(CommandFailed):
    """Every step was proven but some, which Azure had nothing for: `not_tried`, why by step."""

    status = ExitStatus.INCOMPLETE

    def __init__(self, not_tried: Mapping[str, str], steps: int, took: str) -> None:
        self.not_tried = not_tried
        said = "; ".join(f"{name}: {why}" for name, why in not_tried.items())
        super().__init__(
            f"{steps - len(not_tried)} of {steps} steps are proven, in {took}; not tried is {said}",
            "Run it in another region or subscription for that step, or without --with-vm.",
        )


@dataclass(frozen=True)
class SelfTest:
    """The self test of a journal, in whose folder it is this one's turn; `say` gets a line for each step.

    keep: leave everything there at the end. inherited: descriptors that every command keeps open (`turn`).
    """

    journal: Journal
    settings: AzureSettings
    say: Callable[[str], None]
    keep: bool = False
    inherited: tuple[int, ...] = ()

    @property
    def _scratch(self) -> Scratch:
        return Scratch(self.journal.wanted, self.settings)

    def run(self) -> None:
        """The steps that are not done yet, then the clean-up. Raises CommandFailed at the first that does not hold."""
        project = Project(self.journal.folder, self.inherited)
        try:
            self._run(Run(self.journal.wanted, project, self._scratch, self.say))
        except Interrupted as stopped:
            raise Interrupted(stopped.number, GOING_ON) from None

    def _run(self, run: Run) -> None:
        began = time.monotonic()
        made = run.project.lay_out(self.journal.wanted)
        require(made.status == 0, "a Pulumi stack of the self test's own", made)
        steps = steps_of(self.journal.wanted)
        for number, step in enumerate(steps, start=1):
            if step.name in self.journal.done:
                continue
            at = time.monotonic()
            with (
                UNDERWAY.waiting_for(f"step {number} of {len(steps)}: {step.name}"),
                self.journal.step(step.name) as again,
            ):
                self._try(step, run, again=again)
            self.say(f"{number:2}/{len(steps)} {self._outcome(step)} ({_duration(time.monotonic() - at)})")
        not_tried = dict(self.journal.not_tried)
        if self.keep:
            self.say(f"Everything was left in {self.journal.wanted.group}; --cleanup deletes it.")
        else:
            self.clean_up()
        took = _duration(time.monotonic() - began)
        if not_tried:
            raise NotAllTried(not_tried, len(steps), took)
        self.say(f"All {len(steps)} steps are proven, in {took}.")

    def _try(self, step: Step, run: Run, *, again: bool) -> None:
        try:
            step.run(run, again)
        except NotTried as cause:
            self.journal.not_tried[step.name] = cause.why

    def _outcome(self, step: Step) -> str:
        why = self.journal.not_tried.get(step.name)
        return f"not tried: {why}" if why else f"proven: {step.proves}"

    def clean_up(self) -> None:
        """Delete the scratch group, and forget the run; the logs stay."""
        group = self.journal.wanted.group
        with UNDERWAY.waiting_for(f"the resource group {group} is deleted"):
            was_there = self._scratch.delete()
        forget(self.journal.folder)
        self.say(
            f"The resource group {group} is deleted with everything in it."
            if was_there
            else f"There is no resource group {group}: nothing is left of a self test."
        )


def forget(folder: Path) -> None:
    """Take away what a finished self test has in its folder, so that the next one begins anew; the logs stay.

    Not what the provider logged while a command ran that was killed: nobody has scrubbed it.
    """
    shutil.rmtree(folder / PROVIDER_LOG, ignore_errors=True)
    for file in ("selftest.json", "Pulumi.selftest.yaml"):
        (folder / file).unlink(missing_ok=True)
    for state in sorted((folder / "state").rglob("*"), reverse=True):
        state.rmdir() if state.is_dir() else state.unlink()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
