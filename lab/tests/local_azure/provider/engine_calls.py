"""The engine's side of the protocol: calls with the fields that engine 3.259 fills in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import grpc
from google.protobuf import empty_pb2

from local_azure.provider.protos import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2
from local_azure.provider.values import Json, JsonObject, from_struct, to_struct

Properties = Mapping[str, Json]


def urn(token: str, name: str, parents: str = "") -> str:
    return f"urn:pulumi:dev::project::{parents}{token}::{name}"


class EngineCalls:
    def __init__(self, stub: provider_pb2_grpc.ResourceProviderStub) -> None:
        self.stub = stub

    def plugin_version(self) -> str:
        return cast("plugin_pb2.PluginInfo", self.stub.GetPluginInfo(empty_pb2.Empty())).version

    def handshake(self) -> provider_pb2.ProviderHandshakeResponse:
        request = provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:1")
        return cast("provider_pb2.ProviderHandshakeResponse", self.stub.Handshake(request))

    def check_config(self, news: Properties) -> JsonObject:
        request = provider_pb2.CheckRequest(news=to_struct(news))
        return from_struct(cast("provider_pb2.CheckResponse", self.stub.CheckConfig(request)).inputs)

    def diff_config(self, news: Properties) -> provider_pb2.DiffResponse:
        request = provider_pb2.DiffRequest(news=to_struct(news))
        return cast("provider_pb2.DiffResponse", self.stub.DiffConfig(request))

    def configure(self, **variables: str) -> provider_pb2.ConfigureResponse:
        prefixed = {f"azure-native:config:{key}": value for key, value in variables.items()}
        return cast(
            "provider_pb2.ConfigureResponse",
            self.stub.Configure(
                provider_pb2.ConfigureRequest(
                    variables=prefixed, acceptSecrets=True, sends_old_inputs=True, sends_old_inputs_to_delete=True
                )
            ),
        )

    def check(
        self,
        token: str,
        news: Properties,
        *,
        olds: Properties | None = None,
        name: str = "thing",
        seed: bytes = b"seed",
        autonaming: provider_pb2.CheckRequest.AutonamingOptions | None = None,
    ) -> tuple[JsonObject, list[str]]:
        """The checked inputs and the reasons of the failures."""
        request = provider_pb2.CheckRequest(
            urn=urn(token, name),
            news=to_struct(news),
            olds=to_struct(olds or {}),
            randomSeed=seed,
            autonaming=autonaming,
        )
        answer = cast("provider_pb2.CheckResponse", self.stub.Check(request))
        return from_struct(answer.inputs), [failure.reason for failure in answer.failures]

    def diff(
        self, token: str, old: Properties, new: Properties, outputs: Properties | None = None
    ) -> provider_pb2.DiffResponse:
        request = provider_pb2.DiffRequest(
            urn=urn(token, "thing"), old_inputs=to_struct(old), news=to_struct(new), olds=to_struct(outputs or {})
        )
        return cast("provider_pb2.DiffResponse", self.stub.Diff(request))

    def create(
        self, token: str, inputs: Properties, *, preview: bool = False, timeout: float = 0
    ) -> tuple[str, JsonObject]:
        answer = cast(
            "provider_pb2.CreateResponse",
            self.stub.Create(
                provider_pb2.CreateRequest(
                    urn=urn(token, "thing"), properties=to_struct(inputs), preview=preview, timeout=timeout
                )
            ),
        )
        return answer.id, from_struct(answer.properties)

    def update(
        self,
        token: str,
        resource_id: str,
        old: Properties,
        new: Properties,
        *,
        outputs: Properties | None = None,
        preview: bool = False,
    ) -> JsonObject:
        request = provider_pb2.UpdateRequest(
            id=resource_id,
            urn=urn(token, "thing"),
            old_inputs=to_struct(old),
            news=to_struct(new),
            olds=to_struct(outputs or {}),
            preview=preview,
        )
        answer = cast("provider_pb2.UpdateResponse", self.stub.Update(request))
        return from_struct(answer.properties)

    def read_for_import(self, token: str, resource_id: str) -> provider_pb2.ReadResponse:
        return cast(
            "provider_pb2.ReadResponse",
            self.stub.Read(provider_pb2.ReadRequest(id=resource_id, urn=urn(token, "thing"))),
        )

    def refresh(
        self, token: str, resource_id: str, inputs: Properties, outputs: Properties
    ) -> provider_pb2.ReadResponse:
        request = provider_pb2.ReadRequest(
            id=resource_id, urn=urn(token, "thing"), inputs=to_struct(inputs), properties=to_struct(outputs)
        )
        return cast("provider_pb2.ReadResponse", self.stub.Read(request))

    def delete(self, token: str, resource_id: str) -> None:
        self.stub.Delete(provider_pb2.DeleteRequest(id=resource_id, urn=urn(token, "thing")))

    def invoke(self, token: str, args: Properties) -> JsonObject:
        answer = cast(
            "provider_pb2.InvokeResponse", self.stub.Invoke(provider_pb2.InvokeRequest(tok=token, args=to_struct(args)))
        )
        return from_struct(getattr(answer, "return"))

    def cancel(self) -> None:
        self.stub.Cancel(empty_pb2.Empty())


def has_details(error: grpc.RpcError) -> bool:
    """Whether the error says that the resource exists all the same."""
    return "grpc-status-details-bin" in _metadata(error)


def partial_failure(error: grpc.RpcError) -> provider_pb2.ErrorResourceInitFailed:
    """What the engine would keep of a failed call."""
    status = status_pb2.Status.FromString(_metadata(error)["grpc-status-details-bin"])
    detail = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].Unpack(detail)
    return detail


def message(error: grpc.RpcError) -> str:
    assert isinstance(error, grpc.Call)
    return str(error.details())


def _metadata(error: grpc.RpcError) -> dict[str, bytes]:
    assert isinstance(error, grpc.Call)
    pairs = cast("list[tuple[str, bytes]]", error.trailing_metadata() or [])
    return dict(pairs)
