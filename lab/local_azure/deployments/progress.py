"""Carrying out a deployment: each resource is put as its own request would be, with the caller's rights.

Resources whose dependencies are there are put at the same time. After a failure nothing new is begun, what runs is
waited for, and nothing is undone (learn.microsoft.com/azure/azure-resource-manager/templates/deployment-modes).
"""

from __future__ import annotations

from local_azure.arm import lifecycle
from local_azure.arm.errors import ArmError, OperationContinues
from local_azure.arm.json_types import Json
from local_azure.arm.operations import FAILED as OPERATION_FAILED
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import ArmId
from local_azure.arm.resource_type import Call, Principal, World
from local_azure.authorization import locks, permissions
from local_azure.deployments import errors
from local_azure.deployments.steps import FAILED, RUNNING, SUCCEEDED, WAITING, Step, keep, steps_of
from local_azure.resource_groups.errors import being_deleted
from local_azure.subscriptions.registration import require_registered

PRINCIPAL = "principal"
"""Where a deployment keeps who asked for it (`Resource.internal`): `{client_id, object_id}` or None."""
CHECK_SECONDS = 1.0
"""How often a deployment looks at what it waits for."""


def advance(world: World, deployment: Resource) -> None:
    """Note what ended and begin what can begin.

    `OperationContinues` while something is left to do, `OperationFailed` when all is over and something failed.
    """
    steps = steps_of(deployment)
    caller: Json | None = deployment.internal[PRINCIPAL]
    principal = Principal(**caller) if caller is not None else None
    while _advance_once(world, steps, principal):
        pass
    keep(deployment, steps)
    world.store.put(deployment)
    failed = [each for each in steps if each.state == FAILED]
    if any(each.state == RUNNING for each in steps):
        raise OperationContinues(CHECK_SECONDS)
    if failed:
        raise errors.deployment_failed([each.error for each in failed if each.error is not None])


def _advance_once(world: World, steps: list[Step], principal: Principal | None) -> bool:
    """One round; whether anything changed, so that a step that is done at once lets the next one begin."""
    before = [each.state for each in steps]
    for step in steps:
        if step.state == RUNNING:
            _look_at(world, step)
    done = {each.arm_id.key for each in steps if each.state == SUCCEEDED}
    broken = any(each.state == FAILED for each in steps)
    for step in steps:
        if step.state == WAITING and not broken and done.issuperset(step.depends_on):
            _begin(world, step, principal)
    return before != [each.state for each in steps]


def _begin(world: World, step: Step, principal: Principal | None) -> None:
    body, step.body = step.body, {}
    step.state, step.started = RUNNING, world.now
    call = Call(world, "PUT", step.arm_id, step.api_version, body, {}, principal)
    try:
        _admit(call)
        result = lifecycle.put(world.types[step.arm_id.type.lower()], call)
    except ArmError as refusal:
        step.fail(refusal.status, refusal.envelope()["error"], world.now)
        return
    step.status = result.status
    if result.operation is None:
        step.succeed(world.now)
    else:
        step.operation = result.operation.id


def _look_at(world: World, step: Step) -> None:
    operation = world.operations.get(step.operation or "")
    if operation is None or operation.running:
        return
    at = operation.ended or world.now
    if operation.status == OPERATION_FAILED:
        step.fail(409, errors.resource_failed(step.id, operation.error or {}), at)
    else:
        step.succeed(at)


def _admit(call: Call) -> None:
    """What Resource Manager asks before it asks the provider: roles, locks, registration, the group's state."""
    if call.principal is not None:
        permissions.require(call.world, call.principal, f"{call.id.type}/write", str(call.id))
    locks.require_unlocked(call.world, call.id, call.method)
    require_registered(call.world, call.id.subscription or "", call.id.provider or "", writes=True)
    group = call.world.store.get(ArmId(call.id.subscription, call.id.group))
    if group is not None and group.provisioning_state == "Deleting":
        raise being_deleted(group.name)
