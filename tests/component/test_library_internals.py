"""What is used of libraries and is not theirs to keep: each test names what a new release took away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import grpc
import pulumi
import pytest
import typer.core
from pulumi.runtime.proto import resource_pb2_grpc

from managed_image_to_gallery.component.library_internals import (
    API_VERSION,
    address_of,
    keeping_its_api_version,
    wait_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def test_grpc_tells_where_a_call_goes() -> None:
    with grpc.insecure_channel("127.0.0.1:50001") as channel:
        assert address_of(resource_pb2_grpc.ResourceMonitorStub(channel)) == b"127.0.0.1:50001"


def test_a_call_that_hides_its_address_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    warnings: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", warnings.append)
    with grpc.insecure_channel("127.0.0.1:50001") as channel:
        wrapped = grpc.intercept_channel(channel, Nothing())
        assert address_of(resource_pb2_grpc.ResourceMonitorStub(wrapped)) is None
    (warning,) = warnings
    assert "hides the engine's address" in warning


def test_a_monitor_without_a_connection_has_no_address_and_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi.log, "warn", pytest.fail)
    assert address_of(object()) is None


def test_pulumi_waits_while_the_loop_of_the_program_runs() -> None:
    async def answer() -> int:
        await asyncio.sleep(0)
        return 42

    async def program() -> int:
        return wait_for(answer())

    assert asyncio.run(program()) == 42


def test_typer_has_what_the_group_of_commands_overrides() -> None:
    """`typer.core.TyperGroup` is public, its methods are those of the click that typer carries."""
    overridden = ("list_commands", "resolve_command", "invoke", "format_commands")
    assert [name for name in overridden if not callable(getattr(typer.core.TyperGroup, name, None))] == []


class Nothing(grpc.UnaryUnaryClientInterceptor):
    """An interceptor, as tracing adds one."""

    def intercept_unary_unary(
        self, continuation: Callable[..., Any], client_call_details: object, request: object
    ) -> Any:
        return continuation(client_call_details, request)


def test_the_api_version_is_ignored_once_and_of_azure_native_alone() -> None:
    assert ignored_of("azure-native:compute:Image") == [API_VERSION]
    assert ignored_of("azure-native:compute:Image", "tags", API_VERSION) == ["tags", API_VERSION]
    assert ignored_of("pulumi:index:Stash") == []


def ignored_of(kind: str, *before: str) -> list[str]:
    """What is ignored of a resource after two components have said so, one below the other."""
    options = pulumi.ResourceOptions(ignore_changes=[*before])
    for _ in range(2):
        arguments = pulumi.ResourceTransformationArgs(cast("Any", None), kind, "name", {}, options)
        options = keeping_its_api_version(arguments).opts
    return list(options.ignore_changes or ())
