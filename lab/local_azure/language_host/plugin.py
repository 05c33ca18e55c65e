"""RunPlugin: component packages, local providers and policy packs written in Python."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from pulumi.runtime.proto import language_pb2

from local_azure.language_host.child_process import Output, end_when_call_ends, read_output
from local_azure.language_host.errors import PluginNotRunnableError
from local_azure.language_host.python_environment import activated, python_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import grpc

    from local_azure.language_host.options import RuntimeOptions


def run_plugin(
    request: language_pb2.RunPluginRequest, options: RuntimeOptions, context: grpc.ServicerContext
) -> Iterator[language_pb2.RunPluginResponse]:
    """Run the plugin to its end: its output piece by piece, then its exit status when that is not 0.

    Raises:
        LanguageHostError: the plugin could not be started.
    """
    process = subprocess.Popen(
        [python_command(options), "-u", *plugin_arguments(request.kind, request.args, options)],
        cwd=request.pwd or None,
        env=activated(os.environ, options.virtualenv_path) | dict(pair.split("=", 1) for pair in request.env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    end_when_call_ends(process, context)
    for piece in read_output(process):
        yield _message(piece)
    status = process.wait()
    if status:
        yield language_pb2.RunPluginResponse(exitcode=status)


def _message(piece: Output) -> language_pb2.RunPluginResponse:
    if piece.stream == "stdout":
        return language_pb2.RunPluginResponse(stdout=piece.data)
    return language_pb2.RunPluginResponse(stderr=piece.data)


def plugin_arguments(kind: str, arguments: Sequence[str], options: RuntimeOptions) -> list[str]:
    """What Python is asked to run for a plugin of `kind` (the engine's plugin kinds: analyzer, resource, …).

    A policy pack is started by the SDK's `pulumi.policy`, which takes the engine's address and the pack's folder. Other
    plugins are a folder with `__main__.py`.

    Raises:
        PluginNotRunnableError: the folder has none.
    """
    directory = options.program
    if kind == "analyzer":
        return ["-m", "pulumi.policy", *arguments, str(directory)]
    if not (options.root / "__main__.py").exists():
        raise PluginNotRunnableError(directory)
    return [str(directory), *arguments]
