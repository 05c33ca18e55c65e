"""Events of the activity log, in the form of lab/tests/recorded/facts/issue_2022_activity_log_vm_write.jsonl."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.azure.bodies import IMAGE, SUBSCRIPTION

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject

MACHINE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/Agents/providers/Microsoft.Compute/virtualMachines/agent-1"
OBJECT_ID = "22222222-0000-4000-8000-000000000002"
APPID = "11111111-0000-4000-8000-000000000001"


def machine_body(image: str = str(IMAGE), tags: Json = None) -> str:
    """The text of a machine, as an event holds it."""
    profile: JsonObject = {"imageReference": {"id": image}, "osDisk": {"createOption": "FromImage"}}
    keys: JsonObject = {"adminUsername": "u", "linuxConfiguration": {"ssh": "ssh-rsa AAAA"}}
    body: JsonObject = {
        "location": "South Central US",
        "tags": tags,
        "properties": {"storageProfile": profile, "osProfile": keys},
        "zones": ["1"],
    }
    return json.dumps(body)


def event(
    body: str | None,
    *,
    resource: str = MACHINE,
    at: str = "2026-11-28T10:00:00.1234567Z",
    operation: str = "Microsoft.Compute/virtualMachines/write",
    status: str = "Accepted",
    caller: str | None = OBJECT_ID,
    body_name: str = "responseBody",
) -> JsonObject:
    """An event with what the product reads, and some of what it does not."""
    properties: JsonObject = {"statusCode": "Created", "serviceRequestId": None}
    return {
        "caller": caller,
        "claims": {"appid": APPID, "name": "no matter"},
        "correlationId": "c",
        "eventTimestamp": at,
        "operationName": {"value": operation, "localizedValue": "Create or Update Virtual Machine"},
        "resourceId": resource,
        "status": {"value": status, "localizedValue": status},
        "properties": properties if body is None else {**properties, body_name: body},
    }
