"""Pulumi programs that start warm, so that many engine runs do not import the same libraries again each time.

The engine, the language host, the SDK's own starter and the program are what they always are. Only the process of the
starter is forked from one that has imported the libraries, instead of being begun anew: some 1.5 s of CPU less per run.

`warm_programs` starts that process (`zygote`) and writes a launcher of the language host whose starter (`starter`) asks
it for a fork. Tests about the language host itself, or about what a program's start costs, do without.

    with warm_programs(folder) as variables:
        subprocess.run(["pulumi", "up", ...], env={**os.environ, **variables})
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from local_azure.engine.engine import Origin
from local_azure.engine.finding import find_engine
from local_azure.engine.home import launcher_text
from tests.support.warm_programs.starter import SOCKET_VARIABLE, STARTER_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Generator

STARTER = "pulumi-language-python-exec"
HERE = Path(__file__).parent


@contextmanager
def warm_programs(folder: Path) -> Generator[dict[str, str]]:
    """Run a zygote with its files in `folder`; yields variables (PATH is one) for the environment of engine commands.

    An official engine is left as it is, and so is any outside Linux: then there is only PATH, with that engine.
    """
    engine = find_engine()
    path = engine.environment()["PATH"]
    if engine.origin is not Origin.BUILT or sys.platform != "linux":
        yield {"PATH": path}
        return
    launchers, socket = folder / "bin", folder / "programs.sock"
    launchers.mkdir()
    _write(launchers / STARTER, (HERE / "starter.py").read_text(encoding="utf-8"))
    _write(launchers / "pulumi-language-python", launcher_text(sys.executable, launchers))
    with _zygote(str(socket)):
        yield {
            "PATH": os.pathsep.join([str(launchers), path]),
            SOCKET_VARIABLE: str(socket),
            STARTER_VARIABLE: str(engine.command.parent / STARTER),
        }


@contextmanager
def _zygote(socket: str) -> Generator[None]:
    """It runs until its standard input is closed, also by the end of this process."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "tests.support.warm_programs.zygote", socket],
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


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
