"""May this be deployed? What a request comes to, or the refusal before anything happened."""

from __future__ import annotations

import uuid
from dataclasses import replace

from local_azure.arm.json_types import Json, as_object
from local_azure.arm.lifecycle import require_group
from local_azure.arm.resource_ids import GROUP_TYPE
from local_azure.arm.resource_type import Call
from local_azure.authorization import permissions
from local_azure.deployments import errors
from local_azure.deployments.functions import Scope
from local_azure.deployments.steps import shown_target
from local_azure.deployments.template import Plan, PlannedResource, read_template


def plan_of(call: Call) -> Plan:
    """What the deployment that is asked for comes to; refused as Azure refuses it before anything happened."""
    properties = call.properties
    mode = str(properties.get("mode", ""))
    if mode.lower() != "incremental":
        raise errors.invalid_request(f"the deployment mode '{mode}' is not supported, only 'Incremental' is")
    for linked in ("templateLink", "parametersLink"):
        if properties.get(linked):
            raise errors.invalid_request(f"'{linked}' is not supported, the template has to be in the request")
    plan = read_template(as_object(properties.get("template")), as_object(properties.get("parameters")), _scope(call))
    resources = tuple(_known(call, each) for each in plan.resources)
    for each in resources:
        _require_permission(call, each)
    return replace(plan, resources=resources)


def _scope(call: Call) -> Scope:
    group = require_group(call)
    if group is None:
        raise errors.invalid_request("templates are deployed to resource groups only")
    subscription = group.arm_id.subscription or ""
    shown_group: Json = {
        "id": group.id,
        "name": group.name,
        "type": GROUP_TYPE,
        "location": group.location,
        "tags": group.tags or {},
    }
    shown_subscription: Json = {
        "id": f"/subscriptions/{subscription}",
        "subscriptionId": subscription,
        "tenantId": call.world.settings.tenant_id,
    }
    return Scope(group.arm_id, shown_group, shown_subscription)


def _known(call: Call, resource: PlannedResource) -> PlannedResource:
    """A resource that can be put: of a type that is there, at an api-version that the type has."""
    name = "/".join(resource.id.names)
    kind = call.world.type_named(resource.id.type)
    if kind is None or "PUT" not in kind.methods or kind.name == GROUP_TYPE:
        raise errors.unknown_type(name, resource.id.type)
    if resource.api_version not in kind.api_versions:
        raise errors.unknown_api_version(name, kind.name, resource.api_version, kind.api_versions)
    return resource


def _require_permission(call: Call, resource: PlannedResource) -> None:
    if call.principal is None:
        return
    if not permissions.permits(call.world, call.principal, f"{resource.id.type}/write", str(resource.id)):
        raise errors.not_permitted(call.principal, "/".join(resource.id.names), resource.id.type, str(resource.id))


def properties_of(plan: Plan) -> Json:
    """What a deployment shows of its plan: parameters, types by provider, dependencies, a new correlation id."""
    return {
        "parameters": plan.parameters,
        "mode": "Incremental",
        "correlationId": str(uuid.uuid4()),
        "providers": _providers(plan),
        "dependencies": [
            {
                "dependsOn": [shown_target(other.id) for other in plan.resources if other.id.key in each.depends_on],
                **shown_target(each.id),
            }
            for each in plan.resources
            if each.depends_on
        ],
    }


def _providers(plan: Plan) -> list[Json]:
    """The types of a plan by namespace."""
    kinds: dict[str, dict[str, None]] = {}
    for each in plan.resources:
        kinds.setdefault(each.id.provider or "", {})["/".join(each.id.types)] = None
    return [
        {"namespace": namespace, "resourceTypes": [{"resourceType": kind} for kind in found]}
        for namespace, found in kinds.items()
    ]
