"""Locks, role definitions and role assignments as resource types. All of it is synchronous."""

from __future__ import annotations

import re
from typing import ClassVar

from local_azure.arm.bodies import Enumerations
from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.lifecycle import existing_resource
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType
from local_azure.authorization import errors, role_definitions
from local_azure.authorization.assignments import assigned_properties
from local_azure.authorization.built_in_roles import BUILT_IN_ROLES
from local_azure.authorization.identities import UserAssignedIdentity
from local_azure.authorization.locks import LEVELS, LOCK_TYPE
from local_azure.authorization.own_permissions import OwnPermissions
from local_azure.authorization.permissions import ASSIGNMENT_TYPE
from local_azure.authorization.scopes import contains, scope_of_extension, scope_of_request

PRINCIPAL_TYPES = ("User", "Group", "ServicePrincipal", "ForeignGroup", "Device")
EXTENSION_SCOPES = ("subscription", "group", "resource")


class AuthorizationType(ResourceType):
    """What the three have in common: no location, no provisioningState, `properties` first."""

    tracked = False
    list_scopes = EXTENSION_SCOPES
    pretty = False

    def render(self, call: Call, resource: Resource) -> Json:
        """The wire form, in the order that Azure gives it; a PUT does not say who made the resource, a GET does."""
        shown = dict(resource.properties)
        if call.method == "PUT" and "createdBy" in shown:
            shown["createdBy"] = None
        return {"properties": shown, "id": resource.id, "type": self.name, "name": resource.name}

    def listed(self, call: Call) -> list[Resource]:
        """What is at, above or below the scope; with `$filter=atScope()` only what is at or above it."""
        scope = scope_of_request(call.id)
        at_scope = "atscope()" in call.query.get("$filter", "").lower()
        return [
            each
            for each in call.world.store.of_type(self.name)
            if contains(scope_of_extension(each.id), scope)
            or (not at_scope and contains(scope, scope_of_extension(each.id)))
        ]


class Lock(AuthorizationType):
    """`Microsoft.Authorization/locks` at a subscription, a group or a resource.

    Source: lab/tests/recorded/facts/cli_2016-09-01_vnet_and_lock.jsonl.
    """

    name = LOCK_TYPE
    api_versions = ("2015-01-01", "2016-09-01", "2017-04-01", "2020-05-01")
    enumerations: ClassVar[Enumerations] = {"properties.level": LEVELS}

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """The level is one of two, and what is locked exists."""
        level = call.properties.get("level")
        if level not in LEVELS:
            raise errors.invalid_lock_level(level)
        if call.id.extends is not None:
            existing_resource(Call(call.world, "GET", call.id.extends, call.api_version))


class RoleDefinition(AuthorizationType):
    """`Microsoft.Authorization/roleDefinitions`.

    Source: lab/tests/recorded/facts/cli_2022-05-01-preview_custom_role_definition.jsonl.
    """

    name = role_definitions.DEFINITION_TYPE
    api_versions = ("2015-07-01", "2018-01-01-preview", "2022-04-01", "2022-05-01-preview")
    update_status = 201

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """A role has a name."""
        if not call.properties.get("roleName"):
            raise errors.invalid_role("properties.roleName")

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """Missing lists come back empty."""
        role = super().build(call, existing, resource_id)
        caller = call.principal.object_id if call.principal else None
        role.properties = role_definitions.custom_properties(call.properties, utc_timestamp(call.world.now), caller)
        return role

    def found(self, call: Call) -> Resource | None:
        """Built-in roles are there without having been made."""
        for role in _built_in_resources(f"/subscriptions/{call.id.subscription}"):
            if role.name == call.id.name.lower():
                return role
        return super().found(call)

    def listed(self, call: Call) -> list[Resource]:
        """Built-in and custom roles, narrowed by `roleName eq '…'` (whatever the case) and `type eq '…'`."""
        subscription = f"/subscriptions/{call.id.subscription}"
        roles = [*_built_in_resources(subscription), *call.world.store.of_type(self.name)]
        wanted = call.query.get("$filter", "")
        for member in ("roleName", "type"):
            value = _compared_value(wanted, member)
            if value is not None:
                roles = [each for each in roles if str(each.properties[member]).lower() == value.lower()]
        return roles


class RoleAssignment(AuthorizationType):
    """`Microsoft.Authorization/roleAssignments` (lab/tests/recorded/facts/cli_2022-04-01_role_assignment.jsonl)."""

    name = ASSIGNMENT_TYPE
    api_versions = ("2015-07-01", "2018-01-01-preview", "2020-04-01-preview", "2020-10-01-preview", "2022-04-01")
    enumerations: ClassVar[Enumerations] = {"properties.principalType": PRINCIPAL_TYPES}
    update_status = 201

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """The role exists, and is not assigned to this principal here already under another name."""
        for member in ("roleDefinitionId", "principalId"):
            if not call.properties.get(member):
                raise errors.invalid_role(f"properties.{member}")
        role_id = str(call.properties["roleDefinitionId"])
        if role_definitions.find(call.world, role_id) is None:
            raise errors.role_definition_does_not_exist(role_id)
        if existing is None and self._same(call, role_id):
            raise errors.role_assignment_exists()

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """Scope, times and nulls are filled in."""
        assignment = super().build(call, existing, resource_id)
        caller = call.principal.object_id if call.principal else None
        now = utc_timestamp(call.world.now)
        assignment.properties = assigned_properties(call.properties, scope_of_extension(resource_id), now, caller)
        return assignment

    def listed(self, call: Call) -> list[Resource]:
        """Narrowed by `principalId eq '…'` or `assignedTo('…')`."""
        found = super().listed(call)
        wanted = call.query.get("$filter", "")
        called = re.search(r"assignedTo\('([^']*)'\)", wanted, re.IGNORECASE)
        principal = called.group(1) if called else _compared_value(wanted, "principalId")
        if principal is None:
            return found
        return [each for each in found if str(each.properties["principalId"]).lower() == principal.lower()]

    def _same(self, call: Call, role_id: str) -> bool:
        scope, guid = scope_of_extension(str(call.id)).lower(), role_id.rsplit("/", 1)[-1].lower()
        return any(
            scope_of_extension(each.id).lower() == scope
            and str(each.properties["roleDefinitionId"]).rsplit("/", 1)[-1].lower() == guid
            and each.properties["principalId"] == call.properties["principalId"]
            for each in call.world.store.of_type(self.name)
        )


def _built_in_resources(subscription: str) -> list[Resource]:
    return [
        Resource(
            id=f"{subscription}/providers/{role_definitions.DEFINITION_TYPE}/{role.guid}",
            type=role_definitions.DEFINITION_TYPE,
            location=None,
            properties=role_definitions.built_in_properties(role),
        )
        for role in BUILT_IN_ROLES
    ]


def _compared_value(condition: str, member: str) -> str | None:
    found = re.search(rf"\b{member}\s+eq\s+'([^']*)'", condition, re.IGNORECASE)
    return found.group(1) if found else None


TYPES: tuple[ResourceType, ...] = (Lock(), RoleDefinition(), RoleAssignment(), OwnPermissions(), UserAssignedIdentity())
