"""The doctor's questions to local Azure, asked by identities that may do more and less."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.cli.doctor.azure import findings
from managed_image_to_gallery.cli.doctor.stages import Scopes
from tests.acceptance.conftest import azure, server

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure
    from managed_image_to_gallery.cli.doctor.finding import Finding

__all__ = ["azure", "server"]

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
    group = azure.group_id("rg").lower()
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
