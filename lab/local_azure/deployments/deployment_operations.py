"""`Microsoft.Resources/deployments/operations`: what a deployment did.

Source: learn.microsoft.com/rest/api/resources/deployment-operations.
"""

from __future__ import annotations

from typing import ClassVar

from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType, World
from local_azure.deployments.steps import WAITING, shown, steps_of
from local_azure.resource_groups.types import ResourceGroupType


class DeploymentOperation(ResourceType):
    """What a deployment did to each resource of its template, in the order of the template; read only."""

    name: ClassVar[str] = "Microsoft.Resources/deployments/operations"
    api_versions: ClassVar[tuple[str, ...]] = ResourceGroupType.api_versions
    tracked: ClassVar[bool] = False
    pretty: ClassVar[bool] = False
    methods: ClassVar[tuple[str, ...]] = ("GET", "HEAD")
    list_scopes: ClassVar[tuple[str, ...]] = ("parent",)

    def listed(self, call: Call) -> list[Resource]:
        """The steps that were begun."""
        deployment = call.world.store.get(call.id)
        return [] if deployment is None else _operations(call.world, deployment)

    def existing(self, call: Call) -> Resource | None:
        """For HEAD."""
        return self.found(call)

    def found(self, call: Call) -> Resource | None:
        """One of them."""
        deployment = call.world.store.get(call.id.parent)
        if deployment is None:
            return None
        return next((each for each in _operations(call.world, deployment) if each.key == call.id.key), None)

    def render(self, call: Call, resource: Resource) -> Json:
        """`{id, operationId, properties}`."""
        return {"id": resource.id, "operationId": resource.name, "properties": resource.properties}


def _operations(world: World, deployment: Resource) -> list[Resource]:
    return [
        Resource(f"{deployment.id}/operations/{step.name}", DeploymentOperation.name, None, shown(step, world.now))
        for step in steps_of(deployment)
        if step.state != WAITING
    ]
