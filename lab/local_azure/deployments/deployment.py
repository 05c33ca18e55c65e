"""`Microsoft.Resources/deployments` of a resource group.

Source: learn.microsoft.com/rest/api/resources/deployments (create or update, validate), and what `az vm create` sends
and reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import ClassVar

from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.lifecycle import require_group
from local_azure.arm.operations import Operation, OperationStyle
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Action, Call, ResourceType, Result, World
from local_azure.deployments import errors
from local_azure.deployments.planning import plan_of, properties_of
from local_azure.deployments.progress import PRINCIPAL, advance
from local_azure.deployments.steps import STEPS, duration, planned_steps, steps_of
from local_azure.resource_groups.types import ResourceGroupType

DEPLOYMENT_TYPE = "Microsoft.Resources/deployments"
ACTIVE = ("Accepted", "Running", "Deleting")
ACCEPT_SECONDS = 1.0
"""From a PUT to the first resource; not known of Azure."""
DELETE_SECONDS = 5.0
"""Not known of Azure, whose answer is always 202."""


class Deployment(ResourceType):
    """A deployment. `internal` has its steps, who asked for it, and its `outputs`, shown when it succeeded."""

    name: ClassVar[str] = DEPLOYMENT_TYPE
    api_versions: ClassVar[tuple[str, ...]] = ResourceGroupType.api_versions
    style: ClassVar[OperationStyle] = OperationStyle(
        provider="Microsoft.Resources",
        url_family="operationStatuses",
        monitor_family="operationresults",
        monitor_done_status=204,
        below_resource=True,
        bare_status=True,
        running_status="Running",
        delete_sends_operation=False,
        delete_retry_after=15,
    )
    tracked: ClassVar[bool] = False
    pretty: ClassVar[bool] = False
    methods: ClassVar[tuple[str, ...]] = ("GET", "HEAD", "PUT", "DELETE")
    list_scopes: ClassVar[tuple[str, ...]] = ("group",)

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Not while the previous deployment of this name runs."""
        _require_idle(existing)

    def check_delete(self, call: Call, resource: Resource) -> None:
        """Not while it runs."""
        _require_idle(resource)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """The template is read and checked as a whole; nothing is put yet."""
        plan = plan_of(call)
        return Resource(
            resource_id,
            self.name,
            None,
            properties_of(plan),
            tags=call.body.get("tags"),
            internal={
                STEPS: planned_steps(plan.resources),
                PRINCIPAL: asdict(call.principal) if call.principal is not None else None,
                "outputs": plan.outputs,
            },
            created_at=call.world.now,
            changed_at=call.world.now,
        )

    def accepted_state(self, existing: Resource | None) -> str:
        """Until the first resource is put."""
        return "Accepted"

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """Until the first resource is put; from there it takes what the resources take."""
        return ACCEPT_SECONDS

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """The history of a deployment; its resources stay."""
        return DELETE_SECONDS

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """Go on as far as possible."""
        resource.provisioning_state = "Running"
        resource.changed_at = world.now
        advance(world, resource)

    def failed(self, world: World, operation: Operation) -> None:
        """The error stays with the deployment too."""
        super().failed(world, operation)
        deployment = world.store.get(operation.resource_id)
        if deployment is not None and operation.verb == "put":
            failures = [each.error for each in steps_of(deployment) if each.error is not None]
            deployment.properties["error"] = operation.fails_with or errors.deployment_failed(failures).body()
            deployment.changed_at = world.now
            world.store.put(deployment)

    def found(self, call: Call) -> Resource | None:
        """404 in the words for deployments; `validate` is asked of deployments that nobody made."""
        deployment = call.world.store.get(call.id)
        if deployment is not None:
            return deployment
        require_group(call)
        if call.method == "POST":
            return Resource(str(call.id), self.name, None, {})
        raise errors.deployment_not_found(call.id.name)

    def listed(self, call: Call) -> list[Resource]:
        """Those of the group; a subscription lists its own, which do not exist, and not those of its groups."""
        return [] if call.id.group is None else super().listed(call)

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """Times so far; the outputs and what came of the template once it succeeded."""
        lasted = resource.changed_at - resource.created_at
        properties: Json = {
            **resource.properties,
            "timestamp": utc_timestamp(resource.changed_at),
            "duration": duration(lasted),
        }
        if resource.provisioning_state == "Succeeded":
            properties["outputs"] = resource.internal["outputs"]
            properties["outputResources"] = [{"id": each.id} for each in steps_of(resource)]
        return properties

    def actions(self) -> Mapping[str, Action]:
        """`validate` answers the deployment that would be made."""
        return {"validate": _validate}


def _require_idle(deployment: Resource | None) -> None:
    if deployment is not None and deployment.provisioning_state in ACTIVE:
        raise errors.deployment_active(deployment.name)


def _validate(call: Call, deployment: Resource) -> Result:
    plan = plan_of(call)
    properties = {
        **properties_of(plan),
        "timestamp": utc_timestamp(call.world.now),
        "duration": duration(0.0),
        "provisioningState": "Succeeded",
        "validatedResources": [{"id": str(each.id)} for each in plan.resources],
    }
    shown_deployment: Json = {"id": deployment.id, "name": deployment.name, "type": DEPLOYMENT_TYPE}
    return Result(200, {**shown_deployment, "properties": properties})
