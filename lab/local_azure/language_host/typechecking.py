"""The `typechecker` option: the program is checked before it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from local_azure.language_host.errors import CommandFailedError
from local_azure.language_host.python_environment import activated

if TYPE_CHECKING:
    from local_azure.language_host.options import RuntimeOptions


def check_types(options: RuntimeOptions, python: str) -> None:
    """Run the type checker of the options over the program; its findings go to the user.

    Raises:
        CommandFailedError: it found something, or is not installed in the program's environment.
    """
    if not options.typechecker:
        return
    command = [python, "-m", options.typechecker, str(options.program)]
    if options.typechecker == "mypy" and options.virtualenv_path is not None:
        command[-1:-1] = ["--exclude", os.path.relpath(options.virtualenv_path, options.program)]
    status = subprocess.run(
        command,
        cwd=options.program,
        env=activated(os.environ, options.virtualenv_path),
        stdin=subprocess.DEVNULL,
        stdout=sys.stdout.fileno(),
        stderr=sys.stderr.fileno(),
        check=False,
    ).returncode
    if status:
        raise CommandFailedError(f"{options.typechecker} failed", command, status)
