"""azurerm, run by OpenTofu: what it made it finds unchanged, it updates in place, imports, destroys.

Building both takes about an hour, and so `make test-azurerm` runs this suite, not `make test-clients`.
"""

from __future__ import annotations

import json

import pytest

from harness.local_azure import LocalAzure
from harness.tofu import Tofu

CLIENT = "azurerm (OpenTofu)"
NOTHING_TO_DO, TO_DO = 0, 2
"""Exit statuses of `plan -detailed-exitcode`."""
CHANGED = ("-var", 'tags={"owner":"second"}', "-var", "replicas=2")


@pytest.fixture(scope="module")
def tofu(azure: LocalAzure, tmp_path_factory: pytest.TempPathFactory) -> Tofu:
    return Tofu(azure, tmp_path_factory.mktemp("azurerm"))


def test_a_second_plan_is_empty_and_a_change_is_made_in_place(tofu: Tofu) -> None:
    tofu.apply()
    tofu("plan", "-input=false", "-no-color", "-detailed-exitcode", expected=NOTHING_TO_DO)

    changes = tofu.plan(*CHANGED)
    tofu.apply(*CHANGED)

    assert changes["azurerm_shared_image_version.version"] == ["update"]
    assert {tuple(each) for each in changes.values()} == {("update",)}
    assert tofu.plan(*CHANGED) == {}


def test_what_is_there_is_imported_and_needs_no_change(tofu: Tofu) -> None:
    state = json.loads(tofu("show", "-json"))["values"]["root_module"]["resources"]
    ids = {each["address"]: each["values"]["id"] for each in state}

    for address in sorted(ids):
        tofu("state", "rm", address)
    for address in sorted(ids):
        tofu("import", "-input=false", "-no-color", *CHANGED, address, ids[address])

    assert tofu.plan(*CHANGED) == {}


def test_everything_is_destroyed(tofu: Tofu, azure: LocalAzure) -> None:
    tofu("destroy", "-input=false", "-no-color", "-auto-approve", *CHANGED)

    assert tofu("state", "list") == ""
    assert azure.get("/resourceGroups/group", api_version="2022-09-01").status_code == 404
