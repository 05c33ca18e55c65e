"""The doctor's questions to local Azure, asked by identities that may do more and less; what each kind of run needs."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.activity_log import LOG_READS
from managed_image_to_gallery.azure.permissions import Permission
from managed_image_to_gallery.azure.reference_scan import READS_OF_WHOLE_SUBSCRIPTIONS
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.doctor.azure import findings, stage_findings
from managed_image_to_gallery.cli.doctor.needs import STAGES, TEST_MACHINES, TEST_NETWORKS, Scopes, scopes_of
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.cli.migrations import SUBSCRIPTION as ID
from tests.cli.migrations import entry

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure
    from managed_image_to_gallery.cli.doctor.finding import Finding


CLIENT = "11111111-0000-4000-8000-000000000001"
SEED = """
resourceGroups: {{rg: {{location: eastus}}}}
principals:
  - {{name: somebody, clientId: {client}, secret: known, roles: [{roles}]}}
"""


@pytest.fixture(autouse=True)
def _trusted(azure: LocalAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, azure.env[name])


def _found(azure: LocalAzure, roles: str) -> list[Finding]:
    azure.seed(SEED.format(client=CLIENT, roles=roles))
    settings = AzureSettings.read({}, azure.env | {"ARM_CLIENT_ID": CLIENT, "ARM_CLIENT_SECRET": "known"})
    group = azure.group_id("rg")
    scopes = Scopes(f"/subscriptions/{azure.subscription}", (group,), (group,))
    return asyncio.run(findings(settings, scopes))


def test_a_reader_may_preview_and_is_told_what_the_other_stages_lack(azure: LocalAzure) -> None:
    found = {one.subject: one for one in _found(azure, "{role: Reader}")}
    assert found["permissions: preview"].well is True
    assert "Microsoft.Compute/galleries/images/versions/write" in found["permissions: publish"].found
    assert "Microsoft.Compute/images/delete" in found["permissions: retire"].found


def test_contributor_on_the_group_and_reader_above_is_enough(azure: LocalAzure) -> None:
    found = _found(azure, "{role: Reader}, {role: Contributor, scope: rg}")
    assert [one.subject for one in found if not one.well] == []


def test_a_role_on_the_group_alone_is_not_enough_for_lists_of_the_subscription(azure: LocalAzure) -> None:
    """Azure would shorten them without a word, so the gate refuses them."""
    found = {one.subject: one for one in _found(azure, "{role: Contributor, scope: rg}")}
    refused = found[f"permissions at /subscriptions/{azure.subscription}"]
    assert refused.well is False
    assert "Microsoft.Authorization/permissions/read" in refused.remedy


def test_somebody_without_a_role_is_told_what_the_gate_will_not_do_without(azure: LocalAzure) -> None:
    found = {one.subject: one for one in _found(azure, "")}
    assert found["subscription"].well is False
    unknown = found[f"permissions at /subscriptions/{azure.subscription}"]
    assert unknown.well is False
    assert "Microsoft.Authorization/permissions/read" in unknown.remedy


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


def test_the_activity_log_is_asked_for_only_where_the_config_asks_for_days() -> None:
    (action,) = LOG_READS
    granted = {scope: [Permission(("*",), (action,))] for scope in SCOPES.every}
    assert stage_findings(granted, SCOPES)[0].well is True
    preview = stage_findings(granted, replace(SCOPES, log=True))[0]
    assert preview.found == f"at {SUBSCRIPTION} not allowed: {action}"


@pytest.mark.parametrize("days", [None, 0, 30])
def test_a_config_asks_for_the_log_by_its_days(days: int | None) -> None:
    raw = {
        "gallery": {"resourceGroup": "IMAGES", "name": "gallery"},
        "migrations": [entry("web"), entry("db", notUsedForDays=days)],
    }
    assert scopes_of(parse_stack_config(raw, ID), ID).log is bool(days)


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


def test_regions_are_listed_at_the_subscription_and_operations_read_at_the_group() -> None:
    scopes = Scopes(SUBSCRIPTION, (SOURCES,), (GALLERY,))
    assert scopes.of("Microsoft.Resources/subscriptions/locations/read") == (SUBSCRIPTION,)
    assert scopes.of("Microsoft.Compute/locations/operations/read") == (SOURCES,)


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


def test_what_is_not_known_at_one_scope_hides_nothing_that_is_known() -> None:
    preview, publish, retire = stage_findings({SUBSCRIPTION: [READER], SOURCES: [READER]}, SCOPES)
    assert (preview.well, publish.well, retire.well) == (None, None, False)
    assert publish.found == f"not known at {GALLERY}"


def test_every_kind_of_run_says_what_it_serves() -> None:
    everything = [Permission(("*",), ())]
    preview, publish, retire = stage_findings(dict.fromkeys(SCOPES.every, everything), SCOPES)
    assert "previews" in preview.found
    assert "published and validated" in publish.found
    assert "retired" in retire.found


def _with_boot_test(**test: object) -> Scopes:
    raw = {
        "gallery": {"resourceGroup": "IMAGES", "name": "gallery"},
        "migrations": [entry("web", bootTest=test), entry("old", stage="retired", bootTest={"resourceGroup": "gone"})],
    }
    return scopes_of(parse_stack_config(raw, ID), ID)


def test_a_boot_test_that_is_to_come_needs_its_machines_and_its_network() -> None:
    scopes = _with_boot_test(resourceGroup="test")
    group = f"/subscriptions/{ID}/resourceGroups/test"
    assert scopes.machines == scopes.networks == (group,)
    everything = [Permission(("*",), ())]
    granted = dict.fromkeys(scopes.every, everything) | {group: [Permission(("*",), ("Microsoft.Network/*",))]}
    boot_test = stage_findings(granted, scopes)[-1]
    assert boot_test.subject == "permissions: boot test"
    assert "Microsoft.Network/virtualNetworks/write" in boot_test.found
    assert boot_test.remedy == f"Assign the role of docs/roles/publish.json at {group}."


def test_a_boot_test_in_a_subnet_makes_no_network() -> None:
    network = f"/subscriptions/{ID}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/s"
    scopes = _with_boot_test(regions=[{"name": "westus2", "subnetId": network}])
    assert scopes.machines == scopes.gallery
    assert scopes.networks == ()


def test_what_a_boot_test_needs_is_in_the_role_of_who_publishes() -> None:
    assert {*TEST_MACHINES, *TEST_NETWORKS} <= _role("publish")


def test_scopes_are_spelled_as_the_config_spells_them_and_each_is_there_once() -> None:
    raw = {
        "gallery": {"resourceGroup": "IMAGES", "name": "gallery"},
        "migrations": [
            entry("web", source={"resourceGroup": "Images", "name": "web"}),
            entry("db", source={"resourceGroup": "images", "name": "db"}),
        ],
    }
    found = scopes_of(parse_stack_config(raw, ID), ID)
    own = f"/subscriptions/{ID}"
    assert found.every == [own, f"{own}/resourceGroups/Images"]
    assert found.sources == found.gallery == (f"{own}/resourceGroups/Images",)
