"""Resource providers: which there are, their types, and whether a subscription may use them.

Built from the resource types that this Azure knows. Every provider is registered from the start, as in a subscription
that is in use. What the list of a provider answers that is not registered was never seen; each answer that is possible
is the one of a state: `NotRegistered` refuses writes and has empty lists, `Unregistered` refuses reads too, with the
second text that was reported, and `Absent` (no state of Azure's) is a cloud that does not have the provider.
"""

from __future__ import annotations

from collections.abc import Mapping

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.regions import REGIONS
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import ResourceType, World

PROVIDER_TYPE = "Microsoft.Resources/providers"
REGISTERED = "Registered"
UNREGISTERED = "NotRegistered"
READS_REFUSED = "Unregistered"
ABSENT = "Absent"


def namespaces(types: Mapping[str, ResourceType]) -> list[str]:
    """The namespaces of all types, `Microsoft.Authorization` first."""
    return sorted({kind.name.split("/", 1)[0] for kind in types.values()})


def namespace_named(types: Mapping[str, ResourceType], name: str) -> str:
    """The namespace in Azure's spelling; 404 for one that is not there."""
    for namespace in namespaces(types):
        if namespace.lower() == name.lower():
            return namespace
    raise ArmError(404, "InvalidResourceNamespace", f"The resource namespace '{name}' is invalid.")


def state_of(world: World, subscription: str, namespace: str) -> str:
    """The provider's state in the subscription."""
    kept = world.store.get(_key(subscription, namespace))
    return REGISTERED if kept is None else str(kept.properties["registrationState"])


def register(world: World, subscription: str, namespace: str, state: str) -> None:
    """Register or unregister."""
    key = _key(subscription, namespace)
    world.store.put(Resource(key, PROVIDER_TYPE, None, {"registrationState": state}, changed_at=world.now))


def require_registered(world: World, subscription: str, namespace: str, *, writes: bool) -> None:
    """404 of a provider that is absent, 409 of one that is not registered; azcore reacts to the code.

    Source: docs/reference/provider-protocol.md#registration. Both texts were reported, of writes.
    """
    state = state_of(world, subscription, namespace)
    if state == ABSENT:
        raise ArmError(404, "InvalidResourceNamespace", f"The resource namespace '{namespace}' is invalid.")
    if state == READS_REFUSED:
        raise _missing_registration(
            namespace,
            "The subscription registration is in 'Unregistered' state. The subscription must be registered to use "
            f"namespace '{namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.",
        )
    if state != REGISTERED and writes:
        raise _missing_registration(
            namespace,
            f"The subscription is not registered to use namespace '{namespace}'. See https://aka.ms/rps-not-found for "
            "how to register subscriptions.",
        )


def _missing_registration(namespace: str, message: str) -> ArmError:
    code = "MissingSubscriptionRegistration"
    return ArmError(409, code, message, details=[{"code": code, "target": namespace, "message": message}])


def provider_entry(world: World, subscription: str | None, namespace: str) -> Json:
    """One provider as `GET …/providers/{namespace}` shows it; api-versions newest first."""
    kinds = [kind for kind in world.types.values() if kind.name.split("/", 1)[0] == namespace]
    entry: Json = {"namespace": namespace, "resourceTypes": [_type_entry(kind) for kind in kinds]}
    if subscription is not None:
        state = state_of(world, subscription, namespace)
        entry = {"id": f"/subscriptions/{subscription}/providers/{namespace}", **entry}
        entry |= {"registrationState": state, "registrationPolicy": "RegistrationRequired"}
    return entry


def operation_entries(types: Mapping[str, ResourceType], namespace: str) -> list[Json]:
    """The actions of a provider as `GET /providers/{namespace}/operations` lists them."""
    kinds = [kind for kind in types.values() if kind.name.split("/", 1)[0] == namespace]
    names = [
        f"{kind.name}/{verb}"
        for kind in kinds
        for verb in ("read", "write", "delete", *(f"{action}/action" for action in kind.actions()))
    ]
    return [_operation_entry(name) for name in names]


def _type_entry(kind: ResourceType) -> Json:
    locations = [region.display_name for region in REGIONS.values()] if kind.tracked else []
    return {
        "resourceType": kind.name.split("/", 1)[1],
        "locations": locations,
        "apiVersions": list(reversed(kind.api_versions)),
        "capabilities": "CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SupportsTags, SupportsLocation"
        if kind.tracked
        else "None",
    }


def _operation_entry(name: str) -> Json:
    namespace, _, rest = name.partition("/")
    resource, _, operation = rest.removesuffix("/action").rpartition("/")
    display: Json = {"provider": namespace, "resource": resource, "operation": operation, "description": name}
    return {"name": name, "display": display}


def _key(subscription: str, namespace: str) -> str:
    return f"/subscriptions/{subscription.lower()}/providers/{namespace}"
