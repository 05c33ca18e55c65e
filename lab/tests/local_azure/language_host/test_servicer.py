"""The service as the engine sees it, without an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import grpc
import pytest
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

from local_azure.engine.pins import PINNED_VERSION
from local_azure.language_host.server import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from google.protobuf.message import Message


@pytest.fixture
def host() -> Iterator[language_pb2_grpc.LanguageRuntimeStub]:
    with serving("") as port, grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield language_pb2_grpc.LanguageRuntimeStub(channel)


def options(**values: str) -> struct_pb2.Struct:
    result = struct_pb2.Struct()
    result.update(values)
    return result


def test_it_is_of_the_engines_version(host: language_pb2_grpc.LanguageRuntimeStub) -> None:
    assert host.GetPluginInfo(empty_pb2.Empty()).version == str(PINNED_VERSION)


def test_the_engine_tells_its_address_in_attach_mode(host: language_pb2_grpc.LanguageRuntimeStub) -> None:
    request = language_pb2.LanguageHandshakeRequest(engine_address="127.0.0.1:1")
    assert host.Handshake(request) == language_pb2.LanguageHandshakeResponse()


def test_an_error_of_the_users_is_a_text_without_a_traceback(
    host: language_pb2_grpc.LanguageRuntimeStub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    info = language_pb2.ProgramInfo(
        root_directory=str(tmp_path), program_directory=str(tmp_path), options=options(virtualenv="gone")
    )
    with pytest.raises(grpc.RpcError) as raised:
        host.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=info))
    assert raised.value.code() is grpc.StatusCode.UNKNOWN  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue] # a call is an RpcError
    assert f'"{tmp_path}/gone" doesn\'t exist' in str(raised.value)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("method", "request_type"),
    [("About", language_pb2.AboutRequest), ("GenerateProgram", language_pb2.GenerateProgramRequest)],
)
def test_what_it_does_not_do_is_refused_with_the_remedy(
    host: language_pb2_grpc.LanguageRuntimeStub, method: str, request_type: type[Message]
) -> None:
    ask = cast("Callable[[Message], object]", getattr(host, method))
    with pytest.raises(grpc.RpcError, match="install Pulumi") as raised:
        ask(request_type())
    assert raised.value.code() is grpc.StatusCode.UNIMPLEMENTED  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue] # a call is an RpcError
