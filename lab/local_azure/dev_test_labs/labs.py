"""`Microsoft.DevTestLab/labs`, and what everything in a lab has in common.

Ids are in lower case from `resourcegroups` on, up to the names
(lab/tests/recorded/facts/spec_2018-09-15_devtestlab_custom_images_list.jsonl).
"""

from __future__ import annotations

import re
import uuid
from typing import ClassVar

from local_azure.arm.bodies import Enumerations
from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.lifecycle import require_group
from local_azure.arm.locations import check_location
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType

API_VERSIONS = ("2016-05-15", "2018-09-15")


class LabType(ResourceType):
    """Something of a lab: an id in lower case, a unique identifier and a creation date that stay."""

    api_versions = API_VERSIONS
    pretty = False
    dated: ClassVar[str] = "creationDate"
    """The member that holds the creation date."""

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """With what the service adds; members of a lab are where the lab is."""
        made = super().build(call, existing, in_lower_case(resource_id, self.name))
        lab = call.world.store.get(call.id.parent)
        made.location = made.location or (lab.location if lab is not None else None)
        before = existing.properties if existing is not None else {}
        made.properties[self.dated] = before.get(self.dated, timestamp(call.world.now))
        made.properties["uniqueIdentifier"] = before.get("uniqueIdentifier", str(uuid.uuid4()))
        return made


class Lab(LabType):
    """Labs."""

    name = "Microsoft.DevTestLab/labs"
    envelope_keys = ("identity",)
    dated = "createdDate"
    enumerations: ClassVar[Enumerations] = {"properties.labStorageType": ("Standard", "StandardSSD", "Premium")}

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """A location in a group that is there."""
        require_group(call)
        check_location(call, existing, self.name)

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """What was sent, with defaults."""
        return {"labStorageType": "Premium", "premiumDataDisks": "Disabled", **resource.properties}


def in_lower_case(resource_id: str, type_name: str) -> str:
    """The id as the service spells it; names keep their case."""
    namespace, *types = type_name.split("/")
    lowered = resource_id.replace("/resourceGroups/", "/resourcegroups/").replace(namespace, namespace.lower())
    for each in types:
        lowered = re.sub(f"/{each}/", f"/{each.lower()}/", lowered, flags=re.IGNORECASE)
    return lowered
