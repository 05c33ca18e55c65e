"""`Microsoft.Batch/batchAccounts/pools` (lab/tests/recorded/facts/py_2021-01-01_batch_pools_list.jsonl).

A pool keeps the id of its image for life, also at 0 nodes; a resize without the image fails, and the pool stays.
"""

from __future__ import annotations

from typing import ClassVar

from local_azure.arm.bodies import IDENTITY_TYPES, Enumerations
from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import parse_id
from local_azure.arm.resource_type import Call, ResourceType, World
from local_azure.batch import errors
from local_azure.batch.accounts import API_VERSIONS

MANAGED_IMAGES = "microsoft.compute/images"
NODES = {"targetDedicatedNodes": "currentDedicatedNodes", "targetLowPriorityNodes": "currentLowPriorityNodes"}
RENAMED_IN = "2020-09-01"
"""Since then `maxTasksPerNode` is `taskSlotsPerNode`."""


class BatchPool(ResourceType):
    """Pools of an account."""

    name = "Microsoft.Batch/batchAccounts/pools"
    api_versions = API_VERSIONS
    tracked = False
    graph_table = "batchresources"
    list_scopes = ("parent",)
    envelope_keys = ("identity",)
    enumerations: ClassVar[Enumerations] = {
        "identity.type": IDENTITY_TYPES,
        "properties.interNodeCommunication": ("Enabled", "Disabled"),
    }
    create_status = 200
    pretty = False

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """A size, what the nodes are made of, and a managed image of the account's own subscription."""
        for member in ("vmSize", "deploymentConfiguration"):
            if not call.properties.get(member):
                raise errors.required(f"properties.{member}")
        fixed = as_object(as_object(call.properties.get("scaleSettings")).get("fixedScale"))
        for member in NODES:
            if not isinstance(fixed.get(member, 0), int):
                raise errors.not_a_number(member, fixed[member])
        image = parse_id(image_of(call.properties))
        if image is not None and (image.subscription or "").lower() != (call.id.subscription or "").lower():
            raise errors.image_elsewhere(str(image), call.id.names[0])

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """With the times, and with the nodes that could be made."""
        pool = super().build(call, existing, resource_id)
        before = existing.properties if existing is not None else {}
        now = utc_timestamp(call.world.now)
        made = str(before.get("creationTime", now))
        pool.properties = {
            "lastModified": now,
            "creationTime": made,
            "provisioningStateTransitionTime": made,
            "allocationState": "Steady",
            "allocationStateTransitionTime": now,
            "interNodeCommunication": "Disabled",
            "taskSlotsPerNode": 1,
            "taskSchedulingPolicy": {"nodeFillType": "Spread"},
            **call.properties,
            **_scaled(call, before, now),
        }
        return pool

    def render(self, call: Call, resource: Resource) -> Json:
        """With its etag, which changes when the pool does."""
        shown = super().render(call, resource)
        return {name: shown.pop(name) for name in ("id", "name", "type")} | {"etag": _etag(resource)} | shown

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """As the api-version names its members."""
        shown = dict(resource.properties)
        if call.api_version < RENAMED_IN:
            shown["maxTasksPerNode"] = shown.pop("taskSlotsPerNode")
        return shown

    def headers(self, call: Call, resource: Resource) -> dict[str, str]:
        """The etag, as a header too."""
        return {"ETag": _etag(resource)}


def image_of(properties: Json) -> str:
    """The id of the image that the nodes are made of; "" for a platform image or none."""
    deployment = as_object(properties.get("deploymentConfiguration"))
    machine = as_object(deployment.get("virtualMachineConfiguration"))
    return str(as_object(machine.get("imageReference")).get("id") or "")


def _scaled(call: Call, before: Json, now: str) -> Json:
    """The scale, how resizing went, and how many nodes there are."""
    sent = as_object(call.properties.get("scaleSettings"))
    if "autoScale" in sent:
        return {"scaleSettings": sent, **{current: before.get(current, 0) for current in NODES.values()}}
    fixed: Json = {"resizeTimeout": "PT15M", **dict.fromkeys(NODES, 0), **as_object(sent.get("fixedScale"))}
    image = image_of(call.properties)
    missing = any(fixed[target] > before.get(current, 0) for target, current in NODES.items()) and _is_gone(
        call.world, image
    )
    resize: Json = {"targetDedicatedNodes": fixed["targetDedicatedNodes"], "nodeDeallocationOption": "Requeue"}
    resize |= {"resizeTimeout": fixed["resizeTimeout"], "startTime": now}
    if missing:
        resize["errors"] = [errors.allocation_failed(image)]
    counts = {current: before.get(current, 0) if missing else fixed[target] for target, current in NODES.items()}
    return {"scaleSettings": {"fixedScale": fixed}, "resizeOperationStatus": resize, **counts}


def _is_gone(world: World, image: str) -> bool:
    parsed = parse_id(image)
    return parsed is not None and parsed.type.lower() == MANAGED_IMAGES and world.store.get(parsed) is None


def _etag(resource: Resource) -> str:
    return f'W/"0x{round(resource.changed_at * 10_000_000):015X}"'
