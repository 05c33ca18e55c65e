"""Others act while the gate reads: what was proven a while ago is not proven any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from soak.places import NAMES, Places

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.beginnings import Beginnings

SLOW_LISTS = (
    "Microsoft.Compute/virtualMachines",
    "Microsoft.Compute/virtualMachineScaleSets",
    "Microsoft.Compute/disks",
    "Microsoft.VirtualMachineImages/imageTemplates",
)


@pytest.mark.parametrize("slow", SLOW_LISTS)
def test_a_version_that_goes_while_a_list_is_read_is_not_proven(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings, slow: str
) -> None:
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=2)
    at = Places(azure.group_id("myResourceGroup"), NAMES[0])
    stack.configure(stage="retired")
    azure.add_fault({"match": {"access": "list", "type": slow}, "delete": {"target": at.version}, "delay": 0.5})
    azure.forget_requests()

    done = stack.up(check=False)

    assert done.returncode
    assert "version-succeeded" in done.stdout
    assert at.image.lower() not in {each["path"].lower() for each in azure.requests(method="DELETE")}
    assert azure.get(at.image, api_version="2024-07-01").status_code == 200


def test_a_delete_that_azure_puts_off_is_given_up_before_azure_would_take_it(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    """Compute's Retry-After is two minutes and more; the provider sends again only within its timeout."""
    stack = beginnings.begin(tmp_path / "stack", "published", migrations=1)
    source = next(each for each in stack.checkpoint()["resources"] if each["type"] == "azure-native:compute:Image")
    assert source["customTimeouts"]["delete"] < 120
