"""The gRPC edge: every call of the engine, unpacked, passed on, and packed again.

Source: docs/reference/provider-protocol.md#calls-of-the-engine.
"""
# ruff: noqa: N802 - the methods' names are the protocol's

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import TypeAlias

import grpc
import grpc.aio
from google.protobuf import empty_pb2

from .caller import environment_of_caller
from .catalogue import resource_type
from .check import check
from .diff import resource_diff
from .errors import ProviderError
from .functions import invoke
from .limits import Limit
from .naming import NamingMode, NamingRequest
from .operations import PartialFailureError
from .package_schema import package_schema
from .preview import created_outputs, updated_outputs
from .protos import plugin_pb2, provider_pb2, provider_pb2_grpc
from .replies import diff_reply, partial_failure_status
from .schema import ResourceType
from .sessions import Session, Sessions
from .settings import read_settings
from .values import from_struct, to_struct
from .version import PLUGIN_VERSION

_Context: TypeAlias = "grpc.aio.ServicerContext[object, object]"


class EngineTooOldError(ProviderError):
    """The engine does not send what resources were made with; the real provider refuses it with this text."""

    def __init__(self) -> None:
        super().__init__("Azure Native provider requires Pulumi CLI v3.74.0 or later")


class AzureNativeServicer(provider_pb2_grpc.ResourceProviderServicer):
    """Answers the engine. Everything that lasts is in Azure; here is only which connection has which configuration."""

    def __init__(self, sessions: Sessions, environ: Mapping[str, str]) -> None:
        self._sessions = sessions
        self._environ = environ

    async def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: _Context
    ) -> provider_pb2.ProviderHandshakeResponse:
        """Say what the provider understands: plain values only, as the real one."""
        return provider_pb2.ProviderHandshakeResponse(supports_autonaming_configuration=True)

    async def Attach(self, request: plugin_pb2.PluginAttach, context: _Context) -> empty_pb2.Empty:
        """An engine uses this running server instead of a process of its own."""
        return empty_pb2.Empty()

    async def GetPluginInfo(self, request: empty_pb2.Empty, context: _Context) -> plugin_pb2.PluginInfo:
        """The version, which says that this is a stand-in."""
        return plugin_pb2.PluginInfo(version=PLUGIN_VERSION)

    async def GetSchema(
        self, request: provider_pb2.GetSchemaRequest, context: _Context
    ) -> provider_pb2.GetSchemaResponse:
        """What a program in YAML is checked against."""
        return provider_pb2.GetSchemaResponse(schema=package_schema())

    async def CheckConfig(self, request: provider_pb2.CheckRequest, context: _Context) -> provider_pb2.CheckResponse:
        """Every configuration is accepted here; Configure finds out whether it works."""
        return provider_pb2.CheckResponse(inputs=request.news)

    async def DiffConfig(self, request: provider_pb2.DiffRequest, context: _Context) -> provider_pb2.DiffResponse:
        """A changed configuration never replaces resources."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_UNKNOWN)

    async def Configure(
        self, request: provider_pb2.ConfigureRequest, context: _Context
    ) -> provider_pb2.ConfigureResponse:
        """Find the cloud and the identity that the connection's later calls use."""
        async with _errors_as_status(context):
            if not (request.sends_old_inputs and request.sends_old_inputs_to_delete):
                raise EngineTooOldError
            environ = environment_of_caller(context.peer(), self._environ)
            settings = read_settings(dict(request.variables), environ)
            await self._sessions.configure(context.peer(), settings)
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    async def Check(self, request: provider_pb2.CheckRequest, context: _Context) -> provider_pb2.CheckResponse:
        """The program's inputs with defaults, and what is wrong with them."""
        async with _errors_as_status(context):
            session = self._session(context)
            checked = await check(
                resource_type(_token(request.urn)),
                from_struct(request.news),
                from_struct(request.olds),
                _naming(request),
                session.settings.location,
                session.operations.group_location,
            )
        failures = [provider_pb2.CheckFailure(reason=reason) for reason in checked.failures]
        return provider_pb2.CheckResponse(inputs=to_struct(checked.inputs), failures=failures)

    async def Diff(self, request: provider_pb2.DiffRequest, context: _Context) -> provider_pb2.DiffResponse:
        """What changed between two sets of inputs, and whether it needs a new resource."""
        async with _errors_as_status(context):
            found = resource_diff(
                resource_type(_token(request.urn)),
                from_struct(request.old_inputs),
                from_struct(request.news),
                from_struct(request.olds),
            )
        return diff_reply(found)

    async def Create(self, request: provider_pb2.CreateRequest, context: _Context) -> provider_pb2.CreateResponse:
        """Make a resource, or say what it would look like."""
        async with _errors_as_status(context):
            resource, inputs = resource_type(_token(request.urn)), from_struct(request.properties)
            if request.preview:
                return provider_pb2.CreateResponse(properties=to_struct(created_outputs(resource, inputs)))
            written = await self._session(context).operations.create(
                resource, inputs, self._limit(context, request.timeout)
            )
        return provider_pb2.CreateResponse(id=written.resource_id, properties=to_struct(written.outputs))

    async def Read(self, request: provider_pb2.ReadRequest, context: _Context) -> provider_pb2.ReadResponse:
        """A resource's state in Azure, for refresh, import and `.get`; empty when it is not there."""
        async with _errors_as_status(context):
            found = await self._session(context).operations.read(
                resource_type(_token(request.urn)),
                request.id,
                from_struct(request.inputs) if request.HasField("inputs") else None,
                from_struct(request.properties),
            )
        if found is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(
            id=request.id, properties=to_struct(found.outputs), inputs=to_struct(found.inputs)
        )

    async def Update(self, request: provider_pb2.UpdateRequest, context: _Context) -> provider_pb2.UpdateResponse:
        """Change a resource in place, or say what it would look like."""
        async with _errors_as_status(context):
            resource, inputs = resource_type(_token(request.urn)), from_struct(request.news)
            if request.preview:
                planned = updated_outputs(resource, inputs, from_struct(request.olds))
                return provider_pb2.UpdateResponse(properties=to_struct(planned))
            written = await self._session(context).operations.update(
                resource, request.id, from_struct(request.old_inputs), inputs, self._limit(context, request.timeout)
            )
        return provider_pb2.UpdateResponse(properties=to_struct(written.outputs))

    async def Delete(self, request: provider_pb2.DeleteRequest, context: _Context) -> empty_pb2.Empty:
        """Delete a resource; one that is gone already is fine."""
        async with _errors_as_status(context):
            resource: ResourceType = resource_type(_token(request.urn))
            limit = self._limit(context, request.timeout)
            await self._session(context).operations.delete(resource, request.id, limit)
        return empty_pb2.Empty()

    async def Invoke(self, request: provider_pb2.InvokeRequest, context: _Context) -> provider_pb2.InvokeResponse:
        """Call a function, in previews too."""
        async with _errors_as_status(context):
            session = self._session(context)
            result = await invoke(session.client, session.settings, request.tok, from_struct(request.args))
        response = provider_pb2.InvokeResponse()
        # `return` is a keyword in Python, so the field cannot be set by name.
        getattr(response, "return").CopyFrom(to_struct(result))
        return response

    async def Cancel(self, request: empty_pb2.Empty, context: _Context) -> empty_pb2.Empty:
        """Stop what this connection has running; the server goes on."""
        self._sessions.cancel(context.peer())
        return empty_pb2.Empty()

    def _session(self, context: _Context) -> Session:
        return self._sessions.session(context.peer())

    def _limit(self, context: _Context, timeout: float) -> Limit:
        return Limit(timeout, self._sessions.stop_event(context.peer()))


@asynccontextmanager
async def _errors_as_status(context: _Context) -> AsyncGenerator[None, None]:
    """Turns the provider's errors into what the engine prints, and a partial failure into what it stores."""
    try:
        yield
    except PartialFailureError as failure:
        context.set_trailing_metadata((("grpc-status-details-bin", partial_failure_status(failure)),))
        await context.abort(grpc.StatusCode.UNKNOWN, str(failure))
    except ProviderError as error:
        await context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _token(urn: str) -> str:
    """The type of a URN `urn:pulumi:stack::project::parent$type::name`, without the types of its parents."""
    return urn.split("::")[2].rpartition("$")[2]


def _naming(request: provider_pb2.CheckRequest) -> NamingRequest:
    mode = NamingMode(request.autonaming.mode) if request.HasField("autonaming") else None
    logical_name = request.urn.split("::", 3)[3]
    return NamingRequest(logical_name, request.randomSeed, mode, request.autonaming.proposed_name)
