"""Pulumi programs that start warm, so that many engine runs do not import the same modules again each time.

The engine, the language host, the SDK's own starter and the program are what they always are. Only the processes of the
host and of the SDK's starter are forked from one that has imported the modules, the product's too, instead of being
begun anew: some 2.5 s of CPU less per run. So is the command line where a test starts it with pipes
(`installed_command`): half a second less per command. The engine itself collects garbage less often, which spares a
sixth of its time.

`warm_programs` starts that process (`zygote`) and writes stand-ins of both scripts (`starter`) that ask it for a fork.
Tests about the language host itself, or about what a program's start costs, do without.

    with warm_programs(folder) as variables:
        subprocess.run(["pulumi", "up", ...], env={**os.environ, **variables})
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from harness.warm_programs.starter import SOCKET_VARIABLE
from harness.warm_programs.zygote import SCRIPTS_VARIABLE
from local_azure.engine.engine import Origin
from local_azure.engine.finding import find_engine
from local_azure.language_host.executor import EXECUTOR_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

STARTER = "pulumi-language-python-exec"
HOST = "pulumi-language-python"
COMMAND_LINE = "gallery-migrate"
HASTE = {"GOGC": "400"}
"""An engine lives for seconds and has memory enough."""
HERE = Path(__file__).parent


@contextmanager
def warm_programs(folder: Path) -> Generator[dict[str, str]]:
    """Run a zygote with its files in `folder`; yields variables (PATH is one) for the environment of engine commands.

    An official engine is left as it is, and so is any outside Linux: then there is only PATH, with that engine.
    """
    engine = find_engine()
    path = engine.environment()["PATH"]
    if engine.origin is not Origin.BUILT or sys.platform != "linux":
        yield {"PATH": path, **HASTE}
        return
    launchers, socket, host = folder / "bin", folder / "programs.sock", folder / "language_host.py"
    launchers.mkdir()
    host.write_text(_host_text(launchers / STARTER), encoding="utf-8")
    for name in (STARTER, HOST):
        _write_starter(launchers / name)
    _write_starter(folder / COMMAND_LINE)
    scripts = {
        STARTER: str(engine.command.parent / STARTER),
        HOST: str(host),
        COMMAND_LINE: str(_installed(COMMAND_LINE)),
    }
    with _zygote(str(socket)):
        yield {
            "PATH": os.pathsep.join([str(launchers), path]),
            SOCKET_VARIABLE: str(socket),
            SCRIPTS_VARIABLE: json.dumps(scripts),
            **HASTE,
        }


def installed_command(environment: Mapping[str, str]) -> str:
    """`gallery-migrate`: a process that starts warm where `environment` has the variables of `warm_programs`.

    It is not on PATH, and has no terminal: scripts, and commands that are to get Ctrl-C, begin it anew.
    """
    if SOCKET_VARIABLE not in environment:
        return str(_installed(COMMAND_LINE))
    return str(Path(environment[SOCKET_VARIABLE]).with_name(COMMAND_LINE))


def _installed(command: str) -> Path:
    """A command of the environment that runs this."""
    return Path(sys.executable).parent / command


@contextmanager
def _zygote(socket: str) -> Generator[None]:
    """It runs until its standard input is closed, also by the end of this process."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "harness.warm_programs.zygote", socket],
        cwd=HERE.parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline(), "the zygote did not start"
    try:
        yield
    finally:
        process.communicate()


def _write_starter(path: Path) -> None:
    text = (HERE / "starter.py").read_text(encoding="utf-8")
    path.write_text(f"#!{sys.executable} -IS\n{text}", encoding="utf-8")
    path.chmod(0o755)


def _host_text(starter: Path) -> str:
    """The language host, in a process that has the SDK already: nothing of it is left out to start sooner."""
    return f"""\
import os
from local_azure.language_host import lean_import
lean_import.skip_package_code = lambda *_: None
from local_azure.language_host.__main__ import main
os.environ[{EXECUTOR_VARIABLE!r}] = {str(starter)!r}
main()
"""
