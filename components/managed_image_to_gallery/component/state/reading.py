"""Reads this stack's own state through the engine that runs the program."""

from __future__ import annotations

import asyncio
import contextvars
from typing import TYPE_CHECKING, Any, cast

import grpc
import pulumi
from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import get_monitor

from managed_image_to_gallery.component.library_internals import wait_for
from managed_image_to_gallery.component.minimum_engine import MINIMUM_ENGINE_TEXT
from managed_image_to_gallery.component.state.newer_forms import StateIsNewer, newer_records
from managed_image_to_gallery.component.state.own_state import OwnState, own_state_of

if TYPE_CHECKING:
    from managed_image_to_gallery.component.state.own_state import StateResources

READ = "pulumi:pulumi:readStackResourceOutputs"
"""A function of the engine's own (resource/deploy/builtins.go), older than every engine that knows resource hooks."""

PAUSES_SECONDS = (0.1, 0.3, 1.0)
"""How long to wait before the state is asked for once more.

The engine writes the state while the program starts. A backend of files keeps what it knows of a file in another file
beside it, which it does not write at once as a whole: who reads in between is told "failed to load checkpoint: EOF"
(gocloud.dev/blob/fileblob, attrs.go, `setAttrs`).
"""

_SIGNATURE, _SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
"""How a secret is marked in what the engine says (sdk/go/common/resource/sig/sig.go)."""


class OwnStateUnreadable(pulumi.RunError):
    """The engine did not tell what the stack's state has; nothing was registered."""

    def __init__(self, stack: str, reason: str) -> None:
        self.stack = stack
        self.reason = reason
        super().__init__(
            f"The state of {stack} could not be read, so that the config cannot be compared with what the stack has "
            f"adopted; nothing was changed: {reason}. Run it again when the stack's backend answers; "
            f"the engine must be {MINIMUM_ENGINE_TEXT} or newer (`gallery-migrate doctor`)."
        )


def read_own_state() -> OwnState:
    """The migrations in the state of the stack that the program runs for. Raises OwnStateUnreadable, StateIsNewer."""
    stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    arguments = Struct()
    arguments.update({"stackName": stack})
    # Not `pulumi.runtime.invoke`: it makes resources of the references that other components have among their outputs.
    request = resource_pb2.ResourceInvokeRequest(tok=READ, args=arguments, acceptResources=False)
    answer = wait_for(_answered(request, stack))
    outputs = _plain(MessageToDict(getattr(answer, "return"))).get("outputs")
    if not isinstance(outputs, dict):
        raise OwnStateUnreadable(stack, f"{READ} answered without outputs")
    resources = cast("StateResources", outputs)
    newer = newer_records(resources)
    if newer:
        raise StateIsNewer(newer)
    return own_state_of(resources)


async def _answered(request: resource_pb2.ResourceInvokeRequest, stack: str) -> Any:
    """The answer, asked for again where there is none. Raises OwnStateUnreadable with the last reason."""
    reason = ""
    for pause in (*PAUSES_SECONDS, None):
        try:
            answer = await _asked(request)
            reason = "; ".join(failure.reason for failure in answer.failures)
        except grpc.RpcError as error:
            answer, reason = None, _details(error) or "the engine gave no reason"
        if not reason:
            return answer
        if pause is not None:
            await asyncio.sleep(pause)
    raise OwnStateUnreadable(stack, reason) from None


async def _asked(request: resource_pb2.ResourceInvokeRequest) -> Any:  # a message, or what stands for it under mocks
    """Ask in a thread: the engine may call transforms of the program before it answers, which need the loop."""
    monitor, context = cast("Any", get_monitor()), contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(None, lambda: context.run(monitor.Invoke, request))


def _plain(value: Any) -> Any:  # JSON, whose secrets are unwrapped
    if isinstance(value, list):
        return [_plain(each) for each in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    members = cast("dict[str, Any]", value)
    if members.get(_SIGNATURE) == _SECRET:
        return _plain(members.get("value"))
    return {name: _plain(each) for name, each in members.items()}


def _details(error: grpc.RpcError) -> str:
    details = getattr(error, "details", None)
    return str(details() if callable(details) else error).strip().rstrip(".")
