"""azure-mgmt-resourcegraph: pages, quota, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.mgmt.resourcegraph import ResourceGraphClient, models

from harness.local_azure import LocalAzure
from tests.clients.python_clients import resource_graph_client

CLIENT = "azure-mgmt-resourcegraph"
SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: a}, {resourceGroup: group, name: b}, {resourceGroup: group, name: c}]
virtualMachines: [{resourceGroup: group, name: machine, image: group/b}]
"""
IMAGES = "resources | where type =~ 'Microsoft.Compute/images' | project id, name | order by id asc"


@pytest.fixture(autouse=True)
def seeded(azure: LocalAzure) -> None:
    azure.reset()
    azure.seed(SEED)


def page(client: ResourceGraphClient, query: str, **options: Any) -> models.QueryResponse:
    wanted = models.QueryRequestOptions(result_format="objectArray", **options)
    return client.resources(models.QueryRequest(query=query, options=wanted))


def names(answer: models.QueryResponse) -> list[str]:
    rows: Any = answer.data
    return [row["name"] for row in rows]


def test_pages_are_followed_by_their_token(azure: LocalAzure) -> None:
    with resource_graph_client(azure) as client:
        first = page(client, IMAGES, top=2)
        second = page(client, IMAGES, top=2, skip_token=first.skip_token)

    assert names(first) + names(second) == ["a", "b", "c"]
    assert (first.total_records, first.count, first.result_truncated) == (3, 2, "false")
    assert second.skip_token is None


def test_what_names_an_image_is_found(azure: LocalAzure) -> None:
    part = "/resourceGroups/group/providers/Microsoft.Compute/images/b"
    query = f"resources | where type !~ 'microsoft.compute/images' | where tostring(properties) contains '{part}'"
    with resource_graph_client(azure) as client:
        found = page(client, f"{query} | project name | order by name asc")
    assert "machine" in names(found)


def test_a_query_that_does_not_parse_is_told_with_its_cause(azure: LocalAzure) -> None:
    with resource_graph_client(azure) as client, pytest.raises(HttpResponseError) as refused:
        page(client, "where where")
    assert refused.value.status_code == 400
    assert refused.value.error is not None
    assert refused.value.error.details is not None
    assert [each.code for each in refused.value.error.details] == ["InvalidQuery", "ParserFailure"]
