"""How a command ends: the exit statuses, the same for every command, documented in `docs/cli.md` and in `--help`."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What a script may conclude from how a command ended."""

    DONE = 0
    """What was asked for was done, and nothing was found against it."""
    REFUSED = 1
    """A rule, the gate, the plan check or the person asked said no. Nothing was changed."""
    UNUSABLE = 2
    """The command line, a file or the stack's config cannot be used as it is. Nothing was changed."""
    AZURE = 3
    """Azure refused, did not answer or could not be reached, so what was asked is not known."""
    ENGINE = 4
    """The Pulumi engine is missing or its update failed."""
    INCOMPLETE = 5
    """Some of it was done and some was not; the output says which."""
    DEFECT = 70
    """An error that this program should have expected. Please report it."""
    HUNG_UP = 129
    """Stopped because the terminal was closed (HUP); `resume` goes on."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C (INT); the output says how to go on."""
    TERMINATED = 143
    """Stopped by TERM, as `timeout`, `docker stop` and CI runners send it; the output says how to go on."""


MEANING = {
    ExitStatus.DONE: "done, nothing found against it",
    ExitStatus.REFUSED: "refused by a rule, the gate, the plan check or you; nothing was changed",
    ExitStatus.UNUSABLE: "the command line, a file or the config cannot be used",
    ExitStatus.AZURE: "Azure refused, did not answer or was not reached",
    ExitStatus.ENGINE: "the Pulumi engine is missing or its update failed",
    ExitStatus.INCOMPLETE: "some of it was done, some was not",
    ExitStatus.DEFECT: "a defect of this program",
    ExitStatus.HUNG_UP: "stopped because the terminal was closed (HUP)",
    ExitStatus.INTERRUPTED: "stopped by Ctrl-C (INT)",
    ExitStatus.TERMINATED: "stopped by TERM",
}
"""One line per status, as `--help` shows it."""
