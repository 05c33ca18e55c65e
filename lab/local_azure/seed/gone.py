"""Machines, sets and disks of a seed that came and went: what the activity log tells of them, and nothing else."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from local_azure.arm.writes import Write
from local_azure.seed.machines import image_reference
from local_azure.seed.paths import COMPUTE, Paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_azure.arm.json_types import Json
    from local_azure.seed.model import Gone

DAY = 86_400.0
COMES_IN = 60.0
"""Seconds that making and deleting take."""


def gone_writes(paths: Paths, gone: Gone, now: float, caller: tuple[str, str]) -> Iterator[Write]:
    """The write that made it and the one that deleted it; `caller` is a client id and an object id."""
    kind = f"Microsoft.Compute/{gone.kind}"
    path = f"{paths.group(gone.resource_group)}/{COMPUTE}/{gone.kind}/{gone.name}"
    made = now - gone.days_ago * DAY
    body: Json = {"name": gone.name, "id": path, "type": kind, "location": paths.location(gone)}
    body |= {"tags": gone.tags or {}, "properties": {**_properties(paths, gone), "provisioningState": "Creating"}}
    text = json.dumps(body, separators=(",", ":")) if gone.body is None else gone.body
    status = 202 if gone.kind == "disks" else 201
    for write in (
        _write(made, f"{kind}/write", path, "PUT", caller, status, text),
        _write(made + gone.minutes * 60, f"{kind}/delete", path, "DELETE", caller, 202, None),
    ):
        yield replace(write, user=gone.caller)


def _write(
    at: float, action: str, path: str, method: str, caller: tuple[str, str], status: int, response: str | None
) -> Write:
    client_id, object_id = caller
    correlation = str(uuid.uuid4())
    ended = at + COMES_IN
    return Write(at, action, path, method, object_id, client_id, correlation, status, response=response, ended=ended)


def _properties(paths: Paths, gone: Gone) -> Json:
    image = image_reference(paths, gone.image)
    if gone.kind == "disks":
        return {"creationData": {"createOption": "FromImage", "imageReference": image}}
    profile: Json = {"storageProfile": {"imageReference": image}}
    return {"virtualMachineProfile": profile} if gone.kind == "virtualMachineScaleSets" else profile
