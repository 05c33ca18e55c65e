from __future__ import annotations

import json
from pathlib import Path

import pytest

from azure_facts.permissions import Permission
from gallery_migrate.doctor.azure import PERMISSIONS_READ
from gallery_migrate.doctor.stages import STAGES, Scopes, stage_findings

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
def test_what_a_stage_needs_is_in_its_role(stage: str) -> None:
    assert set(STAGES[stage]) <= _role(stage)


def test_what_the_roles_allow_besides_is_of_the_boot_test() -> None:
    assert set(STAGES["preview"]) == _role("preview") - {PERMISSIONS_READ}
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
