"""The refusals of the activity log. That each is a 400 was reported or documented; the texts are invented."""

from __future__ import annotations

from local_azure.arm.errors import ArmError


def start_required() -> ArmError:
    """400 of a filter without a start time, which is documented to be required."""
    return ArmError(400, "BadRequest", "The start time is required: eventTimestamp ge '<time>'.")


def too_long_ago(start: str) -> ArmError:
    """400 of a start time before the events that are kept (github.com/Azure/azure-cli/issues/4885)."""
    return ArmError(
        400, "BadRequest", f"The provided start time {start} is invalid: it cannot be more than 90 days in the past."
    )


def end_before_start(start: str, end: str) -> ArmError:
    """400 of a time range that ends before it starts."""
    return ArmError(400, "BadRequest", f"The provided end time {end} is before the start time {start}.")


def invalid_filter(clause: str) -> ArmError:
    """400 of a clause that the documentation of `$filter` does not allow."""
    return ArmError(
        400,
        "BadRequest",
        f"The filter clause '{clause}' is not supported. Allowed are eventTimestamp ge and le, eventChannels eq, and "
        "one of resourceGroupName eq, resourceUri eq, resourceProvider eq, correlationId eq.",
    )


def invalid_skip_token() -> ArmError:
    """400 of a `$skiptoken` that no answer gave."""
    return ArmError(400, "BadRequest", "The skip token is invalid.")
