"""What Azure Resource Manager asks of `location` in the body of a tracked resource, before any provider sees it."""

from __future__ import annotations

from local_azure.arm.errors import ArmError
from local_azure.arm.regions import REGIONS, find_region, short_name
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call


def check_location(call: Call, existing: Resource | None, resource_type: str) -> None:
    """Refuse a PUT without location, with one that Azure has not, or with another one than the resource's own."""
    sent = call.body.get("location")
    if not isinstance(sent, str) or not sent:
        raise location_required()
    if find_region(sent) is None:
        raise location_not_available(sent, resource_type)
    if existing is not None and existing.location is not None and short_name(sent) != existing.location:
        raise other_location(existing, sent)


def location_required() -> ArmError:
    """400 of a tracked resource without location; general knowledge of ARM's text."""
    return ArmError(400, "LocationRequired", "The location property is required for this definition.")


def location_not_available(location: str, resource_type: str) -> ArmError:
    """400 of an unknown region.

    Source: docs/reference/azure-errors.md#unknown-region: code and text from general knowledge.
    """
    return ArmError(
        400,
        "LocationNotAvailableForResourceType",
        f"The provided location '{location}' is not available for resource type '{resource_type}'. "
        f"List of available regions for the resource type is '{','.join(REGIONS)}'.",
    )


def other_location(existing: Resource, sent: str) -> ArmError:
    """409 of a name that is taken in another region.

    Source: docs/reference/azure-errors.md#name-taken-in-another-region; the code is general knowledge.
    """
    return ArmError(
        409,
        "InvalidResourceLocation",
        f"The resource '{existing.name}' already exists in location '{existing.location}' in resource group "
        f"'{existing.arm_id.group}'. A resource with the same name cannot be created in location '{sent}'. "
        "Please select a new resource name.",
    )
