"""Run: the program's process, from the engine's request to its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from pulumi.runtime.proto import language_pb2

from local_azure.language_host.child_process import interrupt_when_call_ends
from local_azure.language_host.python_environment import activated, python_command

if TYPE_CHECKING:
    from pathlib import Path

    import grpc

    from local_azure.language_host.options import RuntimeOptions

# pulumi-language-python-exec ends with it after it has shown the user what went wrong.
_STATUS_AFTER_MESSAGE = 32


def run_program(
    request: language_pb2.RunRequest,
    options: RuntimeOptions,
    engine_address: str,
    executor: Path,
    context: grpc.ServicerContext,
) -> language_pb2.RunResponse:
    """Run the program to its end; its output goes straight to the engine through this process's own streams.

    Raises:
        LanguageHostError: the program could not be started.
    """
    process = subprocess.Popen(
        [python_command(options), "-u", str(executor), *executor_arguments(request, engine_address)],
        env=activated(os.environ, options.virtualenv_path) | config_variables(request),
        stdin=subprocess.DEVNULL,
        stdout=sys.stdout.fileno(),
        stderr=sys.stderr.fileno(),
    )
    interrupt_when_call_ends(process, context)
    return response_for(process.wait())


def executor_arguments(request: language_pb2.RunRequest, engine_address: str) -> list[str]:
    """Arguments of `pulumi-language-python-exec`; empty values are left out, as the official host does."""
    named = {
        "monitor": request.monitor_address,
        "engine": engine_address,
        "project": request.project,
        "root_directory": request.info.root_directory,
        "stack": request.stack,
        "pwd": request.pwd,
        "dry_run": "true" if request.dryRun else "false",
        "parallel": str(request.parallel),
        "organization": request.organization,
    }
    arguments = [part for name, value in named.items() if value for part in (f"--{name}", value)]
    return [*arguments, request.info.entry_point, *request.args]


def config_variables(request: language_pb2.RunRequest) -> dict[str, str]:
    """The stack's config as the SDK reads it (pulumi/runtime/config.py): JSON in two environment variables."""
    return {
        "PULUMI_CONFIG": json.dumps(dict(request.config)),
        "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
    }


def response_for(status: int) -> language_pb2.RunResponse:
    """What the engine is told about a program that ended with `status` (negative: killed by that signal)."""
    if status == 0:
        return language_pb2.RunResponse()
    if status == _STATUS_AFTER_MESSAGE:
        return language_pb2.RunResponse(bail=True)
    shown = status if status > 0 else -1
    return language_pb2.RunResponse(error=f"program exited with non-zero exit code: {shown}")
