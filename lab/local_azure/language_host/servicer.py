"""The gRPC service the engine talks to; every method hands over to the module that knows how."""

# Names and arguments of the methods are given by the protocol, which also documents them (pulumi/language.proto).
# ruff: noqa: N802, D102

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from local_azure.language_host.errors import LanguageHostError
from local_azure.language_host.executor import find_executor
from local_azure.language_host.installation import install_dependencies
from local_azure.language_host.options import read_options
from local_azure.language_host.packages import installed_distributions, required_packages
from local_azure.language_host.plugin import run_plugin
from local_azure.language_host.program import run_program

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

HOST_VERSION = "3.259.0"
"""The official host whose behaviour this one follows."""


_UNIMPLEMENTED = (
    "the stand-in Python language host runs programs, plugins and policy packs, installs what they need, and does "
    "nothing else. For this command install Pulumi (https://www.pulumi.com/docs/install/) and put it first on PATH"
)


class LanguageRuntime(language_pb2_grpc.LanguageRuntimeServicer):
    """`pulumirpc.LanguageRuntime` for Python.

    An error the user can act on becomes the status UNKNOWN with its text, which is what an error returned by the
    official host looks like on the wire. The engine asks About before every preview and update and goes on without an
    answer; Template and RuntimeOptionsPrompts are of `pulumi new`, which does so too.
    """

    def __init__(self, engine_address: str) -> None:
        self._engine_address = engine_address

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        self._engine_address = request.engine_address
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=HOST_VERSION)

    def Run(self, request: language_pb2.RunRequest, context: grpc.ServicerContext) -> language_pb2.RunResponse:
        with _errors_as_status(context):
            return run_program(request, read_options(request.info), self._engine_address, find_executor(), context)

    def RunPlugin(
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        with _errors_as_status(context):
            yield from run_plugin(request, read_options(request.info).for_plugin(), context)

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        with _errors_as_status(context):
            installed = installed_distributions(read_options(request.info))
            return language_pb2.GetRequiredPackagesResponse(packages=required_packages(installed))

    def InstallDependencies(
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        with _errors_as_status(context):
            options = read_options(request.info)
            yield from install_dependencies(options.for_plugin() if request.is_plugin else options, context)

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        # Acknowledged and nothing more: the program has to stay for the hooks of operations that are still running,
        # and ends when the engine lets it (SignalAndWaitForShutdown).
        return empty_pb2.Empty()

    def _refuse(self, request: object, context: grpc.ServicerContext) -> NoReturn:
        context.abort(grpc.StatusCode.UNIMPLEMENTED, _UNIMPLEMENTED)
        raise AssertionError

    About = GetProgramDependencies = RuntimeOptionsPrompts = Template = _refuse
    GenerateProgram = GenerateProject = GeneratePackage = Pack = Link = _refuse


@contextmanager
def _errors_as_status(context: grpc.ServicerContext) -> Generator[None]:
    try:
        yield
    except LanguageHostError as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error))
