"""Role assignments: what Azure shows of one, and how a role is granted from inside."""

from __future__ import annotations

import uuid

from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.authorization import role_definitions
from local_azure.authorization.permissions import ASSIGNMENT_TYPE

NAMESPACE = uuid.UUID("b7f0a5a4-52ab-4d0c-9c55-3d4d6f6f2a10")


def grant(world: World, object_id: str, role_name: str, scope: str) -> Resource:
    """Give a built-in role to a principal at a scope; repeating it changes nothing. KeyError for an unknown role."""
    role = role_definitions.built_in(role_name)
    name = uuid.uuid5(NAMESPACE, "|".join((scope.lower(), role.guid, object_id.lower())))
    role_id = f"{scope}/providers/{role_definitions.DEFINITION_TYPE}/{role.guid}"
    sent: Json = {"roleDefinitionId": role_id, "principalId": object_id}
    assignment = Resource(
        id=f"{scope}/providers/{ASSIGNMENT_TYPE}/{name}",
        type=ASSIGNMENT_TYPE,
        location=None,
        properties=assigned_properties(sent, scope, utc_timestamp(world.now), object_id),
        created_at=world.now,
        changed_at=world.now,
    )
    world.store.put(assignment)
    return assignment


def assigned_properties(sent: Json, scope: str, now: str, caller: str | None) -> Json:
    """What Azure shows of an assignment: null members are present.

    Source: lab/tests/recorded/facts/cli_2022-04-01_role_assignment.jsonl.
    """
    return {
        "roleDefinitionId": sent["roleDefinitionId"],
        "principalId": sent["principalId"],
        "principalType": sent.get("principalType", "ServicePrincipal"),
        "scope": scope,
        "condition": sent.get("condition"),
        "conditionVersion": sent.get("conditionVersion"),
        "createdOn": now,
        "updatedOn": now,
        "createdBy": caller,
        "updatedBy": caller,
        "delegatedManagedIdentityResourceId": sent.get("delegatedManagedIdentityResourceId"),
        "description": sent.get("description"),
    }
