from __future__ import annotations

from typing import Any

import pytest

from harness.local_azure import GROUP_API, InProcessAzure

GALLERY_API = "2024-03-03"
SEED = """
resourceGroups:
  one: {location: South Central US}
  two: {location: East US}
galleries:
  - {resourceGroup: one, name: g1}
  - {resourceGroup: two, name: g2, tags: {env: prod}}
images:
  - {resourceGroup: one, name: i1}
locks:
  - {scope: one, name: keep}
"""


@pytest.fixture
def seeded(azure: InProcessAzure) -> InProcessAzure:
    azure.seed(SEED)
    return azure


def listed(azure: InProcessAzure, scope: str = "", **query: str) -> list[dict[str, Any]]:
    path = f"/subscriptions/{azure.subscription}{scope}/resources"
    answer = azure.get(path, api_version=GROUP_API, query=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["value"]


def test_everything_with_a_location_is_listed_and_nothing_else(seeded: InProcessAzure) -> None:
    assert {each["name"] for each in listed(seeded)} == {"g1", "g2", "i1"}


def test_a_group_lists_what_is_in_it(seeded: InProcessAzure) -> None:
    assert [each["name"] for each in listed(seeded, "/resourcegroups/TWO")] == ["g2"]


def test_a_filter_narrows_the_list(seeded: InProcessAzure) -> None:
    assert [each["id"] for each in listed(seeded, **{"$filter": "resourceType eq 'Microsoft.Compute/images'"})] == [
        f"{seeded.group_id('one')}/providers/Microsoft.Compute/images/i1"
    ]


def test_times_and_state_come_only_with_expand(seeded: InProcessAzure) -> None:
    only = {"$filter": "name eq 'g2'"}

    (plain,) = listed(seeded, **only)
    (expanded,) = listed(seeded, **only, **{"$expand": "createdTime,changedTime,provisioningState"})

    assert set(plain) == {"id", "name", "type", "location", "tags"}
    assert set(expanded) - set(plain) == {"createdTime", "changedTime", "provisioningState"}
    assert expanded["createdTime"] < expanded["changedTime"]
    assert expanded["createdTime"].endswith("Z")


def test_changed_time_comes_to_rest_ten_minutes_after_the_last_write(azure: InProcessAzure) -> None:
    group = azure.make_group("rg")
    azure.put(
        f"{group}/providers/Microsoft.Compute/galleries/g", {"location": "southcentralus"}, api_version=GALLERY_API
    )
    azure.settle()

    moments: list[str] = []
    for _ in range(4):
        moments.append(listed(azure, **{"$expand": "changedTime"})[0]["changedTime"])
        azure.clock.advance(400)

    assert len(set(moments[:3])) == 3
    assert moments[2] == moments[3]


def test_a_long_list_comes_in_pages(seeded: InProcessAzure) -> None:
    path = f"/subscriptions/{seeded.subscription}/resources"
    first = seeded.get(path, api_version=GROUP_API, query={"$top": "2"}).json()

    second = seeded.follow(first["nextLink"]).json()

    assert len(first["value"]) == 2
    assert {each["name"] for each in [*first["value"], *second["value"]]} == {"g1", "g2", "i1"}
    assert "nextLink" not in second


def test_a_filter_that_cannot_be_read_is_refused(seeded: InProcessAzure) -> None:
    path = f"/subscriptions/{seeded.subscription}/resources"

    answer = seeded.get(path, api_version=GROUP_API, query={"$filter": "nonsense"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidFilterInQueryString")


def test_the_list_shows_no_tier_that_only_the_provider_knows(azure: InProcessAzure) -> None:
    azure.seed("resourceGroups: {tiers: {location: eastus}}\ndisks: [{resourceGroup: tiers, name: d}]")
    listed = azure.get(f"{azure.group_id('tiers')}/resources", api_version="2022-09-01").json()["value"]
    assert listed[0]["sku"] == {"name": "Standard_LRS"}
