"""`Microsoft.Authorization/permissions`: what the caller may do at a scope, one entry per role that is assigned there.

Learned from the reference of "Permissions - List For Resource Group" and "- List For Resource": a list under a
subscription, a group or a resource, of `actions`, `notActions`, `dataActions`, `notDataActions`; no entry is a resource
with an id. Asking takes `Microsoft.Authorization/permissions/read`, as the list of provider operations names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType
from local_azure.authorization.permissions import granted
from local_azure.authorization.role_definitions import with_all_keys
from local_azure.authorization.scopes import scope_of_request

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json


class OwnPermissions(ResourceType):
    """The list; there is nothing to get, make or delete."""

    name = "Microsoft.Authorization/permissions"
    api_versions = ("2015-07-01", "2018-01-01-preview", "2022-04-01")
    methods = ()
    tracked = False
    list_scopes = ("subscription", "group", "resource")
    pretty = False

    def listed(self, call: Call) -> list[Resource]:
        """The caller's permissions as resources that last as long as the answer."""
        if call.principal is None:
            return []
        scope = scope_of_request(call.id)
        return [
            Resource(f"{scope}/providers/{self.name}/{number}", self.name, None, with_all_keys(permission))
            for number, permission in enumerate(granted(call.world, call.principal, scope))
        ]

    def render_listed(self, call: Call, resource: Resource) -> Json:
        """An entry: the four lists alone."""
        return dict(resource.properties)
