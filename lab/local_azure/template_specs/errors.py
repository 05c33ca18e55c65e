"""The refusals of template specs. The texts are invented; no recorded refusal is known."""

from __future__ import annotations

from local_azure.arm.errors import ArmError


def template_required() -> ArmError:
    """400 of a version without a template."""
    return ArmError(
        400,
        "InvalidTemplateSpecVersion",
        "The template spec version is not valid: the property 'mainTemplate' is required.",
    )
