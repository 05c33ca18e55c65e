"""The one edge where every error of a command becomes one clean text and an exit status.

An error that belongs to the job, of Azure's, the config's, the engine's or a file's, is told with its remedy. What is
left is a defect of this program.
"""

from __future__ import annotations

import errno
import json
import subprocess
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.text_files import problem_in_yaml

if TYPE_CHECKING:
    from yaml.error import Mark


def expected(error: Exception) -> CommandFailed | None:
    """The error as one with a text, a remedy and a status, if it belongs to the job; None for one that is a defect."""
    if isinstance(error, CommandFailed):
        return error
    return _of_azure(error) or _of_config(error) or _of_engine(error) or _of_files(error)


def _of_azure(error: Exception) -> CommandFailed | None:
    from managed_image_to_gallery.azure.errors import AzureFactsError, ReadFailed
    from managed_image_to_gallery.gate.verdicts import GateRefused

    if isinstance(error, ReadFailed):
        return CommandFailed(str(error), "", ExitStatus.AZURE)
    if isinstance(error, GateRefused):
        return CommandFailed(str(error), "", ExitStatus.REFUSED)
    return CommandFailed(str(error), "") if isinstance(error, AzureFactsError) else None


def _of_config(error: Exception) -> CommandFailed | None:
    """Errors of the component: they are imported only here, because that imports Pulumi."""
    from managed_image_to_gallery.component.live_reads import AzureReadFailed
    from managed_image_to_gallery.config.faults import ConfigFaults

    if isinstance(error, AzureReadFailed):
        return CommandFailed(str(error), "", ExitStatus.AZURE)
    return CommandFailed(str(error), "") if isinstance(error, ConfigFaults) else None


def _of_engine(error: Exception) -> CommandFailed | None:
    """An engine that could not be started, or ended with an error that no command has told better."""
    from pulumi.automation.errors import CommandError

    from managed_image_to_gallery.cli.engine.engine_errors import INSTALL, EngineFailed, engine_failed

    if isinstance(error, CommandError):
        return engine_failed(error)
    if isinstance(error, subprocess.CalledProcessError):
        return EngineFailed(f"The Pulumi engine does not work: {error}", INSTALL)
    return None


_REMEDIES = {
    errno.ENOENT: "Make the folder, or name a file or folder that exists.",
    errno.ENOTDIR: "Name a file in a folder that exists.",
    errno.EISDIR: "Name a file, not a folder.",
    errno.EACCES: "Get the right to read and write it, or name another place.",
    errno.EPERM: "Get the right to read and write it, or name another place.",
    errno.EROFS: "Name a place on a disk that can be written.",
    errno.ENOSPC: "Free space on that disk, or name a place on another one.",
    errno.EDQUOT: "Free space within your quota, or name a place on another disk.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.EMFILE: "Raise the limit of open files (`ulimit -n`).",
    errno.EEXIST: "Move what is there out of the way.",
    errno.EIO: "Look at the disk or the connection behind it.",
}
"""What to do about an error of the operating system that is about a file."""


_OTHERWISE = "Look at that place, or name another one."


def _of_files(error: Exception) -> CommandFailed | None:
    """A file that cannot be read, written or understood."""
    if isinstance(error, OSError) and (error.errno in _REMEDIES or error.filename):
        place = f"{error.filename}: " if error.filename else ""
        return CommandFailed(f"{place}{error.strerror}.", _REMEDIES.get(error.errno or 0, _OTHERWISE))
    if isinstance(error, UnicodeDecodeError):
        return CommandFailed(f"A file is no {error.encoding.upper()} text: {error.reason}.", "Save it as UTF-8.")
    if isinstance(error, json.JSONDecodeError):
        return CommandFailed(f"A file is no JSON: {error}.", "Give the file as it was written.")
    if isinstance(error, RecursionError) and "JSON" in str(error):  # another one is a defect
        remedy = "Look in the stack's file for lists within lists: no value has more than a few."
        return CommandFailed("A value is nested more deeply than can be read.", remedy)
    return _of_yaml(error)


def _of_yaml(error: Exception) -> CommandFailed | None:
    """An error of PyYAML's or of ruamel.yaml's, which have one form: a problem, and the mark where it is."""
    if not any(each.__name__ == "YAMLError" for each in type(error).__mro__):
        return None
    mark: Mark | None = getattr(error, "problem_mark", None)
    name = mark.name if mark and not mark.name.startswith("<") else "A file"
    return CommandFailed(f"{name} is not valid YAML: {problem_in_yaml(error)}.", "Correct it there.")
