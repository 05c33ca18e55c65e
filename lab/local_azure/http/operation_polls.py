"""Polling: the answers at the URLs of `Azure-AsyncOperation` and `Location`.

Source: docs/reference/resource-manager.md#operations.
"""

from __future__ import annotations

from dataclasses import dataclass

from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.operations import FAILED, Operation, OperationStyle
from local_azure.arm.resource_ids import ArmPath
from local_azure.arm.resource_type import Call, ResourceType, Result, World
from local_azure.http import errors
from local_azure.http.operation_urls import monitor_url, operation_url, retry_after

RESULT_FAMILY = "operationresults"
STATUS_FAMILY = "operationstatuses"
"""The family of operations that are polled below their resource.

Source: lab/tests/recorded/facts/cli_2021-07-01_vm_from_shared_gallery_image.jsonl.
"""


@dataclass(frozen=True)
class OperationPath:
    """`…/providers/{provider}/locations/{location}/{family}/{operation_id}`, or with a resource in place of a location.

    `below` is `locations` or the resource's type; `monitor`: a family of `Location` URLs.
    """

    provider: str
    family: str
    operation_id: str
    monitor: bool
    below: str = "locations"

    @property
    def permission(self) -> str:
        """The action that a role must allow."""
        return f"{self.provider}/{self.below}/{self.family}/read"


def operation_path(parsed: ArmPath) -> OperationPath | None:
    """What a path polls, None when it is no operation's."""
    resource_id = parsed.id
    if parsed.tail is not None:
        family, _, operation_id = parsed.tail.partition("/")
        if resource_id.provider is None and resource_id.group is None and family.lower() == RESULT_FAMILY:
            return OperationPath("Microsoft.Resources", family, operation_id, monitor=True)
        return None
    if len(resource_id.types) != 2 or resource_id.provider is None:
        return None
    below, family = resource_id.types
    if family.lower() == STATUS_FAMILY:
        return OperationPath(resource_id.provider, family, resource_id.name, monitor=False, below=below)
    if below.lower() != "locations":
        return None
    if not family.lower().endswith(("operations", RESULT_FAMILY)):
        return None
    return OperationPath(resource_id.provider, family, resource_id.name, family.lower() == RESULT_FAMILY)


def poll(call: Call, operation_id: str, *, monitor: bool, base_url: str) -> Result:
    """Where an operation stands, in the style of its resource provider.

    404 for an operation that never was, or of another subscription.
    """
    operation = call.world.operations.get(operation_id)
    subscription = (call.id.subscription or "").lower()
    if operation is None or operation.subscription.lower() != subscription:
        raise errors.operation_not_found(operation_id)
    kind = call.world.types[operation.resource_type.lower()]
    if monitor:
        return _monitor_answer(call, operation, kind, base_url)
    headers = _running_headers(call.world, operation, kind.style, base_url) if operation.running else {}
    return Result(200, status_body(operation, kind.style), headers=headers)


def status_body(operation: Operation, style: OperationStyle) -> Json:
    """`{startTime, endTime?, status, name, properties?, error?}`, or `{status}` alone where the provider does that."""
    body: Json = {"status": style.running_status if operation.running else operation.status}
    if not style.bare_status:
        body = {"startTime": timestamp(operation.started)}
        if operation.ended is not None:
            body["endTime"] = timestamp(operation.ended)
        body |= {"status": operation.status, "name": operation.id}
        if operation.output is not None:
            body["properties"] = {"output": operation.output}
    if operation.error is not None:
        body["error"] = operation.error
    return body


def _running_headers(world: World, operation: Operation, style: OperationStyle, base_url: str) -> dict[str, str]:
    seconds = style.poll_retry_after
    headers = retry_after(world, operation, seconds)
    if style.bare_status:
        headers["Azure-AsyncOperation"] = operation_url(base_url, operation, style)
    return headers


def _monitor_answer(call: Call, operation: Operation, kind: ResourceType, base_url: str) -> Result:
    """`Location`: 202 while it runs; then the result. A failure's status is invented: 409, as for a refused write."""
    style = kind.style
    if operation.running:
        headers = {"Location": monitor_url(base_url, operation, style)}
        headers |= retry_after(call.world, operation, style.poll_retry_after)
        return Result(202, None, headers=headers)
    if operation.status == FAILED:
        return Result(409, {"error": operation.error})
    if operation.output is not None:
        return Result(200, operation.output)
    resource = call.world.store.get(operation.resource_id)
    if operation.verb not in ("put", "patch") or resource is None:
        return Result(style.monitor_done_status)
    shown = Call(call.world, "GET", resource.arm_id, str(operation.arguments.get("api_version", call.api_version)))
    return Result(200, kind.render(shown, resource))
