"""The refusals of Azure Policy. The texts are general knowledge of Azure's."""

from __future__ import annotations

from local_azure.arm.errors import ArmError


def definition_required() -> ArmError:
    """400 of an assignment that assigns nothing."""
    return ArmError(
        400,
        "InvalidCreatePolicyAssignmentRequest",
        "The policy assignment create request is invalid: the property 'policyDefinitionId' is required.",
    )
