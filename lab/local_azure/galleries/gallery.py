"""The resource type `Microsoft.Compute/galleries`."""

from __future__ import annotations

import re
from typing import ClassVar

from local_azure.arm.bodies import IDENTITY_TYPES, Enumerations
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.lifecycle import require_group
from local_azure.arm.locations import check_location
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType, World
from local_azure.galleries import errors
from local_azure.galleries.api_versions import API_VERSIONS, GALLERY_UPDATING, SHARING_ON_REQUEST
from local_azure.galleries.members import GALLERY_MEMBERS, check_members
from local_azure.galleries.names import check_gallery_name
from local_azure.galleries.nesting import check_no_children
from local_azure.galleries.soft_deleted import records_in
from local_azure.galleries.style import GALLERY_THROTTLE, QUICK, QUICK_SECONDS

_KEPT = ("description", "sharingProfile", "softDeletePolicy")
PERMISSIONS = ("Private", "Groups", "Community")
_NOT_SHARED = {"permissions": "Private"}
_SHARING = "gallery.properties.sharingProfile"
_TOLD_TO_EVERYBODY = ("publisherUri", "publisherContact", "eula", "publicNamePrefix")
_PUBLIC_NAME = re.compile(r"[A-Za-z0-9]{5,16}")


def check_sharing(sharing: Json) -> None:
    """Known permissions; a community gallery tells who publishes it.

    Source: docs/reference/azure-galleries.md#sharing-identity-and-locks.
    """
    permissions = sharing.get("permissions")
    if permissions is not None and permissions not in PERMISSIONS:
        raise errors.invalid_value(f"{_SHARING}.permissions", permissions)
    if permissions != "Community":
        return
    info = as_object(sharing.get("communityGalleryInfo"))
    for member in _TOLD_TO_EVERYBODY:
        if not info.get(member):
            raise errors.required(f"{_SHARING}.communityGalleryInfo.{member}")
    if not _PUBLIC_NAME.fullmatch(str(info["publicNamePrefix"])):
        raise errors.invalid_value(f"{_SHARING}.communityGalleryInfo.publicNamePrefix", info["publicNamePrefix"])


class Gallery(ResourceType):
    """Galleries. A name is unique in its subscription: `identifier.uniqueName` is made of both (inferred there)."""

    name = "Microsoft.Compute/galleries"
    api_versions = API_VERSIONS
    style = QUICK
    throttle = GALLERY_THROTTLE
    envelope_keys = ("identity",)
    enumerations: ClassVar[Enumerations] = {
        "identity.type": IDENTITY_TYPES,
        "properties.sharingProfile.permissions": PERMISSIONS,
    }

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Name, location, members, sharing."""
        check_gallery_name(call.id.name)
        check_location(call, existing, self.name)
        require_group(call)
        check_members(call, GALLERY_MEMBERS)
        if existing is None:
            self._check_unique(call)
        check_sharing(as_object(call.properties.get("sharingProfile")))

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """What was sent and is kept, with the unique name."""
        resource = super().build(call, existing, resource_id)
        kept = {member: call.properties[member] for member in _KEPT if call.properties.get(member) is not None}
        gallery = resource.arm_id
        unique_name = f"{gallery.subscription}-{gallery.name.upper()}"
        resource.properties = {**kept, "identifier": {"uniqueName": unique_name}}
        return resource

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """Under a second."""
        return QUICK_SECONDS

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """The first api-version with sharing shows it only where `$select` asks for it.

        Source: docs/reference/azure-galleries.md#api-versions-and-their-defaults.
        """
        shown = super().render_properties(call, resource)
        if call.api_version == SHARING_ON_REQUEST and call.query.get("$select", "").lower() != "permissions":
            shown.pop("sharingProfile", None)
        return shown

    def render_accepted(self, call: Call, resource: Resource) -> Json:
        """Older api-versions show a changed gallery as `Succeeded`, and the first with sharing always shows that.

        Source: lab/tests/recorded/facts/cli_2021-07-01_gallery_soft_delete_toggle.jsonl,
        docs/reference/azure-galleries.md#api-versions-and-their-defaults.
        """
        shown = self.render(call, resource)
        if call.api_version < GALLERY_UPDATING and resource.provisioning_state == "Updating":
            shown["properties"]["provisioningState"] = "Succeeded"
        if call.api_version == SHARING_ON_REQUEST:
            shown["properties"]["sharingProfile"] = resource.properties.get("sharingProfile", _NOT_SHARED)
        return shown

    def render_listed(self, call: Call, resource: Resource) -> Json:
        """Lists show the resource group's name in UPPER CASE.

        Source: lab/tests/recorded/facts/cli_2025-03-03_gallery_create.jsonl.
        """
        group = resource.arm_id.group or ""
        shown = self.render(call, resource)
        shown["id"] = resource.id.replace(f"/resourceGroups/{group}/", f"/resourceGroups/{group.upper()}/", 1)
        return shown

    def check_delete(self, call: Call, resource: Resource) -> None:
        """Definitions first."""
        check_no_children(call.world, resource)

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Under a second."""
        return QUICK_SECONDS

    def removed(self, world: World, resource: Resource) -> None:
        """The recycle bin goes with its gallery."""
        for record in records_in(world, resource):
            world.store.remove(record)
        super().removed(world, resource)

    def _check_unique(self, call: Call) -> None:
        name, subscription = call.id.name.lower(), (call.id.subscription or "").lower()
        for other in call.world.store.of_type(self.name):
            if other.name.lower() == name and (other.arm_id.subscription or "").lower() == subscription:
                raise errors.gallery_name_taken(call.id.name, other.arm_id.group or "")
