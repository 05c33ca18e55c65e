"""Runs programs in Go and TypeScript under the real engine, in the place of Pulumi's hosts of these languages.

An engine that was built from its modules brings no hosts. In an update a host does little: it starts the program with
the addresses of the engine and the stack's config (`Run` of pulumi-language-go and pulumi-language-nodejs). All else is
done by the program's own SDK. The engine attaches to this host by PULUMI_DEBUG_LANGUAGES.
"""

# Names and arguments of the methods are given by the protocol (pulumi/language.proto).
# ruff: noqa: N802

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import grpc
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from pathlib import Path

    from google.protobuf import empty_pb2

Request: TypeAlias = language_pb2.RunRequest
Starter: TypeAlias = "Callable[[Request, str], tuple[list[str], Mapping[str, str]]]"
"""The command and the variables that start a program, for a request of the engine at an address."""


def go_starter(program: Path) -> Starter:
    """A compiled program; it reads everything from its environment (sdk/go/pulumi/run.go)."""

    def starter(request: Request, engine: str) -> tuple[list[str], Mapping[str, str]]:
        return [str(program)], {
            "PULUMI_ORGANIZATION": request.organization,
            "PULUMI_PROJECT": request.project,
            "PULUMI_STACK": request.stack,
            "PULUMI_PARALLEL": str(request.parallel),
            "PULUMI_DRY_RUN": str(request.dryRun).lower(),
            "PULUMI_MONITOR": request.monitor_address,
            "PULUMI_ENGINE": engine,
        }

    return starter


def typescript_starter(node: str, folder: Path, modules: Path | None = None) -> Starter:
    """A program that the SDK's own starter compiles and runs (sdk/nodejs/cmd/run); modules: where the SDK is, if not
    in the program's folder.
    """
    run = (modules or folder) / "node_modules" / "@pulumi" / "pulumi" / "cmd" / "run"

    def starter(request: Request, engine: str) -> tuple[list[str], Mapping[str, str]]:
        flags = {
            "monitor": request.monitor_address,
            "engine": engine,
            "organization": request.organization,
            "project": request.project,
            "stack": request.stack,
            "parallel": str(request.parallel),
            "pwd": str(folder),
        }
        dry_run = ["--dry-run"] if request.dryRun else []
        given = [f"--{name}={value}" for name, value in flags.items()]
        return [node, str(run), *given, *dry_run, "."], {"PULUMI_NODEJS_TYPESCRIPT": "true"}

    return starter


class _Host(language_pb2_grpc.LanguageRuntimeServicer):
    def __init__(self, starter: Starter) -> None:
        self._starter = starter
        self._engine = ""

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        self._engine = request.engine_address
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version="1.0.0")

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        return language_pb2.GetRequiredPackagesResponse()

    def Run(self, request: Request, context: grpc.ServicerContext) -> language_pb2.RunResponse:
        command, variables = self._starter(request, self._engine)
        config = {
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        done = subprocess.run(
            command,
            cwd=request.pwd,
            env={**os.environ, **config, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        failed = f"{command[0]} ended with {done.returncode}\n{done.stdout}{done.stderr}" if done.returncode else ""
        return language_pb2.RunResponse(error=failed)


@contextmanager
def program_host(language: str, starter: Starter) -> Generator[dict[str, str]]:
    """Serve until the end; yields the variable by which engine commands find the host of `language`."""
    server = grpc.server(ThreadPoolExecutor(max_workers=4))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(_Host(starter), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield {"PULUMI_DEBUG_LANGUAGES": f"{language}:{port}"}
    finally:
        server.stop(grace=None).wait()
