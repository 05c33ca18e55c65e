"""What Resource Manager answers about groups; texts without a source are general knowledge of ARM's."""

from __future__ import annotations

from local_azure.arm.errors import ArmError

GATEWAY = {"x-ms-failure-cause": "gateway"}


def location_required() -> ArmError:
    """400: a group without a location."""
    return ArmError(
        400,
        "LocationRequired",
        "The location property is required for this definition.",
        extra_headers=GATEWAY,
    )


def location_not_available(location: str, available: str) -> ArmError:
    """400: a location that is no region."""
    return ArmError(
        400,
        "LocationNotAvailableForResourceGroup",
        f"The provided location '{location}' is not available for resource group. List of available regions is "
        f"'{available}'.",
        extra_headers=GATEWAY,
    )


def location_changed(group: str, stored: str, sent: str) -> ArmError:
    """409: a PUT with another location than the group's."""
    return ArmError(
        409,
        "InvalidResourceGroupLocation",
        f"Invalid resource group location '{sent}'. The Resource group already exists in location '{stored}'.",
        target=group,
        extra_headers=GATEWAY,
    )


def invalid_name(group: str) -> ArmError:
    """400: a name that no group may have (documented: 1-90 letters, digits, `_-.()`, no period at the end)."""
    return ArmError(
        400,
        "InvalidResourceGroupName",
        f"The provided resource group name '{group}' has these invalid characters or an invalid end. The name can only "
        "be a letter, digit, '-', '.', '(', ')' or '_', cannot end with '.', and has at most 90 characters.",
        extra_headers=GATEWAY,
    )


def being_deleted(group: str) -> ArmError:
    """409: a write into a group that is being deleted."""
    return ArmError(
        409,
        "ResourceGroupBeingDeleted",
        f"The resource group '{group}' is in deprovisioning state and cannot perform this operation.",
        extra_headers=GATEWAY,
    )


def invalid_filter(text: str, reason: str) -> ArmError:
    """400: a `$filter` that cannot be read; the reason is invented."""
    return ArmError(
        400,
        "InvalidFilterInQueryString",
        f"Invalid $filter '{text}' specified in the query string: {reason}.",
        extra_headers=GATEWAY,
    )
