"""What libraries keep to themselves, and the component needs or has to correct: every use with its reason and a test.

`tests/component/test_library_internals.py` fails when a release of a library takes one of them away. What the SDK would
write into the state of every resource without need is left out here too: long stack traces.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import grpc
import pulumi
from pulumi.runtime import sync_await

if TYPE_CHECKING:
    from collections.abc import Awaitable, Generator

T = TypeVar("T")

STACK_TRACE_FRAMES = 8
"""Enough for the SDK's own frames below a constructor and the line that called it."""

API_VERSION = "azureApiVersion"
"""The input that azure-native adds to every resource by itself: the API version that its release takes for the type."""


def wait_for(awaitable: Awaitable[T]) -> T:
    """Wait within a program, whose event loop is running already, as `pulumi.runtime.invoke` does.

    The SDK waits so for its own calls and offers nobody else a way to.
    """
    return sync_await._sync_await(awaitable)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def address_of(monitor: object) -> object:
    """Where calls through a monitor of the engine go; None for one without a connection, as tests have it.

    A component package is constructed with a new monitor each time, and neither the SDK nor gRPC tells its address.
    """
    call: object = getattr(monitor, "RegisterResource", None)
    address: object = getattr(call, "_target", None)
    if address is None and isinstance(call, grpc.UnaryUnaryMultiCallable):
        pulumi.log.warn(
            f"This release of grpcio ({grpc.__version__}) hides the engine's address: if a program in another language "
            "has several components of this package, the engine refuses their second hook of one name. Install the "
            "release that requirements.lock names, and report this."
        )
    return address


@contextmanager
def short_stack_traces() -> Generator[None]:
    """Let each resource that is declared inside keep where it was declared, and not all callers up to the interpreter.

    The SDK writes a stack trace of 13 to 17 frames into the state of every resource: most of a small resource, and a
    self-managed backend writes all of it at every step. It takes the trace with `traceback.extract_stack`
    (pulumi/runtime/resource.py, `_get_stack_trace`), which heeds `sys.tracebacklimit`. The limit is back where it was
    before an error that leaves this block is printed.
    """
    before: int | None = getattr(sys, "tracebacklimit", None)
    sys.tracebacklimit = STACK_TRACE_FRAMES
    try:
        yield
    finally:
        if before is None:
            del sys.tracebacklimit
        else:
            sys.tracebacklimit = before


def keeping_its_api_version(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
    """A transformation that has a resource of azure-native keep the API version that it was made with, in the state.

    A release of azure-native may take a newer API version for a type. To the provider that is a change of the input
    `azureApiVersion` (docs/reference/provider-protocol.md#diff): every resource of every stack would be sent to Azure
    again, source images too, which are never to be written. Requests have the new release's API version all the same.
    """
    if args.type_.startswith("azure-native:"):
        before = args.opts.ignore_changes or []
        args.opts.ignore_changes = [*before, *([] if API_VERSION in before else [API_VERSION])]
    return pulumi.ResourceTransformationResult(args.props, args.opts)
