"""The paths of resource providers: list, get, register, unregister, their operations."""

from __future__ import annotations

from local_azure.arm.endpoint import Endpoint
from local_azure.arm.resource_type import Call, Result
from local_azure.subscriptions import registration
from local_azure.subscriptions.registration import PROVIDER_TYPE

API_VERSIONS = (
    "2014-04-01", "2015-01-01", "2015-11-01", "2016-09-01", "2017-05-10", "2018-05-01", "2019-05-01", "2019-10-01",
    "2020-06-01", "2021-01-01", "2021-04-01", "2022-09-01", "2023-07-01", "2024-03-01", "2024-11-01", "2025-04-01",
)  # fmt: skip
OPERATION_API_VERSIONS = tuple(sorted({*API_VERSIONS, "2022-03-01", "2024-07-01", "2025-04-01"}))


def list_providers(call: Call, names: dict[str, str]) -> Result:
    """GET every provider, of a subscription or of the tenant."""
    found = registration.namespaces(call.world.types)
    entries = [registration.provider_entry(call.world, names.get("subscription"), each) for each in found]
    return Result(200, {"value": entries})


def get_provider(call: Call, names: dict[str, str]) -> Result:
    """GET one provider."""
    namespace = registration.namespace_named(call.world.types, names["namespace"])
    return Result(200, registration.provider_entry(call.world, names.get("subscription"), namespace))


def register_provider(call: Call, names: dict[str, str]) -> Result:
    """POST register: done at once."""
    return _set_state(call, names, registration.REGISTERED)


def unregister_provider(call: Call, names: dict[str, str]) -> Result:
    """POST unregister: done at once."""
    return _set_state(call, names, registration.UNREGISTERED)


def list_operations(call: Call, names: dict[str, str]) -> Result:
    """GET the actions of a provider."""
    namespace = registration.namespace_named(call.world.types, names["namespace"])
    return Result(200, {"value": registration.operation_entries(call.world.types, namespace)})


def _set_state(call: Call, names: dict[str, str], state: str) -> Result:
    namespace = registration.namespace_named(call.world.types, names["namespace"])
    registration.register(call.world, names["subscription"], namespace, state)
    return Result(200, registration.provider_entry(call.world, names["subscription"], namespace))


_PROVIDERS = "/subscriptions/{subscription}/providers"
_READ = "Microsoft.Resources/subscriptions/providers/read"

ENDPOINTS = (
    Endpoint("GET", _PROVIDERS, PROVIDER_TYPE, API_VERSIONS, list_providers, _READ, lists=True),
    Endpoint("GET", _PROVIDERS + "/{namespace}", PROVIDER_TYPE, API_VERSIONS, get_provider, _READ),
    Endpoint("POST", _PROVIDERS + "/{namespace}/register", PROVIDER_TYPE, API_VERSIONS, register_provider,
             "Microsoft.Resources/subscriptions/providers/register/action"),
    Endpoint("POST", _PROVIDERS + "/{namespace}/unregister", PROVIDER_TYPE, API_VERSIONS, unregister_provider,
             "Microsoft.Resources/subscriptions/providers/unregister/action"),
    Endpoint("GET", _PROVIDERS + "/{namespace}/operations", PROVIDER_TYPE, OPERATION_API_VERSIONS, list_operations,
             _READ, lists=True),
    Endpoint("GET", "/providers", PROVIDER_TYPE, API_VERSIONS, list_providers, lists=True),
    Endpoint("GET", "/providers/{namespace}", PROVIDER_TYPE, API_VERSIONS, get_provider),
    Endpoint("GET", "/providers/{namespace}/operations", PROVIDER_TYPE, OPERATION_API_VERSIONS, list_operations,
             lists=True),
)  # fmt: skip
