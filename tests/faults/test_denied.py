"""A deny assignment or a policy stands against the deletion: nothing is lost, it is said, and the next run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from soak.beginnings import GALLERY_API
from soak.others import IMAGE_API
from soak.places import NAMES, Places

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.beginnings import Beginnings


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("DenyAssignmentAuthorizationFailed", "A deny assignment keeps it"),
        pytest.param("RequestDisallowedByPolicy", "manages the policy", marks=pytest.mark.exhaustive),
    ],
)
def test_a_deletion_that_azure_forbids_loses_nothing_and_is_made_up_for(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings, code: str, remedy: str
) -> None:
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=1)
    at = Places(azure.group_id("myResourceGroup"), NAMES[0])
    before = stack.declared()
    consent = ("--yes", "--expect-delete", at.image)
    refusal = {"status": 403, "code": code, "message": "The access is denied."}
    azure.add_fault({"match": {"method": "DELETE", "type": "Microsoft.Compute/images"}, "refuse": refusal})

    told = stack.gallery_migrate("retire", at.migration, *consent)

    assert told.returncode
    assert f"{code}: The access is denied." in told.stdout
    assert remedy in told.stdout
    assert azure.get(at.image, api_version=IMAGE_API).status_code == 200
    assert stack.declared() == before

    azure.clear_faults()
    assert stack.gallery_migrate("resume", *consent).returncode == 0
    assert azure.get(at.image, api_version=IMAGE_API).status_code == 404
    assert azure.get(at.version, api_version=GALLERY_API).status_code == 200
