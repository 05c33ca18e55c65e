"""Roles and locks on what is declared, written as the Azure Verified Modules do."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pulumi
from pulumi_azure_native import authorization

from managed_image_to_gallery.component.library_internals import API_VERSION
from managed_image_to_gallery.component.run import current_run
from managed_image_to_gallery.component.state.resource_types import name_of_lock, name_of_role
from managed_image_to_gallery.config.gallery_parts.rules import role_guid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.gallery_parts.models import Lock, RoleAssignment
    from managed_image_to_gallery.config.late_values import LateValues

_ROLES = "/subscriptions/{}/providers/Microsoft.Authorization/roleDefinitions/{}"
_CONDITION_VERSION = "2.0"


def declare_roles(
    assignments: Sequence[RoleAssignment] | None,
    name: str,
    on: pulumi.CustomResource,
    at: ResourceId,
    late: LateValues,
    path: str,
    parent: pulumi.Resource | None = None,
) -> None:
    """Declare the roles on a resource: `name` begins their names, `at` is its id, `path` where the config says them."""
    for index, one in enumerate(assignments or ()):
        where = f"{path}.roleAssignments[{index}].principalId"
        role = role_guid(one.role_definition_id_or_name) or ""
        principal = late.of(where, one.principal_id)
        authorization.RoleAssignment(
            name_of_role(name, role, principal if isinstance(principal, str) else f"[{index}]"),
            scope=on.id,
            role_assignment_name=one.name or _name_of_assignment(at, role, principal, late),
            principal_id=principal,
            principal_type=one.principal_type.value,
            role_definition_id=_ROLES.format(at.subscription_id, role),
            description=one.description,
            condition=one.condition,
            condition_version=_CONDITION_VERSION if one.condition else None,
            opts=pulumi.ResourceOptions(parent=parent, ignore_changes=[API_VERSION]),
        )


def declare_lock(
    lock: Lock | None, name: str, on: pulumi.CustomResource, of: str, parent: pulumi.Resource | None = None
) -> None:
    """Declare the lock on a resource, whose name in Azure is `of`; nothing where none is asked for."""
    if lock is None:
        return
    only_copies = current_run().only_copies
    only_copies.keep_lock(name_of_lock(name))
    authorization.ManagementLockByScope(
        name_of_lock(name),
        scope=on.id,
        lock_name=lock.name_on(of),
        level=lock.kind.value,
        notes=lock.notes,
        opts=pulumi.ResourceOptions(
            parent=parent,
            ignore_changes=[API_VERSION],
            hooks=pulumi.ResourceHookBinding(before_delete=[only_copies.before_delete]),
        ),
    )


def _name_of_assignment(at: ResourceId, role: str, principal: pulumi.Input[str], late: LateValues) -> pulumi.Input[str]:
    """The same GUID in every run, so that a role is assigned once however often a stack is made."""

    def named(who: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{at.key}|{role}|{who.lower()}"))

    known = named(principal) if isinstance(principal, str) else pulumi.Output.from_input(principal).apply(named)
    return late.place(known)
