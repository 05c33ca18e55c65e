"""What came and went, found in local Azure, whose activity log is made of its own requests."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.errors import AccessDenied, RightsNotProven, ServiceFailed
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import image_id
from managed_image_to_gallery.azure.settings import AzureSettings

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure
    from managed_image_to_gallery.azure.activity_log import Activity

__all__ = ["azure", "server"]

SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: web}, {resourceGroup: group, name: web-2}]
virtualMachines: [{resourceGroup: group, name: stands, image: group/web}]
principals:
  - {name: ci, clientId: 11111111-0000-4000-8000-000000000001, secret: known, roles: [{role: Reader, scope: group}]}
"""
LOG = "Microsoft.Insights/eventtypes/values"


def gone(azure: LocalAzure, *lines: str) -> None:
    azure.seed("gone:\n" + "\n".join(f"  - {{resourceGroup: group, image: group/web, {line}}}" for line in lines))


def read(azure: LocalAzure, days: int = 30, **env: str) -> Activity:
    async def ask() -> Activity:
        async with AzureReader.connect(AzureSettings.read({}, {**azure.env, **env})) as reader:
            return await reader.used_and_gone([azure.subscription.upper()], days)

    return asyncio.run(ask())


def names(azure: LocalAzure, activity: Activity, image: str = "web") -> list[str]:
    found = activity.of(image_id(azure.subscription, "GROUP", image.upper()))
    return [use.resource_id.rsplit("/", 1)[1] for use in found]


def test_machines_sets_and_disks_of_the_last_days_are_found_with_their_callers(azure: LocalAzure) -> None:
    ci = "11111111-0000-4000-8000-000000000001"
    gone(
        azure,
        f"name: agent, clientId: {ci}",
        "name: set, kind: virtualMachineScaleSets, daysAgo: 2, caller: jane@example.com",
        "name: disk, kind: disks, daysAgo: 3",
        "name: old, daysAgo: 31",
        "name: stands, daysAgo: 4",
    )
    activity = read(azure)

    assert names(azure, activity) == ["agent", "set", "disk"]
    agent, scale_set, _ = activity.of(image_id(azure.subscription, "group", "web"))
    assert agent.who == f"the service principal with appid {ci}"
    assert scale_set.who == "jane@example.com"
    assert names(azure, activity, "web-2") == []


def test_thousands_of_events_are_read_page_by_page(azure: LocalAzure) -> None:
    gone(azure, *(f"name: agent{number}, daysAgo: {1 + number / 100}" for number in range(400)))
    azure.forget_requests()
    activity = read(azure)

    assert len(names(azure, activity)) == 400
    assert activity.events == 400 * 6
    assert 12 < len(azure.requests(type=LOG)) < 25


def test_what_the_log_does_not_have_yet_is_found_when_its_delay_is_over(azure: LocalAzure) -> None:
    azure.admin("POST", "delays", {"activityLog": 86_400 * 2})
    gone(azure, "name: agent")
    assert names(azure, read(azure)) == []
    azure.admin("POST", "delays", {"activityLog": 180})
    assert names(azure, read(azure)) == ["agent"]


def test_a_body_that_is_cut_off_is_counted(azure: LocalAzure) -> None:
    gone(azure, 'name: agent, body: \'{"location": "eas\'', "name: other")
    activity = read(azure)
    assert (names(azure, activity), activity.unreadable) == (["other"], 1)


def test_an_identity_without_the_right_is_told_which(azure: LocalAzure) -> None:
    with pytest.raises(RightsNotProven, match="Microsoft.Insights/eventtypes/values/read"):
        read(azure, ARM_CLIENT_ID="11111111-0000-4000-8000-000000000001", ARM_CLIENT_SECRET="known")


@pytest.mark.parametrize(
    ("refuse", "failure"),
    [
        ({"status": 403, "code": "AuthorizationFailed", "message": "no"}, AccessDenied),
        ({"status": 503, "code": "ServiceUnavailable", "message": "later"}, ServiceFailed),
    ],
)
def test_a_refused_log_is_no_empty_one(azure: LocalAzure, refuse: dict[str, object], failure: type[Exception]) -> None:
    gone(azure, "name: agent")
    azure.add_fault({"match": {"method": "GET", "type": LOG}, "refuse": refuse})
    with pytest.raises(failure):
        read(azure)


def test_a_throttled_log_is_waited_for(azure: LocalAzure) -> None:
    gone(azure, "name: agent")
    refuse = {"status": 429, "code": "TooManyRequests", "message": "slow", "retryAfter": 0}
    azure.add_fault({"match": {"method": "GET", "type": LOG, "times": 2}, "refuse": refuse})
    assert names(azure, read(azure)) == ["agent"]
