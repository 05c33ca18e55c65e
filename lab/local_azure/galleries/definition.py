"""The resource type `Microsoft.Compute/galleries/images`: image definitions."""

from __future__ import annotations

from local_azure.arm.json_types import Json
from local_azure.arm.locations import check_location
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType, World
from local_azure.galleries import definition_rules as rules
from local_azure.galleries.api_versions import API_VERSIONS, ARCHITECTURE
from local_azure.galleries.members import DEFINITION_MEMBERS, check_members
from local_azure.galleries.names import check_definition_name
from local_azure.galleries.nesting import check_no_children, remember_removed
from local_azure.galleries.style import DEFINITION_THROTTLE, QUICK, QUICK_SECONDS


class ImageDefinition(ResourceType):
    """Image definitions: most of one is fixed once it exists."""

    name = "Microsoft.Compute/galleries/images"
    api_versions = API_VERSIONS
    style = QUICK
    throttle = DEFINITION_THROTTLE
    list_scopes = ("parent",)
    enumerations = rules.ENUMERATIONS

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Name, location, members, values; what is fixed; the identifier that no other definition has."""
        check_definition_name(call.id.name)
        check_location(call, existing, self.name)
        check_members(call, DEFINITION_MEMBERS)
        rules.check_required(call.properties)
        rules.check_end_of_life(call, existing)
        if existing is not None:
            rules.check_unchanged(existing.properties, call.properties, call.api_version)
        else:
            rules.check_features(rules.with_defaults(call.properties, call.api_version))
            self._check_identifier(call)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """A new definition with the defaults of the api-version, or the old one with what may change."""
        resource = super().build(call, existing, resource_id)
        if existing is None:
            resource.properties = rules.with_defaults(call.properties, call.api_version)
        else:
            resource.properties = rules.merged(existing.properties, call.properties)
        if "endOfLifeDate" in resource.properties:
            resource.properties["endOfLifeDate"] = rules.shown_end_of_life(resource.properties["endOfLifeDate"])
        return resource

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """Under a second."""
        return QUICK_SECONDS

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """Without `architecture` where the api-version has it not yet."""
        hidden = "architecture" if call.api_version < ARCHITECTURE else ""
        return {member: value for member, value in resource.properties.items() if member != hidden}

    def check_delete(self, call: Call, resource: Resource) -> None:
        """Versions first."""
        check_no_children(call.world, resource)

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Under a second."""
        return QUICK_SECONDS

    def removed(self, world: World, resource: Resource) -> None:
        """The gallery goes on counting it for a while."""
        super().removed(world, resource)
        remember_removed(world, resource)

    def _check_identifier(self, call: Call) -> None:
        sent = rules.identifier_key(call.properties)
        for other in call.world.store.children(call.id.parent):
            if other.type == self.name and rules.identifier_key(other.properties) == sent:
                raise rules.identifier_taken(other)
