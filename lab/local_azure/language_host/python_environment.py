"""The Python that runs a program, and the environment variables it runs with."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from local_azure.language_host.errors import PythonNotFoundError, VirtualEnvironmentError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from local_azure.language_host.options import RuntimeOptions


def python_command(options: RuntimeOptions) -> str:
    """The interpreter: the virtual environment's, else `PULUMI_PYTHON_CMD`, else python3 or python on PATH.

    Raises:
        VirtualEnvironmentError: the virtualenv option names no virtual environment.
        PythonNotFoundError: no virtualenv option, and no Python on PATH.
    """
    environment = options.virtualenv_path
    if environment is None:
        return python_on_path(os.environ)
    python = environment / "bin" / "python"
    if not python.is_file():
        raise VirtualEnvironmentError(options.virtualenv, environment)
    return str(python)


def python_on_path(environ: Mapping[str, str]) -> str:
    """The interpreter outside any virtual environment (toolchain.CommandPath).

    Raises:
        PythonNotFoundError: none is there.
    """
    chosen = environ.get("PULUMI_PYTHON_CMD")
    commands = (chosen,) if chosen else ("python3", "python")
    for command in commands:
        path = shutil.which(command, path=environ.get("PATH"))
        if path:
            return path
    raise PythonNotFoundError(commands)


def activated(environ: Mapping[str, str], virtualenv: Path | None) -> dict[str, str]:
    """`environ` as it is inside `virtualenv`: its scripts first on PATH, VIRTUAL_ENV set, PYTHONHOME gone."""
    result = dict(environ)
    if virtualenv is not None:
        result.pop("PYTHONHOME", None)
        result["VIRTUAL_ENV"] = str(virtualenv)
        result["PATH"] = os.pathsep.join(part for part in (str(virtualenv / "bin"), environ.get("PATH")) if part)
    return result
