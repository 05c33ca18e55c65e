"""About: the Python behind a project, for `pulumi about`."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

from pulumi.runtime.proto import language_pb2

from local_azure.language_host.errors import CommandFailedError
from local_azure.language_host.python_environment import activated, python_command

if TYPE_CHECKING:
    from local_azure.language_host.options import RuntimeOptions

_DESCRIBE = "import json, platform, sys; print(json.dumps([sys.executable, platform.python_version()]))"


def describe_python(options: RuntimeOptions) -> language_pb2.AboutResponse:
    """Path and version of the interpreter, and the options that chose it.

    Raises:
        LanguageHostError: there is no such Python, or it failed.
    """
    command = [python_command(options), "-c", _DESCRIBE]
    done = subprocess.run(
        command,
        env=activated(os.environ, options.virtualenv_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailedError("asking Python for its version", command[:1], done.returncode, done.stderr)
    executable, version = json.loads(done.stdout)
    return language_pb2.AboutResponse(
        executable=executable,
        version=version,
        metadata={
            "toolchain": options.toolchain.value.capitalize(),
            "typechecker": (options.typechecker or "none").capitalize(),
        },
    )
