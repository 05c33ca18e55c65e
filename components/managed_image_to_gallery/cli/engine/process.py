"""The engine as a process: in a session of its own, told of every signal, ended with the command that started it.

The Automation API starts `pulumi` in the process group of the command. There a terminal's Ctrl-C reaches it by itself
and any other signal does not; and a command that is ended leaves it behind, in the middle of an update. Here the engine
has its own session, hears what the command hears from `stopping`, and writes into files, so that it can write to its
end when nobody reads any more. On Linux the kernel tells it when the command is killed (prctl(2), PR_SET_PDEATHSIG),
and it ends in order; elsewhere it then finishes what was begun.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from pulumi.automation import CommandResult, PulumiCommand
from pulumi.automation.errors import create_command_error

from managed_image_to_gallery.azure.underway import UNDERWAY
from managed_image_to_gallery.cli.engine.engine_errors import too_old
from managed_image_to_gallery.cli.engine.project_files import as_the_shell_says
from managed_image_to_gallery.cli.stopping import STOPPING, STOPPING_A_READ, STOPS
from managed_image_to_gallery.component.minimum_engine import MINIMUM_ENGINE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import IO

_WITH_DEATH_SIGNAL = """
import ctypes, os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
ctypes.CDLL(None).prctl(1, signal.SIGINT)
if os.getppid() == int(sys.argv[1]):
    os.execvp(sys.argv[2], sys.argv[2:])
"""
"""Ask for SIGINT at the parent's death (1 is PR_SET_PDEATHSIG, which lasts over exec), unless that was just now."""


_WAITS = {
    "config": "Pulumi reads the stack's config",
    "import": "Pulumi takes resources into the state",
    "preview": "Pulumi computes the plan",
    "refresh": "Pulumi reads the resources again",
    "stack": "Pulumi reads the stack",
    "up": "Pulumi makes the update",
    "whoami": "Pulumi names its backend",
}
"""What a person waits for, by the first word of the engine's command."""

_CHANGING = frozenset({"up", "import", "refresh", "destroy"})
"""Commands of the engine that change Azure or the state."""


class Engine(PulumiCommand):
    """`pulumi` on PATH.

    Raises FileNotFoundError where there is none, InvalidVersionError where it tells no version, EngineFailed where it
    is too old: such an engine does not read `requiredPulumiVersion`, and fails in the middle of what it does not know.
    """

    def __init__(self) -> None:
        super().__init__()
        if self.version is not None and self.version.to_tuple()[:3] < MINIMUM_ENGINE:
            raise too_old(str(self.version))

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> CommandResult:
        """Run to the end; the callbacks get the lines then. Raises CommandError, and Interrupted after a signal."""
        command = [self.command, *([] if "--non-interactive" in args else ["--non-interactive"]), *args]
        environment = {**os.environ, **additional_env, "PULUMI_AUTOMATION_API": "true"}
        # Read by grpc's library alone, whose connections here are all on this machine: behind a proxy that is named in
        # lower case (http_proxy) the program would not reach its engine.
        environment.setdefault("no_grpc_proxy", "127.0.0.1")
        environment["PWD"] = str(as_the_shell_says(Path(cwd).absolute(), os.environ.get("PWD")))
        with TemporaryFile() as output, TemporaryFile() as errors:
            with UNDERWAY.waiting_for(_waited_for(args)):
                status = carry_out(command, cwd, environment, output, errors)
            result = CommandResult("\n".join(_lines(output, on_output)), "\n".join(_lines(errors, on_error)), status)
        if status:
            raise create_command_error(result)
        return result


def carry_out(
    command: list[str],
    cwd: str,
    environment: dict[str, str],
    output: IO[bytes],
    errors: IO[bytes],
    inherited: Collection[int] = (),
) -> int:
    """Run a command to its end, in a session of its own, and pass on every signal; its exit status.

    inherited: descriptors of files that stay open in it.
    """
    with STOPS.held():
        process = subprocess.Popen(
            [*_death_signal(), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            cwd=cwd,
            env=environment,
            start_new_session=True,
            pass_fds=inherited,
        )
        with STOPS.forwarding_to(process, STOPPING if _CHANGING.intersection(command) else STOPPING_A_READ):
            return process.wait()


def _waited_for(args: Sequence[str]) -> str:
    return _WAITS.get(args[0] if args else "", "Pulumi runs")


def _death_signal() -> list[str]:
    """The words before the engine's command by which it hears of the death of this process, on Linux."""
    return [sys.executable, "-I", "-S", "-c", _WITH_DEATH_SIGNAL, str(os.getpid())] if sys.platform == "linux" else []


def _lines(stream: IO[bytes], on_line: Callable[[str], Any] | None) -> list[str]:
    stream.seek(0)
    lines = [line.rstrip() for line in stream.read().decode("utf-8", "replace").split("\n")]
    lines = lines[:-1] if lines and not lines[-1] else lines
    for line in lines:
        if on_line is not None:
            on_line(line)
    return lines
