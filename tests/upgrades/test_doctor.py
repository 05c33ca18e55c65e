"""What the doctor says of the state of each fixture."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.doctor.forms import UPDATE_ONCE, VALIDATE_AGAIN, findings
from tests.upgrades.kept import Fixture, fixtures

KNOWN = fixtures()
FORM_1 = "evidence of proven-1.0.0: it is of form 1, which earlier releases wrote; form 2 is needed"
SLOW = "source images with an earlier release's time limit for a deletion: proven-1.0.0-source, waiting-1.0.0-source"
BARE = "evidence without the hook that keeps it: gone-1.0.0-evidence"
SAID = {
    "boot-test-first": [(FORM_1, VALIDATE_AGAIN)],
    "evidence-form-1-last": [(FORM_1, VALIDATE_AGAIN)],
    "evidence-form-2-first": [(SLOW, UPDATE_ONCE), (BARE, UPDATE_ONCE)],
}
"""Of all others that they are well."""


@pytest.mark.parametrize("fixture", KNOWN, ids=[one.name for one in KNOWN])
def test_what_a_state_needs_is_named(fixture: Fixture) -> None:
    found = findings(fixture.exported["deployment"])
    assert [(one.found, one.remedy) for one in found] == SAID.get(fixture.name, [("as this release writes it", "")])
