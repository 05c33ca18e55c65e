"""When the plan of a preview may be applied, and what is said when it may not."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.engine.failures import PolicyViolation, failure_of
from managed_image_to_gallery.cli.engine.preview import PlanRefused, Preview
from managed_image_to_gallery.cli.plan_check import Refusal
from managed_image_to_gallery.cli.preview_digest import Digest

DIGEST = Digest((), (), {})
VIOLATION = PolicyViolation("end-of-life", "web-1.0.0-version", "Set endOfLifeDate.", mandatory=True)
REFUSAL = Refusal("image-replaced", None, "it is the same image", "Undo the change.")


def test_a_preview_that_nothing_speaks_against_may_be_applied() -> None:
    assert Preview(DIGEST).checked() is DIGEST
    assert Preview(DIGEST, violations=[PolicyViolation("p", "r", "m", mandatory=False)]).checked() is DIGEST


@pytest.mark.parametrize(
    ("preview", "reason"),
    [
        (Preview(None, failures=[failure_of(None, "broken")]), "the update: broken"),
        (Preview(DIGEST, failures=[failure_of(None, "broken")]), "the update: broken"),
        (Preview(DIGEST, [REFUSAL]), "image-replaced: the preview as a whole"),
        (Preview(DIGEST, violations=[VIOLATION]), "policy end-of-life: web-1.0.0-version: Set endOfLifeDate."),
    ],
)
def test_whatever_speaks_against_it_is_said(preview: Preview, reason: str) -> None:
    assert not preview.may_be_applied
    with pytest.raises(PlanRefused, match=reason):
        preview.checked()


def test_what_the_plan_check_refuses_was_previewed_nevertheless() -> None:
    assert Preview(DIGEST, [REFUSAL]).succeeded
    assert not Preview(None).succeeded
