"""The refusals of Batch. The texts are invented; no recorded refusal is known."""

from __future__ import annotations

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json


def required(member: str) -> ArmError:
    """400 of a body without a required member."""
    return ArmError(400, "InvalidRequestBody", f"The specified request body is not valid: '{member}' is required.")


def image_elsewhere(image_id: str, account: str) -> ArmError:
    """400 of a managed image in another subscription than the account's, which is documented to be impossible."""
    return ArmError(
        400,
        "InvalidPropertyValue",
        f"The image '{image_id}' is not in the subscription of the Batch account '{account}'.",
    )


def not_a_number(member: str, value: object) -> ArmError:
    """400 of a number of nodes that is none."""
    return ArmError(400, "InvalidPropertyValue", f"The value '{value}' of '{member}' is no number of nodes.")


def allocation_failed(image_id: str) -> Json:
    """The error of a resize without the image (azure-docs, articles/batch/batch-custom-images.md; code documented)."""
    return {"code": "AllocationFailed", "message": f"Desired number of nodes could not be allocated: '{image_id}'."}
