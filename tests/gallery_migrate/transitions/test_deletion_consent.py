"""Consent to exactly what is deleted."""

from __future__ import annotations

import pytest

from gallery_migrate.failures import CommandFailed
from gallery_migrate.preview_digest import Step
from gallery_migrate.transitions.deletion_consent import (
    OtherDeletions,
    refuse_image_deletions,
    require_consent,
)

PREFIX = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images"


def deleted(*names: str) -> list[Step]:
    return [Step("delete", f"urn::{name}", "azure-native:compute:Image", f"{PREFIX}/{name}", "") for name in names]


@pytest.mark.parametrize("expected", [["WEB", "db"], [f"{PREFIX}/web", "db"]])
def test_a_script_names_all_of_it(expected: list[str]) -> None:
    require_consent(deleted("web", "db"), expected, yes=True, can_ask=False)


@pytest.mark.parametrize("expected", [[], ["web"], ["web", "db", "other"], ["we"]])
def test_anything_else_is_refused(expected: list[str]) -> None:
    with pytest.raises(OtherDeletions):
        require_consent(deleted("web", "db"), expected, yes=True, can_ask=False)


def test_without_yes_somebody_must_be_there_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandFailed, match="Nobody can be asked"):
        require_consent(deleted("web"), ["web"], yes=False, can_ask=False)


def test_a_command_that_deletes_no_image_refuses_a_plan_that_does() -> None:
    machine = Step("delete", "urn::vm", "azure-native:compute:VirtualMachine", f"{PREFIX}/vm", "")
    refuse_image_deletions([machine])
    with pytest.raises(OtherDeletions, match="images/web"):
        refuse_image_deletions([machine, *deleted("web")])
