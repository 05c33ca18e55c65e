from __future__ import annotations

import json
from typing import Any

import pytest

from harness.local_azure import InProcessAzure
from tests.local_azure.resource_graph.graph import names, rows

VERSION, PREVIEW = "2024-04-03", "2026-04-01-preview"
POOL = {"hostPoolType": "pooled", "loadBalancerType": "BreadthFirst", "preferredAppGroupType": "Desktop"}


@pytest.fixture
def azure() -> InProcessAzure:
    return InProcessAzure(seed="resourceGroups: {group: {location: eastus}}", limits=0)


def path(azure: InProcessAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.DesktopVirtualization/hostPools/pool"


def image(azure: InProcessAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.Compute/images/desktop"


def put(azure: InProcessAzure, version: str = PREVIEW, **properties: Any) -> Any:
    answer = azure.put(path(azure), {"location": "eastus", "properties": {**POOL, **properties}}, api_version=version)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def configuration(azure: InProcessAzure) -> dict[str, Any]:
    others = {name: {"x": "y"} for name in ("diskInfo", "domainInfo", "networkInfo", "vmAdminCredentials")}
    custom = {"type": "custom", "customInfo": {"resourceId": image(azure)}}
    return {"properties": {"vmNamePrefix": "h", "vmSizeId": "Standard_D2s_v3", "imageInfo": custom, **others}}


@pytest.mark.parametrize("text", ['{"customImageId":"IMAGE"}', '{\r\n "customImageId": "IMAGE"\r\n}', "no {json", ""])
def test_the_template_is_text_that_comes_back_as_it_was_sent(azure: InProcessAzure, text: str):
    sent = text.replace("IMAGE", image(azure))
    put(azure, vmTemplate=sent)
    subscription = f"/subscriptions/{azure.subscription}/providers/Microsoft.DesktopVirtualization/hostPools"
    (listed,) = azure.get(subscription, api_version=VERSION).json()["value"]
    assert listed["properties"]["vmTemplate"] == sent
    assert (listed["properties"]["hostPoolType"], listed["systemData"]["createdByType"]) == ("Pooled", "Application")
    assert "provisioningState" not in listed["properties"]


def test_an_image_in_the_template_is_found_by_resource_graph(azure: InProcessAzure):
    put(azure, vmTemplate=json.dumps({"customImageId": image(azure)}))
    assert names(azure, "resources | where tostring(properties) contains '/images/desktop' | project name") == ["pool"]


def test_a_token_is_answered_where_one_was_asked_for(azure: InProcessAzure):
    shown = put(azure, registrationInfo={"registrationTokenOperation": "Update", "expirationTime": "2030-01-01"})
    assert shown["properties"]["registrationInfo"]["token"].startswith("token-of-pool")


def test_a_managed_pool_has_one_configuration_that_names_an_image_and_resource_graph_does_not_know_it(
    azure: InProcessAzure,
):
    put(azure, managementType="automated")
    made = azure.put(f"{path(azure)}/sessionHostConfigurations/default", configuration(azure), api_version=PREVIEW)
    (listed,) = azure.get(f"{path(azure)}/sessionHostConfigurations", api_version=PREVIEW).json()["value"]

    assert made.status_code == 201
    assert listed["properties"]["imageInfo"] == {"type": "Custom", "customInfo": {"resourceId": image(azure)}}
    assert rows(azure, "resources | where tostring(properties) contains '/images/desktop' | project id") == []


def test_other_pools_have_none(azure: InProcessAzure):
    put(azure)
    other = azure.put(f"{path(azure)}/sessionHostConfigurations/default", configuration(azure), api_version=PREVIEW)
    assert other.status_code == 400
    assert azure.get(f"{path(azure)}/sessionHostConfigurations", api_version=PREVIEW).json() == {"value": []}
    missing = azure.get(f"{path(azure)}/sessionHostConfigurations/default", api_version=PREVIEW)
    assert missing.status_code == 404


def test_what_only_a_preview_has_is_missing_elsewhere(azure: InProcessAzure):
    put(azure, managementType="Automated")
    assert "managementType" not in azure.get(path(azure), api_version=VERSION).json()["properties"]
    (row,) = rows(azure, "resources | project properties")
    assert "managementType" not in row["properties"]
    stable = azure.get(f"{path(azure)}/sessionHostConfigurations", api_version=VERSION)
    assert (stable.status_code, stable.json()["error"]["code"]) == (400, "NoRegisteredProviderFound")


@pytest.mark.parametrize("change", [{"hostPoolType": "Other"}, {"loadBalancerType": None}])
def test_a_pool_of_no_kind_is_refused(azure: InProcessAzure, change: dict[str, Any]):
    body = {"location": "eastus", "properties": POOL | change}
    assert azure.put(path(azure), body, api_version=VERSION).status_code == 400
