"""The gRPC service the engine talks to; every method hands over to the module that knows how."""

# Names and arguments of the methods are given by the protocol, which also documents them (pulumi/language.proto).
# ruff: noqa: N802, D102

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from local_azure.language_host.about import describe_python
from local_azure.language_host.errors import LanguageHostError
from local_azure.language_host.executor import find_executor
from local_azure.language_host.installation import install_dependencies
from local_azure.language_host.options import RuntimeOptions, read_options
from local_azure.language_host.packages import installed_distributions, required_packages, top_level
from local_azure.language_host.plugin import run_plugin
from local_azure.language_host.program import run_program
from local_azure.language_host.prompts import runtime_option_prompts

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

HOST_VERSION = "3.259.0"
"""The official host whose behaviour this one follows."""


class LanguageRuntime(language_pb2_grpc.LanguageRuntimeServicer):
    """`pulumirpc.LanguageRuntime` for Python.

    An error the user can act on becomes the status UNKNOWN with its text, which is what an error returned by the
    official host looks like on the wire.
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

    def GetProgramDependencies(
        self, request: language_pb2.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetProgramDependenciesResponse:
        with _errors_as_status(context):
            installed = installed_distributions(read_options(request.info))
            wanted = installed if request.transitiveDependencies else top_level(installed)
            return language_pb2.GetProgramDependenciesResponse(
                dependencies=[
                    language_pb2.DependencyInfo(name=entry.normalized_name, version=entry.version)
                    for entry in sorted(wanted, key=lambda entry: entry.normalized_name)
                ]
            )

    def InstallDependencies(
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        with _errors_as_status(context):
            options = read_options(request.info)
            yield from install_dependencies(options.for_plugin() if request.is_plugin else options, context)

    def RuntimeOptionsPrompts(
        self, request: language_pb2.RuntimeOptionsRequest, context: grpc.ServicerContext
    ) -> language_pb2.RuntimeOptionsResponse:
        return language_pb2.RuntimeOptionsResponse(prompts=runtime_option_prompts(request.info.options))

    def About(self, request: language_pb2.AboutRequest, context: grpc.ServicerContext) -> language_pb2.AboutResponse:
        with _errors_as_status(context):
            inside_project = request.HasField("info") and request.info.root_directory
            options = read_options(request.info) if inside_project else RuntimeOptions(Path.cwd(), Path.cwd())
            return describe_python(options)

    def Template(
        self, request: language_pb2.TemplateRequest, context: grpc.ServicerContext
    ) -> language_pb2.TemplateResponse:
        return language_pb2.TemplateResponse()

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        # Acknowledged and nothing more: the program has to stay for the hooks of operations that are still running,
        # and ends when the engine lets it (SignalAndWaitForShutdown).
        return empty_pb2.Empty()

    def GenerateProgram(self, request: object, context: grpc.ServicerContext) -> NoReturn:
        _refuse_code_generation(context)

    def GenerateProject(self, request: object, context: grpc.ServicerContext) -> NoReturn:
        _refuse_code_generation(context)

    def GeneratePackage(self, request: object, context: grpc.ServicerContext) -> NoReturn:
        _refuse_code_generation(context)

    def Pack(self, request: object, context: grpc.ServicerContext) -> NoReturn:
        _refuse_code_generation(context)

    def Link(self, request: object, context: grpc.ServicerContext) -> NoReturn:
        _refuse_code_generation(context)


@contextmanager
def _errors_as_status(context: grpc.ServicerContext) -> Generator[None]:
    try:
        yield
    except LanguageHostError as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _refuse_code_generation(context: grpc.ServicerContext) -> NoReturn:
    context.abort(
        grpc.StatusCode.UNIMPLEMENTED,
        "the stand-in Python language host generates no code; install Pulumi (https://www.pulumi.com/docs/install/) "
        "and put it on PATH for this command",
    )
    raise AssertionError
