"""The `runtime: options:` of Pulumi.yaml, PulumiPlugin.yaml and PulumiPolicy.yaml."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from google.protobuf import json_format

from local_azure.language_host.errors import InvalidRuntimeOptionError

if TYPE_CHECKING:
    from pulumi.runtime.proto import language_pb2


class Toolchain(str, Enum):
    """What installs the dependencies; the values are those of Pulumi.yaml."""

    PIP = "pip"
    UV = "uv"


@dataclass(frozen=True)
class RuntimeOptions:
    """Where a program or plugin lives and which Python runs it.

    `root` holds the project file, `program` the code. `virtualenv` is the option as written, empty without one;
    `typechecker` is `mypy`, `pyright` or empty.
    """

    root: Path
    program: Path
    virtualenv: str = ""
    toolchain: Toolchain = Toolchain.PIP
    typechecker: str = ""

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
        InvalidRuntimeOptionError: unknown toolchain or typechecker, or a virtualenv that is no string.
    """
    given: dict[str, object] = json_format.MessageToDict(info.options)
    root, program = Path(info.root_directory), Path(info.program_directory)
    toolchain = _read_toolchain(given.get("toolchain"), program)
    virtualenv = given.get("virtualenv", "")
    if not isinstance(virtualenv, str):
        raise InvalidRuntimeOptionError("virtualenv", virtualenv, "a path")
    if toolchain is Toolchain.UV and not virtualenv:
        virtualenv = str(program / ".venv")
    typechecker = given.get("typechecker", "")
    if not isinstance(typechecker, str) or typechecker not in ("", "mypy", "pyright"):
        raise InvalidRuntimeOptionError("typechecker", typechecker, "mypy or pyright")
    return RuntimeOptions(root, program, virtualenv, toolchain, typechecker)


def _read_toolchain(value: object, program: Path) -> Toolchain:
    """A missing toolchain is uv beside or below a `uv.lock`, else pip (toolchain.ResolveToolchain)."""
    if value is None:
        beside_lock = any((folder / "uv.lock").exists() for folder in (program, *program.parents))
        return Toolchain.UV if beside_lock else Toolchain.PIP
    try:
        return Toolchain(value)
    except ValueError as error:
        raise InvalidRuntimeOptionError(
            "toolchain", value, "pip or uv; others need an official Pulumi installation"
        ) from error
