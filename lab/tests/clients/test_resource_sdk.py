"""azure-mgmt-resource, sync and asyncio: groups, resources, providers."""

from __future__ import annotations

import asyncio

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.resource.resources import models

from harness.local_azure import LocalAzure
from tests.clients.python_clients import RESOURCE, async_resource_client, resource_client

CLIENT = RESOURCE
SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: image}]
galleries: [{resourceGroup: group, name: gallery}]
"""


@pytest.fixture(autouse=True)
def seeded(azure: LocalAzure) -> None:
    azure.reset()
    azure.seed(SEED)


def test_a_group_is_created_changed_and_deleted_with_its_resources(azure: LocalAzure) -> None:
    with resource_client(azure) as client:
        client.resource_groups.create_or_update("other", models.ResourceGroup(location="westus2"))
        client.resource_groups.update("other", models.ResourceGroupPatchable(tags={"a": "b"}))

        assert client.resource_groups.get("other").tags == {"a": "b"}
        assert {each.name for each in client.resource_groups.list()} == {"group", "other"}
        assert client.resource_groups.check_existence("group") is True
        client.resource_groups.begin_delete("group").result()
        assert client.resource_groups.check_existence("group") is False
        assert list(client.resources.list()) == []
        with pytest.raises(ResourceNotFoundError, match="ResourceGroupNotFound"):
            client.resource_groups.get("group")


def test_resources_are_listed_by_type_and_found_by_id(azure: LocalAzure) -> None:
    with resource_client(azure) as client:
        by_type = list(client.resources.list(filter="resourceType eq 'Microsoft.Compute/images'"))
        in_group = {each.name for each in client.resources.list_by_resource_group("group", expand="createdTime")}

        assert [each.name for each in by_type] == ["image"]
        assert in_group == {"image", "gallery"}
        found = client.resources.get_by_id(str(by_type[0].id), api_version="2024-07-01")
        assert (found.name, found.location) == ("image", "eastus")
        assert client.resources.check_existence_by_id(str(by_type[0].id), api_version="2024-07-01") is True
        client.resources.begin_delete_by_id(str(by_type[0].id), api_version="2024-07-01").result()
        assert client.resources.check_existence_by_id(str(by_type[0].id), api_version="2024-07-01") is False


def test_providers_are_registered(azure: LocalAzure) -> None:
    with resource_client(azure) as client:
        assert client.providers.register("Microsoft.Compute").registration_state == "Registered"
        types = client.providers.get("Microsoft.Compute").resource_types
        assert types is not None
        versions = {each.resource_type: each.api_versions for each in types}
        assert "2024-03-03" in (versions["galleries/images/versions"] or [])
        assert "Microsoft.Compute" in [each.namespace for each in client.providers.list()]


def test_what_is_not_there_is_refused_with_azures_error(azure: LocalAzure) -> None:
    with resource_client(azure) as client, pytest.raises(HttpResponseError) as refused:
        client.resources.get("group", "Microsoft.Nothing", "", "things", "thing", api_version="2024-01-01")

    assert refused.value.error is not None
    assert refused.value.error.code == "InvalidResourceNamespace"


def test_the_same_by_asyncio(azure: LocalAzure) -> None:
    async def ask() -> tuple[list[str | None], bool]:
        async with async_resource_client(azure) as client:
            names = [each.name async for each in client.resources.list()]
            poller = await client.resource_groups.begin_delete("group")
            await poller.result()
            return names, await client.resource_groups.check_existence("group")

    names, exists = asyncio.run(ask())

    assert sorted(map(str, names)) == ["gallery", "image"]
    assert exists is False
