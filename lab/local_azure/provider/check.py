"""Check: defaults first, then validation (docs/reference/provider-protocol.md#check)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .naming import NamingRequest, with_name
from .schema import ResourceType
from .validation import check_failures
from .values import UNKNOWN, Json, JsonObject, is_unknown

GroupLocation = Callable[[str], Awaitable["str | None"]]
"""Finds the location of a resource group by its name."""


@dataclass(frozen=True)
class Checked:
    """A resource's inputs as they will be used, and the reasons why they cannot be."""

    inputs: JsonObject
    failures: list[str]


async def check(
    resource: ResourceType,
    inputs: JsonObject,
    old_inputs: JsonObject,
    naming: NamingRequest,
    configured_location: str,
    group_location: GroupLocation,
) -> Checked:
    """The program's inputs with name, location and API version filled in, checked against the type."""
    named = with_name(resource, inputs, old_inputs, naming)
    if "location" in resource.properties and "location" not in named:
        location = await _default_location(resource, named, old_inputs, configured_location, group_location)
        named = named if location is None else {**named, "location": location}
    completed: JsonObject = {"azureApiVersion": resource.api_version, **named}
    return Checked(completed, check_failures(resource, completed))


async def _default_location(
    resource: ResourceType,
    inputs: JsonObject,
    old_inputs: JsonObject,
    configured: str,
    group_location: GroupLocation,
) -> Json:
    if known := old_inputs.get("location") or configured:
        return known
    group = inputs.get("resourceGroupName")
    if resource.name_parameter == "resourceGroupName" or not isinstance(group, str):
        return None
    return UNKNOWN if is_unknown(group) else await group_location(group)
