"""The refusals of DevTest Labs. The texts are invented; no recorded refusal is known."""

from __future__ import annotations

from local_azure.arm.errors import ArmError


def required(member: str) -> ArmError:
    """400 of a body without a required member."""
    return ArmError(400, "InvalidRequest", f"The property '{member}' is required.")


def image_not_found(image_id: str) -> ArmError:
    """400 of a formula or machine that is made of a custom image that is not there."""
    return ArmError(400, "InvalidCustomImageId", f"The custom image '{image_id}' does not exist.")
