"""azure-mgmt-resource-templatespecs: specs and their versions, which may name an image and are only text."""

from __future__ import annotations

from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.resource.templatespecs import TemplateSpecsClient
from azure.mgmt.resource.templatespecs import models as specs

from harness.local_azure import LocalAzure
from tests.clients.python_clients import management_client

CLIENT = "azure-mgmt of image consumers"
SEED = "resourceGroups: {group: {location: eastus}, other: {location: westus2}}"


@pytest.fixture(autouse=True)
def seeded(azure: LocalAzure) -> None:
    azure.reset()
    azure.seed(SEED)


def template(azure: LocalAzure) -> dict[str, Any]:
    image = f"{azure.group_id('group')}/providers/Microsoft.Compute/images/web"
    return {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [{"properties": {"storageProfile": {"imageReference": {"id": image}}}}],
    }


def version(azure: LocalAzure, **more: Any) -> specs.TemplateSpecVersion:
    return specs.TemplateSpecVersion(location="eastus", main_template=template(azure), **more)


def test_a_spec_and_its_versions_are_made_listed_and_changed(azure: LocalAzure) -> None:
    with management_client(azure, TemplateSpecsClient) as client:
        spec = specs.TemplateSpec(location="eastus", description="machines", display_name="Machines")
        made = client.template_specs.create_or_update("group", "machines", spec)
        client.template_spec_versions.create_or_update("group", "machines", "1.0", version(azure, description="first"))
        client.template_spec_versions.create_or_update("group", "machines", "2.0", version(azure))
        client.template_specs.update("group", "machines", specs.TemplateSpecUpdateModel(tags={"a": "b"}))
        versions = list(client.template_spec_versions.list("group", "machines"))
        (of_group,) = client.template_specs.list_by_resource_group("group")
        (of_subscription,) = client.template_specs.list_by_subscription(expand="versions")
        elsewhere = list(client.template_specs.list_by_resource_group("other"))

    assert (made.display_name, made.description, elsewhere) == ("Machines", "machines", [])
    assert [each.name for each in versions] == ["1.0", "2.0"]
    assert versions[0].main_template == template(azure)
    assert (of_group.tags, of_group.versions) == ({"a": "b"}, None)
    assert {name: each.description for name, each in (of_subscription.versions or {}).items()} == {
        "1.0": "first",
        "2.0": None,
    }


def test_what_goes_is_gone_with_its_versions(azure: LocalAzure) -> None:
    with management_client(azure, TemplateSpecsClient) as client:
        client.template_specs.create_or_update("group", "machines", specs.TemplateSpec(location="eastus"))
        client.template_spec_versions.create_or_update("group", "machines", "1.0", version(azure))
        client.template_spec_versions.create_or_update("group", "machines", "2.0", version(azure))
        client.template_spec_versions.delete("group", "machines", "1.0")
        left = [each.name for each in client.template_spec_versions.list("group", "machines")]
        client.template_specs.delete("group", "machines")
        with pytest.raises(ResourceNotFoundError, match="ResourceNotFound"):
            client.template_spec_versions.get("group", "machines", "2.0")
        with pytest.raises(HttpResponseError, match="ParentResourceNotFound"):
            client.template_spec_versions.create_or_update("group", "machines", "3.0", version(azure))

    assert left == ["2.0"]
