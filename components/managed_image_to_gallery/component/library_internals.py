"""What libraries keep to themselves and the component needs: every use stands here, with its reason and a test.

`tests/component/test_library_internals.py` fails when a release of a library takes one of them away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import grpc
import pulumi
from pulumi.runtime import sync_await

if TYPE_CHECKING:
    from collections.abc import Awaitable

T = TypeVar("T")


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
