"""What a command raises when it cannot do what it was asked."""

from __future__ import annotations

from managed_image_to_gallery.cli.exit_status import ExitStatus


class CommandFailed(Exception):
    """A command cannot do what it was asked: why (`reason`), what to do (`remedy`), and how it ends (`status`)."""

    status: ExitStatus = ExitStatus.UNUSABLE

    def __init__(self, reason: str, remedy: str, status: ExitStatus | None = None) -> None:
        self.reason = reason
        self.remedy = remedy
        if status is not None:
            self.status = status
        super().__init__(f"{reason}\n    → {remedy}" if remedy else reason)
