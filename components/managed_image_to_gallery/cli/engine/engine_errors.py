"""What the engine could not do: its own words, and the remedy for the causes that a person can mend.

The engine writes one text for people and no code that tells causes apart, so a cause is known by words of that text
(each was seen with engine 3.259.0; the tests run the engine itself into them). A text that is not known is told as it
is.
"""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import listed
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.component.minimum_engine import MINIMUM_ENGINE_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTALL = "Install Pulumi: https://www.pulumi.com/docs/install/"


class EngineFailed(CommandFailed):
    """The engine could not do what it was asked, for reasons that its events do not tell."""

    status = ExitStatus.ENGINE


class StackLocked(EngineFailed):
    """Another update of the stack is going on, or one has ended without unlocking the stack."""

    def __init__(self, error: Exception) -> None:
        remedy = "Wait until it has ended. If its process is gone: `gallery-migrate resume --unlock`."
        super().__init__(reason_of(error), remedy)


@dataclass(frozen=True)
class _Cause:
    """A cause: how the engine's text names it (lower case), what to do, and the exit status."""

    named: str
    remedy: str
    status: ExitStatus = ExitStatus.UNUSABLE


_PASSPHRASE = "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to what encrypts this stack's secrets."  # noqa: S105 - a sentence
_NOT_THIS_STACKS = (
    "Take back the file as it was encrypted (`encryptionsalt` too), or set each value behind `secure:` again with "
    "`pulumi config set --secret`."
)
_BACKEND = "Name a backend that exists and its account: `pulumi login URL`, or PULUMI_BACKEND_URL."
_NOT_REACHED = "Pulumi's backend was not reached: look at `pulumi whoami -v`, PULUMI_BACKEND_URL, network and proxy."
_CAUSES = (
    _Cause("incorrect passphrase", _PASSPHRASE),
    _Cause("passphrase must be set", _PASSPHRASE),
    _Cause("pulumi_config_passphrase_file", _PASSPHRASE),
    _Cause("utf-8", "Save the file as UTF-8."),
    _Cause("control characters are not allowed", "Save the file as UTF-8, and take control characters out of it."),
    _Cause("cannot start any token", "Correct the file at that place. YAML is indented with blanks, never with tabs."),
    _Cause("yaml: unmarshal errors", "Correct the file at that place."),
    _Cause("invalid yaml file", "Correct the file at that place."),
    _Cause("expected project to be an object", "Make it a mapping that has the key `config`."),
    _Cause("could not decrypt configuration values", _NOT_THIS_STACKS),
    _Cause("a stack name may only contain", "Give the stack's name as `pulumi stack ls` shows it."),
    _Cause("organization name must be", "Give the stack's name as `pulumi stack ls` shows it."),
    _Cause("no pulumi.yaml project file", "Run it in the project's folder, or name that with --cwd."),
    _Cause("could not locate a project file", "Run it in the project's folder, or name that with --cwd."),
    _Cause("failed to load project", "Correct Pulumi.yaml."),
    _Cause("pulumi_access_token must be set", "Run `pulumi login`, or set PULUMI_BACKEND_URL.", ExitStatus.ENGINE),
    _Cause("unable to open state directory", _BACKEND, ExitStatus.ENGINE),
    _Cause("unable to open bucket", _BACKEND, ExitStatus.ENGINE),
    _Cause("performing http request", _NOT_REACHED, ExitStatus.ENGINE),
    _Cause("dial tcp", _NOT_REACHED, ExitStatus.ENGINE),
    _Cause("invalid access token", "Run `pulumi login`, or set PULUMI_ACCESS_TOKEN.", ExitStatus.ENGINE),
    _Cause("not logged in", "Run `pulumi login`, or set PULUMI_BACKEND_URL.", ExitStatus.ENGINE),
)


_OF_THE_FILE = re.compile(r"\A(?:invalid YAML file: |(?=yaml: |expected project to be an object))")
"""How texts about a stack's file begin, which do not name it; a stack's file that is a list is called a project."""


def engine_failed(error: Exception, file: str = "") -> EngineFailed:
    """An error of the Automation API as a text with its remedy.

    error: a CommandError, or what starting the engine raised. file: the stack's file, which the engine does not name.
    """
    reason = reason_of(error)
    folded = reason.lower()
    cause = next((each for each in _CAUSES if each.named in folded), None)
    if cause is None:
        return EngineFailed(reason, "Run `gallery-migrate doctor`.")
    if file:
        reason = _OF_THE_FILE.sub(f"{file} is not a file that the engine can read: ", reason)
    return EngineFailed(reason, cause.remedy, cause.status)


def too_old(version: str) -> EngineFailed:
    """The engine on PATH lacks what this program uses."""
    reason = f"The `pulumi` on PATH is {version}; the oldest that this program works with is {MINIMUM_ENGINE_TEXT}."
    return EngineFailed(reason, INSTALL)


def none_selected(folder: str, backend: str, names: Sequence[str]) -> CommandFailed:
    """No stack is selected in a project's folder. names: the project's stacks in the backend.

    A stack that somebody else has made in the same backend is not selected, and `pulumi stack init` refuses its name.
    """
    if not names:
        return CommandFailed(f"{backend} has no stack of this project.", "Make one with `pulumi stack init NAME`.")
    has = listed(names)
    remedy = f"Run `pulumi stack select {names[0] if len(names) == 1 else 'NAME'}`, or name one with --stack."
    return CommandFailed(f"No stack is selected in {folder}; {backend} has {has}.", remedy)


def reason_of(error: Exception) -> str:
    """The last words of a command's standard error; how it ended where it had none."""
    text = str(error)
    _, marked, after = text.partition("stderr:")
    said = re.sub(r"\A(?:Logging in using access token from .*\n)+", "", (after if marked else text).strip())
    said = said.removeprefix("error:").strip()
    return said or f"`pulumi` ended without a word ({_end_of(text)})."


def _end_of(text: str) -> str:
    """How the process ended, by the code in the text of a CommandError: the signal's name where one ended it."""
    found = re.search(r"code: (-?\d+)", text)
    code = int(found[1]) if found else 0
    try:
        return signal.Signals(-code if code < 0 else code - 128).name
    except ValueError:
        return f"exit status {code}"
