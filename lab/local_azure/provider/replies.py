"""The provider's results as protocol messages, and its errors as gRPC statuses
(docs/reference/provider-protocol.md#calls-of-the-engine).
"""

from __future__ import annotations

from collections.abc import Mapping

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage

from .diff import Change, Kind, ResourceDiff
from .operations import PartialFailureError
from .protos import provider_pb2, status_pb2
from .values import to_struct

_KINDS: Mapping[tuple[Kind, bool], provider_pb2.PropertyDiff.Kind.ValueType] = {
    (Kind.ADD, False): provider_pb2.PropertyDiff.ADD,
    (Kind.ADD, True): provider_pb2.PropertyDiff.ADD_REPLACE,
    (Kind.DELETE, False): provider_pb2.PropertyDiff.DELETE,
    (Kind.DELETE, True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    (Kind.UPDATE, False): provider_pb2.PropertyDiff.UPDATE,
    (Kind.UPDATE, True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


def diff_reply(found: ResourceDiff) -> provider_pb2.DiffResponse:
    """The answer to Diff: every changed path with its kind, the top-level names, the paths that replace."""
    some = provider_pb2.DiffResponse.DIFF_SOME if found.changes else provider_pb2.DiffResponse.DIFF_NONE
    return provider_pb2.DiffResponse(
        changes=some,
        diffs=sorted({change.root for change in found.changes}),
        replaces=sorted(change.path for change in found.changes if change.replaces),
        detailedDiff={change.path: _property_diff(change) for change in found.changes},
        hasDetailedDiff=True,
        deleteBeforeReplace=found.delete_before_replace,
    )


def partial_failure_status(failure: PartialFailureError) -> bytes:
    """The `grpc-status-details-bin` of a failure after which the resource exists.

    The engine keeps id, outputs and reason.
    """
    detail = provider_pb2.ErrorResourceInitFailed(
        id=failure.resource_id,
        properties=to_struct(failure.outputs),
        inputs=to_struct(failure.inputs),
        reasons=[failure.reason],
    )
    packed = AnyMessage()
    packed.Pack(detail)
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(failure), details=[packed])
    return status.SerializeToString()


def _property_diff(change: Change) -> provider_pb2.PropertyDiff:
    return provider_pb2.PropertyDiff(kind=_KINDS[change.kind, change.replaces], inputDiff=True)
