from __future__ import annotations

import json
from pathlib import Path

import pytest

from managed_image_to_gallery.azure.permissions import Permission
from managed_image_to_gallery.azure.reference_scan import READS_OF_WHOLE_SUBSCRIPTIONS
from managed_image_to_gallery.cli.doctor.stages import STAGES, Scopes, stage_findings

ROLES = Path(__file__).parents[3] / "docs" / "roles"
SUBSCRIPTION, SOURCES, GALLERY = (
    "/subscriptions/s",
    "/subscriptions/s/resourcegroups/a",
    "/subscriptions/s/resourcegroups/b",
)
SCOPES = Scopes(SUBSCRIPTION, (SOURCES,), (GALLERY,))
READER = Permission(("*/read",), ())


def _role(stage: str) -> set[str]:
    return set(json.loads((ROLES / f"{stage}.json").read_text())["Actions"])


@pytest.mark.parametrize("stage", STAGES)
def test_every_role_can_read_what_the_gate_must_believe(stage: str) -> None:
    assert set(READS_OF_WHOLE_SUBSCRIPTIONS) <= _role(stage)


@pytest.mark.parametrize("searched", ["/subscriptions/s", "/subscriptions/other"])
@pytest.mark.parametrize("action", READS_OF_WHOLE_SUBSCRIPTIONS)
def test_lists_are_asked_for_at_every_subscription_that_is_searched(searched: str, action: str) -> None:
    """A role on a group does not make up for it."""
    scopes = Scopes(SUBSCRIPTION, (SOURCES,), (GALLERY,), (SUBSCRIPTION, "/subscriptions/other"))
    everything = Permission(("*",), ())
    granted = {scope: [everything] for scope in scopes.every}
    granted[searched] = [Permission(("*",), (action,))]

    preview = stage_findings(granted, scopes)[0]

    assert preview.found == f"at {searched} not allowed: {action}"


@pytest.mark.parametrize("stage", STAGES)
def test_what_a_stage_needs_is_in_its_role(stage: str) -> None:
    assert set(STAGES[stage]) <= _role(stage)


def test_what_the_roles_allow_besides_is_of_the_boot_test() -> None:
    assert set(STAGES["preview"]) == _role("preview")
    assert set(STAGES["retire"]) == _role("retire") - _role("preview")
    besides = _role("publish") - _role("preview") - set(STAGES["publish"])
    assert all(
        "Network" in one or "virtualMachines" in one or "disks" in one or "/locations/" in one for one in besides
    )


def test_each_stage_names_the_action_the_scope_and_the_role() -> None:
    preview, publish, retire = stage_findings({SUBSCRIPTION: [READER], SOURCES: [READER], GALLERY: [READER]}, SCOPES)
    assert preview.well is True
    assert (publish.well, retire.well) == (False, False)
    assert f"at {GALLERY} not allowed: Microsoft.Compute/galleries/write" in publish.found
    assert retire.found == f"at {SOURCES} not allowed: Microsoft.Compute/images/delete"
    assert retire.remedy == f"Assign the role of docs/roles/retire.json at {SOURCES}."


def test_a_role_on_the_groups_is_enough_for_what_is_in_them() -> None:
    everything = [Permission(("*",), ())]
    granted = {SUBSCRIPTION: [READER], SOURCES: everything, GALLERY: everything}
    assert all(finding.well for finding in stage_findings(granted, SCOPES))
