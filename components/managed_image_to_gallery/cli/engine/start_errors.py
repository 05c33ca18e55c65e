"""What kept the program, a plugin or a policy pack from starting: cause, place and remedy. Pure.

The engine passes on what their languages print: a traceback of the interpreter's own modules with one line in it that
matters, or several lines of commands. It has no code for these causes, so they are known by words of its text (seen
with engine 3.259.0, and with Python's own texts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

_TRACEBACK = "Traceback (most recent call last):"
_FRAME = re.compile(r'^\s+File "(?P<file>[^"]+)", line (?P<line>\d+)', re.MULTILINE)
_NOT_OURS = re.compile(r"site-packages|/lib/python3|pulumi-language-python-exec|^<frozen")
_SAID = re.compile(r"^(?P<kind>[A-Za-z_][\w.]*)(?:: (?P<text>.*))?$", re.MULTILINE)

_INSTALL = "Install what the program needs into its environment, which Pulumi.yaml names as virtualenv."
_REMEDIES = {
    "ModuleNotFoundError": _INSTALL,
    "ImportError": _INSTALL,
    "SyntaxError": "Correct the file at that place.",
    "IndentationError": "Correct the file at that place.",
    "TabError": "Correct the file at that place.",
}
_OTHERWISE = "Correct the program there; `pulumi preview` prints the whole traceback."

_VIRTUALENV = re.compile(r"The 'virtualenv' option in (?P<file>\S+) is set to \S+ but \"(?P<folder>[^\"]+)\"")
_PIP = re.compile(r"calling `(?P<python>\S+) -m pip list[^`]*`")
_PLUGIN = re.compile(r"no (?P<kind>\w+) plugin 'pulumi-\w+-(?P<name>[^']+)' found")
_PLUGIN_VERSION = re.compile(r"at version v?(?P<version>[0-9][\w.+-]*)")
_POLICY_PACK = re.compile(r'policy pack "(?P<folder>[^"]+)" failed to start')


@dataclass(frozen=True)
class StartFailure:
    """What could not start, why, and what to do about it."""

    what: str
    why: str
    remedy: str


def start_failure(message: str) -> StartFailure | None:
    """The failure that a text of the engine tells of; None for a text about anything else."""
    if pack := _POLICY_PACK.search(message):
        what, remedy = f"policy pack {pack['folder']}", "Correct the pack, or leave it out."
        inner = start_failure(message[pack.end() :])
        return StartFailure(what, inner.why, inner.remedy) if inner else StartFailure(what, "cannot start", remedy)
    return _no_environment(message) or _no_plugin(message) or _of_traceback(message)


def _no_environment(message: str) -> StartFailure | None:
    found = _VIRTUALENV.search(message)
    if found is None:
        return _no_pip(message)
    why = f"cannot start: its environment {found['folder']} is not there, or is none"
    make = f"Make it (`python3 -m venv {found['folder']}`) and install the program's packages into it"
    return StartFailure("the program", why, f"{make}, or name another one as virtualenv in {found['file']}.")


def _no_pip(message: str) -> StartFailure | None:
    """As in an environment of `uv venv`: Pulumi's host asks pip which packages are in it."""
    found = _PIP.search(message)
    if found is None:
        return None
    why = "cannot start: its environment has no pip, by which Pulumi asks for its packages"
    remedy = f"Run `{found['python']} -m ensurepip`, or let uv keep it: runtime.options.toolchain: uv in Pulumi.yaml."
    return StartFailure("the program", why, remedy)


def _no_plugin(message: str) -> StartFailure | None:
    found = _PLUGIN.search(message)
    if found is None:
        return None
    if found["kind"] == "language":
        remedy = "Install Pulumi whole: its language hosts lie beside `pulumi` (`gallery-migrate doctor`)."
        return StartFailure(f"language host for {found['name']}", "is not there", remedy)
    version = _PLUGIN_VERSION.search(message)
    words = [found["kind"], found["name"], *([version["version"]] if version else [])]
    remedy = f"Install it: `pulumi plugin install {' '.join(words)}`."
    return StartFailure(f"plugin {found['name']}", "is not installed", remedy)


def _of_traceback(message: str) -> StartFailure | None:
    """The last traceback of a text: the error itself, at the last line of it that is nobody else's."""
    _, marked, traceback = message.rpartition(_TRACEBACK)
    frames = list(_FRAME.finditer(traceback))
    if not marked or not frames:
        return None
    own = [frame for frame in frames if not _NOT_OURS.search(frame["file"])]
    frame = (own or frames)[-1]
    said = _SAID.search(traceback, frames[-1].end())
    kind, text = (said["kind"].rpartition(".")[2], said["text"] or "") if said else ("error", "")
    place = f"{PurePath(frame['file']).name}, line {frame['line']}"
    return StartFailure("the program", f"cannot run ({place}): {kind}: {text}".rstrip(": "), _remedy(kind))


def _remedy(kind: str) -> str:
    return _REMEDIES.get(kind, _OTHERWISE)
