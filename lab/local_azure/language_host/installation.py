"""InstallDependencies: a program's virtual environment made and filled, as `pulumi install` asks for."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from pulumi.runtime.proto import language_pb2

from local_azure.language_host.child_process import end_when_call_ends, read_output
from local_azure.language_host.errors import CommandFailedError
from local_azure.language_host.python_environment import activated, python_on_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    import grpc

    from local_azure.language_host.options import RuntimeOptions


def install_dependencies(
    options: RuntimeOptions, context: grpc.ServicerContext
) -> Iterator[language_pb2.InstallDependenciesResponse]:
    """Run what the toolchain needs, one command after another, passing on what they print.

    Raises:
        CommandFailedError: one of them failed; the later ones are not run.
    """
    yield _line("Installing dependencies...\n")
    for purpose, command in commands(options):
        yield _line(f"{purpose}...")
        yield from _run(purpose, command, options, context)
    yield _line("Finished installing dependencies\n")


def commands(options: RuntimeOptions) -> list[tuple[str, list[str]]]:
    """Purpose and command of each step (toolchain/pip.go and toolchain/uv.go, InstallDependencies).

    Without a virtualenv pip's packages go into the Python on PATH, as with the official host.
    """
    if options.toolchain == "uv":
        return [("Installing dependencies with uv", ["uv", "sync"])]
    environment = options.virtualenv_path
    outside = python_on_path(os.environ)
    python = outside if environment is None else str(environment / "bin" / "python")
    pip_install = [python, "-m", "pip", "install"]
    steps: list[tuple[str, list[str]]] = []
    if environment is not None:
        steps.append(("Creating virtual environment", [outside, "-m", "venv", str(environment)]))
    steps.append(
        (
            "Updating pip, setuptools, and wheel in virtual environment",
            [*pip_install, "--upgrade", "pip", "setuptools", "wheel"],
        )
    )
    if (options.program / "requirements.txt").exists():
        steps.append(("Installing dependencies in virtual environment", [*pip_install, "-r", "requirements.txt"]))
    return steps


def _run(
    purpose: str, command: list[str], options: RuntimeOptions, context: grpc.ServicerContext
) -> Iterator[language_pb2.InstallDependenciesResponse]:
    try:
        process = subprocess.Popen(
            command,
            cwd=options.program,
            env=activated(os.environ, options.virtualenv_path) | _uv_variables(options),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError as error:
        raise CommandFailedError(purpose, command, 127, "command not found") from error
    end_when_call_ends(process, context)
    errors = b""
    for piece in read_output(process):
        if piece.stream == "stdout":
            yield language_pb2.InstallDependenciesResponse(stdout=piece.data)
        else:
            errors += piece.data
            yield language_pb2.InstallDependenciesResponse(stderr=piece.data)
    if status := process.wait():
        raise CommandFailedError(purpose, command, status, errors.decode(errors="replace"))


def _uv_variables(options: RuntimeOptions) -> dict[str, str]:
    """Where uv puts its packages: the folder that Pulumi.yaml names."""
    return {"UV_PROJECT_ENVIRONMENT": str(options.virtualenv_path)} if options.toolchain == "uv" else {}


def _line(text: str) -> language_pb2.InstallDependenciesResponse:
    return language_pb2.InstallDependenciesResponse(stdout=f"{text}\n".encode())
