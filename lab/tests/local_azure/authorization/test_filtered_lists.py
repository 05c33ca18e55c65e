"""What the list of a subscription shows to somebody whose roles are for parts of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from harness.local_azure import InProcessAzure

if TYPE_CHECKING:
    import httpx

SEED = """
resourceGroups: {mine: {location: eastus}, other: {location: eastus}}
images: [{resourceGroup: mine, name: a}, {resourceGroup: other, name: b}]
galleries: [{resourceGroup: other, name: g}]
virtualMachines:
  - {resourceGroup: mine, name: inMine, image: mine/a}
  - {resourceGroup: other, name: inOther, image: mine/a}
principals:
  - {name: some, clientId: 11111111-0000-4000-8000-000000000001, secret: a secret, roles: [ROLES]}
"""
COMPUTE = "2024-07-01"


@pytest.fixture(params=["{role: Reader, scope: mine}"])
def azure(request: pytest.FixtureRequest) -> InProcessAzure:
    return InProcessAzure(seed=SEED.replace("ROLES", request.param))


def listed(azure: InProcessAzure, path: str, version: str) -> httpx.Response:
    somebody = next(each for each in azure.instance.identities if each.client_id.startswith("1111"))
    token = azure.application.tokens.issue(somebody, azure.base_url)
    headers = {"Authorization": f"Bearer {token}"}
    return azure.get(f"/subscriptions/{azure.subscription}/{path}", api_version=version, headers=headers)


def names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["value"]
    return sorted(str(each["name"]) for each in found)


@pytest.mark.parametrize(
    ("path", "version", "seen"),
    [
        ("providers/Microsoft.Compute/virtualMachines", COMPUTE, ["inMine"]),
        ("providers/Microsoft.Compute/images", COMPUTE, ["a"]),
        ("providers/Microsoft.Compute/galleries", "2024-03-03", []),
        ("resourceGroups", "2024-11-01", ["mine"]),
    ],
)
def test_a_role_on_a_group_shows_what_lies_in_it_without_a_hint_of_the_rest(
    azure: InProcessAzure, path: str, version: str, seen: list[str]
) -> None:
    assert names(listed(azure, path, version)) == seen


def test_the_list_of_all_resources_is_filtered_too(azure: InProcessAzure) -> None:
    shown = names(listed(azure, "resources", "2021-04-01"))
    assert {"a", "inMine"} <= set(shown)
    assert not {"b", "g", "inOther"} & set(shown)


def test_locks_are_not_listed_to_somebody_without_the_subscription(azure: InProcessAzure) -> None:
    assert listed(azure, "providers/Microsoft.Authorization/locks", "2016-09-01").status_code == 403


@pytest.mark.parametrize("azure", ["{role: Reader}"], indirect=True)
def test_a_role_on_the_subscription_shows_all(azure: InProcessAzure) -> None:
    found = names(listed(azure, "providers/Microsoft.Compute/virtualMachines", COMPUTE))
    assert found == ["inMine", "inOther"]


@pytest.mark.parametrize("azure", ["", "{role: Network Contributor, scope: mine}"], indirect=True)
def test_somebody_without_the_action_anywhere_is_refused(azure: InProcessAzure) -> None:
    answer = listed(azure, "providers/Microsoft.Compute/virtualMachines", COMPUTE)
    assert answer.status_code == 403
    assert "Microsoft.Compute/virtualMachines/read" in answer.text


@pytest.mark.parametrize("roles", ["", "{role: Reader, scope: mine/Microsoft.Compute/virtualMachines/inMine}"])
@pytest.mark.parametrize("path", ["", "resourceGroups/mine/"])
def test_lists_can_be_filtered_wherever_somebody_may_not_read_all(roles: str, path: str) -> None:
    azure = InProcessAzure(seed=SEED.replace("ROLES", roles), filter_lists=True)
    assert names(listed(azure, f"{path}providers/Microsoft.Compute/images", COMPUTE)) == []
    assert names(listed(azure, f"{path}providers/Microsoft.Compute/virtualMachines", COMPUTE)) == (
        ["inMine"] if roles else []
    )
