"""The refusals of Image Builder. Texts are invented except where marked: no recorded refusal is known."""

from __future__ import annotations

from local_azure.arm.errors import ArmError


def invalid_source(kind: object) -> ArmError:
    """400 of a source that is not one of the three kinds."""
    return ArmError(
        400,
        "ValidationFailed",
        f"Validation failed: the value '{kind}' of 'properties.source.type' is invalid. The valid values are "
        "'PlatformImage', 'ManagedImage' and 'SharedImageVersion'.",
    )


def missing(member: str) -> ArmError:
    """400 of a body without a required member."""
    return ArmError(400, "ValidationFailed", f"Validation failed: '{member}' is required.")


def update_not_supported() -> ArmError:
    """409 of a PUT on a template that exists; text of Microsoft's troubleshooting page, from general knowledge."""
    return ArmError(
        409,
        "Conflict",
        "Update/Upgrade of image templates is currently not supported. Please change the name of the template you are "
        "submitting.",
    )
