"""A plan carried out in one update, which writes the new stage into the stack's file once the engine has begun.

Whatever ends the command before that, a kill too, leaves the file as it was. Once it is written it says what somebody
agreed to, and `resume` goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.plan_text import changes
from managed_image_to_gallery.cli.progress.steps import steps_of_plan
from managed_image_to_gallery.cli.questions import UNCHANGED
from managed_image_to_gallery.cli.transitions.failure_report import failure_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.cli.config_file.stack_file import StackFile
    from managed_image_to_gallery.cli.selection.limited_update import CheckedPlan
    from managed_image_to_gallery.cli.transitions.session import Session

_GO_ON = "Go on with `gallery-migrate resume`."
_FILE_IS_NEW = "The stack's file has the new stage; `gallery-migrate resume` goes on."
_FILE_IS_OLD = "The stack's file is as it was."


@dataclass
class OneUpdate:
    """One update of a checked plan. file: holds the new stage already."""

    session: Session
    plan: CheckedPlan
    file: StackFile
    has_begun: bool = field(default=False, init=False)
    _error: Exception | None = field(default=None, init=False)

    @property
    def sizes(self) -> Mapping[str, int]:
        """GB of the images that it copies, by migration: none."""
        return {}

    def announcement(self) -> str:
        """What is worth knowing before it begins; empty for nothing."""
        return "" if changes(self.plan.digest) else "The stack has this stage already; only its file changes."

    def run(self) -> ExitStatus:
        """Make the update and say how it ended."""
        session, report = self.session, EventReport()
        follow = steps_of_plan(self.plan.digest, report)
        try:
            watched = session.watcher.watch(lambda: self.plan.update(report, begun=self._write), (), follow)
        finally:
            self.has_begun = report.has_begun
        for text in failure_texts(report.failures, interrupted=watched.interrupted):
            session.warn(text)
        if report.has_begun or watched.succeeded:
            self._write()
        if self._error is not None:
            session.warn(f"The stack's file could not be written: {self._error}. Set the new stage in it by hand.")
        if watched.succeeded:
            return ExitStatus.DONE if self._error is None else ExitStatus.INCOMPLETE
        if watched.interrupted:
            session.warn(f"Stopped. {_GO_ON if self.has_begun else UNCHANGED}")
            return ExitStatus.INTERRUPTED
        session.warn(f"The update failed. {_FILE_IS_NEW if self.has_begun else _FILE_IS_OLD}")
        return ExitStatus.ENGINE

    def _write(self) -> None:
        """Save the file, unless that is done; `run` tells of the last error.

        The engine's events call this too, in a thread where an error would be lost.
        """
        try:
            self.file.save()
        except (OSError, CommandFailed) as error:
            self._error = error
        else:
            self._error = None
