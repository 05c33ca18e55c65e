"""azure-mgmt-monitor: the activity log, through all its pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from azure.mgmt.monitor import MonitorManagementClient

from harness.local_azure import LocalAzure
from tests.clients.python_clients import management_client

CLIENT = "azure-mgmt-monitor"
SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: web}]
gone:
"""


@pytest.fixture(autouse=True)
def seeded(azure: LocalAzure) -> None:
    azure.reset()
    agents = [f"  - {{resourceGroup: group, name: agent{number}, image: group/web}}" for number in range(40)]
    azure.seed(SEED + "\n".join(agents))


def test_machines_that_came_and_went_are_found_with_their_image(azure: LocalAzure) -> None:
    start = (datetime.now(tz=UTC) - timedelta(days=30)).isoformat().replace("+00:00", "Z")
    condition = f"eventTimestamp ge '{start}' and resourceProvider eq 'Microsoft.Compute'"
    with management_client(azure, MonitorManagementClient) as client:
        events: list[Any] = list(client.activity_logs.list(filter=condition))

    assert len(events) == 40 * 6
    accepted = [each for each in events if each.status.value == "Accepted" and "responseBody" in each.properties]
    images = {
        json.loads(each.properties["responseBody"])["properties"]["storageProfile"]["imageReference"]["id"]
        for each in accepted
    }
    assert (len(accepted), images) == (40, {f"{azure.group_id('group')}/providers/Microsoft.Compute/images/web"})
    assert {each.caller for each in accepted} == {azure.ready["object_id"]}
    assert len(azure.requests(type="Microsoft.Insights/eventtypes/values")) == 2
