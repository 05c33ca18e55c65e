"""The name of the action that a request is, as role definitions list it (`Microsoft.Compute/images/read`)."""

from __future__ import annotations

from local_azure.arm.resource_ids import ArmId

SUBSCRIPTION = "Microsoft.Resources/subscriptions"
GROUP = "Microsoft.Resources/subscriptions/resourceGroups"
VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}


def action_of(method: str, resource_id: ArmId, tail: str | None = None) -> str:
    """The action of a request; `tail` is what follows the id: a collection's type, a view's or an action's name."""
    if resource_id.provider and not resource_id.types and not tail:
        return f"{SUBSCRIPTION}/providers/read"
    base = _type_of(resource_id)
    whole = f"{base}/{_tail_type(tail)}" if tail else base
    verb = VERBS.get(method.upper())
    return f"{whole}/{verb}" if verb else f"{whole}/action"


def _type_of(resource_id: ArmId) -> str:
    if resource_id.provider:
        return "/".join((resource_id.provider, *resource_id.types))
    return GROUP if resource_id.group else SUBSCRIPTION


def _tail_type(tail: str) -> str:
    return "resourceGroups" if tail.lower() == "resourcegroups" else tail
