"""Whether a source fits the definition; Azure finds out after it has accepted the PUT, and the operation fails.

For the generation that is reported (docs/reference/azure-errors.md#other-generation), for operating system, state and
plan inferred (docs/reference/azure-galleries.md#definition-fields).
"""

from __future__ import annotations

import json

from local_azure.arm.errors import OperationFailed
from local_azure.arm.json_types import Json, as_object
from local_azure.galleries import errors
from local_azure.galleries.sources import MACHINES, Source

LARGEST_DISK = 2048
"""GB of one disk with Full replication.

Shallow copies nothing. Source: docs/reference/azure-errors.md#disk-larger-than-a-gallery-takes.
"""


def misfit(definition: Json, source: Source, replication_mode: str) -> OperationFailed | None:
    """Why the version's first operation will fail; None when it will not. `definition` is its `properties`."""
    expected = {name: str(definition.get(name)) for name in ("osType", "osState", "hyperVGeneration")}
    if source.generation and source.generation != expected["hyperVGeneration"]:
        return errors.other_generation(source.id, source.generation, expected["hyperVGeneration"])
    if source.os_type and source.os_type != expected["osType"]:
        return errors.other_os_type(source.id, source.os_type, expected["osType"])
    if source.os_state and source.os_state != expected["osState"]:
        if source.type == MACHINES:
            return errors.other_machine_state(source.id, source.os_state, expected["osState"])
        return errors.other_os_state(source.id, expected["osState"], source.os_state)
    if source.plan and _plan(source.plan) != _plan(as_object(definition.get("purchasePlan"))):
        plan = definition.get("purchasePlan")
        return errors.other_plan(source.id, _as_text(source.plan), _as_text(as_object(plan)) if plan else "null")
    largest = max([source.os_disk.size, *(disk.size for disk in source.data_disks)])
    if replication_mode != "Shallow" and largest > LARGEST_DISK:
        return errors.source_too_large(largest, LARGEST_DISK)
    return None


def _plan(plan: Json) -> tuple[str, ...]:
    return tuple(str(plan.get(part, "")).lower() for part in ("name", "publisher", "product"))


def _as_text(plan: Json) -> str:
    """As Azure's text shows a plan: JSON with the promotion code.

    Source: docs/reference/azure-errors.md#other-purchase-plan.
    """
    parts = {part: plan.get(part) for part in ("name", "publisher", "product", "promotionCode")}
    return json.dumps(parts, separators=(",", ":"))
