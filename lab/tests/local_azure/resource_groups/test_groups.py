from __future__ import annotations

from typing import Any

import pytest

from harness.local_azure import GROUP_API, InProcessAzure


def test_a_group_is_made_once_and_then_updated(azure: InProcessAzure) -> None:
    group = azure.group_id("Rg")

    made = azure.put(group, {"location": "East US"}, api_version=GROUP_API)
    again = azure.put(azure.group_id("rg"), {"location": "eastus", "tags": {"a": "b"}}, api_version=GROUP_API)

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == {
        "id": group,
        "name": "Rg",
        "type": "Microsoft.Resources/resourceGroups",
        "location": "eastus",
        "properties": {"provisioningState": "Succeeded"},
    }
    assert (again.json()["id"], again.json()["tags"]) == (group, {"a": "b"})


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("rg", {}, 400, "LocationRequired"),
        ("rg", {"location": "Atlantis"}, 400, "LocationNotAvailableForResourceGroup"),
        ("rg.", {"location": "eastus"}, 400, "InvalidResourceGroupName"),
        ("r" * 91, {"location": "eastus"}, 400, "InvalidResourceGroupName"),
        ("taken", {"location": "westus"}, 409, "InvalidResourceGroupLocation"),
    ],
)
def test_a_group_that_azure_would_refuse(
    azure: InProcessAzure, name: str, body: dict[str, Any], status: int, code: str
) -> None:
    azure.make_group("taken", "eastus")

    answer = azure.put(azure.group_id(name), body, api_version=GROUP_API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_a_patch_replaces_the_tags_and_nothing_else(azure: InProcessAzure) -> None:
    group = azure.make_group("rg", "eastus")

    azure.request("PATCH", group, {"tags": {"a": "1"}}, api_version=GROUP_API)
    azure.request("PATCH", group, {}, api_version=GROUP_API)

    shown = azure.get(group, api_version=GROUP_API).json()
    assert (shown["location"], shown["tags"]) == ("eastus", {"a": "1"})


def test_head_tells_whether_a_group_is_there(azure: InProcessAzure) -> None:
    group = azure.make_group("rg")

    found = azure.request("HEAD", group.upper().replace("/SUBSCRIPTIONS", "/subscriptions"), api_version=GROUP_API)
    missing = azure.request("HEAD", azure.group_id("none"), api_version=GROUP_API)

    assert (found.status_code, missing.status_code) == (204, 404)
    assert found.content == missing.content == b""


def test_groups_are_listed_with_a_slash_or_without(azure: InProcessAzure) -> None:
    azure.make_group("one")
    azure.make_group("two")

    for path in ("resourcegroups", "resourceGroups/"):
        listed = azure.get(f"/subscriptions/{azure.subscription}/{path}", api_version=GROUP_API).json()
        assert [each["name"] for each in listed["value"]] == ["one", "two"]


def test_a_group_takes_everything_in_it_along(azure: InProcessAzure) -> None:
    group = azure.make_group("rg")
    kept = azure.make_group("kept")
    galleries = [
        f"{group}/providers/Microsoft.Compute/galleries/g1",
        f"{kept}/providers/Microsoft.Compute/galleries/g2",
    ]
    for gallery in galleries:
        azure.put(gallery, {"location": "southcentralus"}, api_version="2024-03-03")
    azure.settle()

    azure.delete(group, api_version=GROUP_API)
    deleting = azure.get(group, api_version=GROUP_API).json()["properties"]["provisioningState"]
    again = azure.delete(group, api_version=GROUP_API)
    azure.settle()

    assert deleting == "Deleting"
    assert again.status_code == 202
    assert azure.get(group, api_version=GROUP_API).status_code == 404
    assert azure.world.store.get(galleries[0]) is None
    assert azure.get(galleries[1], api_version="2024-03-03").status_code == 200
    assert azure.delete(group, api_version=GROUP_API).status_code == 404
