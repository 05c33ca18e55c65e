"""Role definitions, built in and custom, as the `properties` that Azure shows of them."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource_type import World
from local_azure.authorization.built_in_roles import BUILT_IN_ROLES, BuiltInRole

DEFINITION_TYPE = "Microsoft.Authorization/roleDefinitions"
PERMISSION_KEYS = ("actions", "notActions", "dataActions", "notDataActions")
BUILT_IN_SINCE = "2015-02-02T21:55:09.8806423Z"


def find(world: World, role_id: str) -> Json | None:
    """The properties of the role with this id, at whatever scope it is spelled; None when there is none."""
    guid = role_id.rsplit("/", 1)[-1].lower()
    if guid in _BUILT_IN:
        return _BUILT_IN[guid]
    for custom in world.store.of_type(DEFINITION_TYPE):
        if custom.name.lower() == guid:
            return custom.properties
    return None


def built_in(role_name: str) -> BuiltInRole:
    """The built-in role with this name; KeyError when there is none."""
    for role in BUILT_IN_ROLES:
        if role.name.lower() == role_name.lower():
            return role
    raise KeyError(role_name)


def built_in_properties(role: BuiltInRole) -> Json:
    """What Azure shows of a built-in role (lab/tests/recorded/facts/cli_2022-04-01_role_assignment.jsonl)."""
    permission: Json = {"actions": list(role.actions), "notActions": list(role.not_actions)}
    return {
        "roleName": role.name,
        "type": "BuiltInRole",
        "description": role.description,
        "assignableScopes": ["/"],
        "permissions": [with_all_keys(permission)],
        "createdOn": BUILT_IN_SINCE,
        "updatedOn": BUILT_IN_SINCE,
        "createdBy": None,
        "updatedBy": None,
    }


def custom_properties(sent: Json, now: str, caller: str | None) -> Json:
    """What Azure keeps of a custom role: missing lists come back empty, `createdOn` is reset by each PUT."""
    return {
        "roleName": sent["roleName"],
        "type": "CustomRole",
        "description": sent.get("description", ""),
        "assignableScopes": as_list(sent.get("assignableScopes")),
        "permissions": [with_all_keys(as_object(each)) for each in as_list(sent.get("permissions"))],
        "createdOn": now,
        "updatedOn": now,
        "createdBy": caller,
        "updatedBy": caller,
    }


def with_all_keys(permission: Json) -> Json:
    """A permission with all four lists."""
    return {key: as_list(permission.get(key)) for key in PERMISSION_KEYS}


_BUILT_IN = {role.guid: built_in_properties(role) for role in BUILT_IN_ROLES}
