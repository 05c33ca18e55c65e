"""`Microsoft.Resources/templateSpecs` and their `versions`, as azure-mgmt-resource-templatespecs 1.0 models them.

The template stands in the version, as the object that was sent. A spec tells its versions where `$expand=versions`
asks for them; only tags can be patched (documented). Resource Graph has both types in `resources`
(learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources).
"""

from __future__ import annotations

from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.lifecycle import require_group
from local_azure.arm.locations import check_location
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType
from local_azure.template_specs import errors

API_VERSIONS = ("2019-06-01-preview", "2021-03-01-preview", "2021-05-01", "2022-02-01")
VERSIONS = "Microsoft.Resources/templateSpecs/versions"


class _Text(ResourceType):
    """What both have in common: a location, and who made and changed it. There is no provisioningState."""

    api_versions = API_VERSIONS
    answers_empty = True
    pretty = False

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """A location in a group that is there."""
        require_group(call)
        check_location(call, existing, self.name)

    def render(self, call: Call, resource: Resource) -> Json:
        """With times and without a state."""
        shown = super().render(call, resource)
        return shown | {"systemData": resource.system_data, "properties": self.render_properties(call, resource)}


class TemplateSpec(_Text):
    """Specs; what was sent as `versions` is not kept, which are resources of their own."""

    name = "Microsoft.Resources/templateSpecs"

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """What was sent, with the versions where they are asked for."""
        shown: Json = {key: value for key, value in resource.properties.items() if key != "versions"}
        if call.query.get("$expand", "").lower() == "versions":
            shown["versions"] = {
                each.name: {
                    **({"description": each.properties["description"]} if "description" in each.properties else {}),
                    "timeCreated": utc_timestamp(each.created_at),
                    "timeModified": utc_timestamp(each.changed_at),
                }
                for each in call.world.store.children(resource.id)
            }
        return shown


class TemplateSpecVersion(_Text):
    """Versions of a spec, each with the whole template."""

    name = VERSIONS
    list_scopes = ("parent",)

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """A template beside what both need."""
        super().check_put(call, existing)
        if not call.properties.get("mainTemplate"):
            raise errors.template_required()


TYPES: tuple[ResourceType, ...] = (TemplateSpec(), TemplateSpecVersion())
"""Both types."""
