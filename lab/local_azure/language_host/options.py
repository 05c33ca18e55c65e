"""The `runtime: options:` of Pulumi.yaml, PulumiPlugin.yaml and PulumiPolicy.yaml."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from google.protobuf import json_format

from local_azure.language_host.errors import InvalidRuntimeOptionError

if TYPE_CHECKING:
    from pulumi.runtime.proto import language_pb2

VIRTUALENVS = {"pip": "", "uv": ".venv"}
"""The toolchains, and the virtualenv of each where none is named; "" is the Python on PATH."""
_OTHERS = "others need an official Pulumi installation: https://www.pulumi.com/docs/install/"


@dataclass(frozen=True)
class RuntimeOptions:
    """Where a program or plugin lives and which Python runs it.

    `root` holds the project file, `program` the code. `virtualenv` is the option as written, empty without one.
    """

    root: Path
    program: Path
    virtualenv: str = ""
    toolchain: str = "pip"

    @property
    def virtualenv_path(self) -> Path | None:
        """The virtual environment's folder; None means the Python on PATH."""
        return self.root / self.virtualenv if self.virtualenv else None

    def for_plugin(self) -> RuntimeOptions:
        """The options of a plugin or policy pack, which never run in the Python on PATH (pulumi-language-python)."""
        return self if self.virtualenv else replace(self, virtualenv="venv")


def read_options(info: language_pb2.ProgramInfo) -> RuntimeOptions:
    """The options the engine sends along with every question about a program.

    Raises:
        InvalidRuntimeOptionError: a toolchain other than pip and uv, a typechecker, or a virtualenv that is no string.
    """
    given: dict[str, object] = json_format.MessageToDict(info.options)
    if given.get("typechecker") not in (None, ""):
        raise InvalidRuntimeOptionError("typechecker", given["typechecker"], f"left out; {_OTHERS}")
    toolchain = given.get("toolchain", "pip")
    if toolchain not in VIRTUALENVS:
        raise InvalidRuntimeOptionError("toolchain", toolchain, f"{' or '.join(VIRTUALENVS)}; {_OTHERS}")
    virtualenv = given.get("virtualenv", VIRTUALENVS[str(toolchain)])
    if not isinstance(virtualenv, str):
        raise InvalidRuntimeOptionError("virtualenv", virtualenv, "a path")
    return RuntimeOptions(Path(info.root_directory), Path(info.program_directory), virtualenv, str(toolchain))
