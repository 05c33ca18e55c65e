"""`Microsoft.DesktopVirtualization/hostPools` (lab/tests/recorded/facts/spec_2022-09-09_avd_host_pools_list.jsonl).

`vmTemplate` is text, kept as it was sent: JSON or not, empty or not. A registration token is answered where one was
asked for, so that a client that logs host pools is found out.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from local_azure.arm.bodies import Enumerations
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.lifecycle import require_group
from local_azure.arm.locations import check_location
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType
from local_azure.desktop_virtualization import errors

PREVIEWS = ("2024-08-08-preview", "2026-04-01-preview")
KINDS = {
    "hostPoolType": ("Personal", "Pooled", "BYODesktop"),
    "loadBalancerType": ("BreadthFirst", "DepthFirst", "Persistent"),
    "preferredAppGroupType": ("None", "Desktop", "RailApplications"),
}
"""The required members with their values."""


class HostPool(ResourceType):
    """Host pools; `properties.managementType` says whether the service makes their hosts."""

    name = "Microsoft.DesktopVirtualization/hostPools"
    api_versions = ("2021-07-12", "2022-02-10-preview", "2022-09-09", "2023-09-05", "2024-04-03", *PREVIEWS)
    envelope_keys = ("sku", "kind", "managedBy", "identity", "plan")
    enumerations: ClassVar[Enumerations] = {
        **{f"properties.{member}": values for member, values in KINDS.items()},
        "properties.managementType": ("Automated", "Standard"),
    }
    pretty = False

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """A location, and the three members that every pool has."""
        require_group(call)
        check_location(call, existing, self.name)
        for member, known in KINDS.items():
            sent = call.properties.get(member)
            if not sent:
                raise errors.required(f"properties.{member}")
            if sent not in known:
                raise errors.not_one_of(member, sent, known)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """With an object id that stays, and a token where one is asked for."""
        pool = super().build(call, existing, resource_id)
        before = existing.properties if existing is not None else {}
        pool.properties["objectId"] = before.get("objectId", str(uuid.uuid4()))
        asked = as_object(pool.properties.get("registrationInfo"))
        if asked.get("registrationTokenOperation") == "Update":
            pool.properties["registrationInfo"] = {**asked, "token": f"token-of-{pool.name}-{uuid.uuid4()}"}
        return pool

    def render(self, call: Call, resource: Resource) -> Json:
        """With times and without provisioningState."""
        shown = super().render(call, resource) | {"systemData": resource.system_data}
        shown["properties"] = self.render_properties(call, resource)
        return shown

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """What was sent, with defaults; how hosts are made is shown by previews only."""
        shown: Json = {"maxSessionLimit": 999_999, "startVMOnConnect": False, "cloudPcResource": False}
        shown |= {"validationEnvironment": False, "vmTemplate": None, "registrationInfo": None, **resource.properties}
        if call.api_version not in PREVIEWS:
            shown.pop("managementType", None)
        return shown
