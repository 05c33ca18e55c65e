"""The short paths of deployment operations, without a provider, that `az` and the SDKs ask.

Source: learn.microsoft.com/rest/api/resources/deployment-operations/list.
"""

from __future__ import annotations

from dataclasses import replace

from local_azure.arm import lifecycle
from local_azure.arm.endpoint import Endpoint
from local_azure.arm.resource_ids import ArmId
from local_azure.arm.resource_type import Call, Result
from local_azure.deployments import errors
from local_azure.deployments.deployment_operations import DeploymentOperation

KIND = DeploymentOperation()


def list_operations(call: Call, names: dict[str, str]) -> Result:
    """GET what a deployment did."""
    return lifecycle.list_resources(KIND, replace(call, id=_deployment(call, names)))


def get_operation(call: Call, names: dict[str, str]) -> Result:
    """GET one of them."""
    return lifecycle.get(KIND, replace(call, id=_deployment(call, names).child("operations", names["operation"])))


def _deployment(call: Call, names: dict[str, str]) -> ArmId:
    provider = "Microsoft.Resources"
    deployment = ArmId(names["subscription"], names["group"], provider, ("deployments",), (names["deployment"],))
    if call.world.store.get(deployment) is None:
        lifecycle.require_group(call)
        raise errors.deployment_not_found(deployment.name)
    return deployment


_OPERATIONS = "/subscriptions/{subscription}/resourceGroups/{group}/deployments/{deployment}/operations"
_READ = "Microsoft.Resources/deployments/operations/read"

ENDPOINTS = (
    Endpoint("GET", _OPERATIONS, KIND.name, KIND.api_versions, list_operations, _READ, lists=True),
    Endpoint("GET", _OPERATIONS + "/{operation}", KIND.name, KIND.api_versions, get_operation, _READ),
)
