"""Errors of the command line, and how any error becomes one clean text and an exit status."""

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


def expected(error: Exception) -> tuple[str, ExitStatus] | None:
    """The text and the status of an error that belongs to the job; None for one that is a defect."""
    if isinstance(error, CommandFailed):
        return str(error), error.status
    return _of_azure(error) or _of_config(error)


def _of_azure(error: Exception) -> tuple[str, ExitStatus] | None:
    from managed_image_to_gallery.azure.errors import AzureFactsError, ReadFailed
    from managed_image_to_gallery.gate.verdicts import GateRefused

    if isinstance(error, ReadFailed):
        return str(error), ExitStatus.AZURE
    if isinstance(error, GateRefused):
        return str(error), ExitStatus.REFUSED
    return (str(error), ExitStatus.UNUSABLE) if isinstance(error, AzureFactsError) else None


def _of_config(error: Exception) -> tuple[str, ExitStatus] | None:
    """Errors of `components`: they are imported only here, because that imports Pulumi."""
    from managed_image_to_gallery.component.live_facts import AzureReadFailed
    from managed_image_to_gallery.config.faults import ConfigFaults

    if isinstance(error, AzureReadFailed):
        return str(error), ExitStatus.AZURE
    return (str(error), ExitStatus.UNUSABLE) if isinstance(error, ConfigFaults) else None
