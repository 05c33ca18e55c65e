"""What Azure itself says against a version: policy violations, and validations that it ran.

Shapes: `GalleryImageVersionSafetyProfile`, `PolicyViolation`, `ValidationsProfile` and `ExecutedValidation` of
azure-mgmt-compute 39. Good news as in lab/tests/recorded/facts/cli_2024-03-03_version_create_from_managed_image.jsonl,
which also shows `validationOperationStatus`, a member that no SDK declares; bad news is in no recording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.models import Validation

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.body import Body

_SAFETY = ("properties", "safetyProfile")
_VALIDATIONS = ("properties", "validationsProfile")
_OVERALL = "validationOperationStatus"


def policy_violations(body: Body) -> tuple[str, ...]:
    """Each violation with its category and details; a text of ours where Azure only says that there is one."""
    listed = [
        ": ".join(text for text in (item.optional_text("category"), item.optional_text("details")) if text)
        for item in body.objects(*_SAFETY, "policyViolations")
    ]
    if not listed and body.flag(*_SAFETY, "reportedForPolicyViolation"):
        listed = [""]
    return tuple(text or "Azure does not say which" for text in listed)


def validations(body: Body) -> tuple[Validation, ...]:
    """The validations that Azure tells of, the one over all of them too; NotExecuted is none."""
    overall = body.optional_text(*_VALIDATIONS, _OVERALL)
    told = [Validation(_OVERALL, overall)] if overall and overall != "NotExecuted" else []
    ran = [
        Validation(item.optional_text("type") or "unnamed", item.optional_text("status") or "Unknown")
        for item in body.objects(*_VALIDATIONS, "executedValidations")
    ]
    return (*told, *ran)
