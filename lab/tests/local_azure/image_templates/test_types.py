from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.authorization.types import TYPES as AUTHORIZATION_TYPES
from local_azure.image_templates.types import TYPES
from tests.local_azure.families import GROUP, Azure, body_of

TEMPLATE = f"{GROUP}/providers/Microsoft.VirtualMachineImages/imageTemplates/template"
IMAGES = f"{GROUP}/providers/Microsoft.Compute/images"
IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder"


@pytest.fixture
def azure() -> Azure:
    azure = Azure([*TYPES, *AUTHORIZATION_TYPES])
    azure.put(IDENTITY, {"location": "westus"})
    return azure


def body(**properties: object) -> Json:
    distribute = {"runOutputName": "out", "type": "ManagedImage", "imageId": f"{IMAGES}/out", "location": "westus"}
    return {
        "location": "westus",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}},
        "properties": {
            "source": {"type": "ManagedImage", "imageId": f"{IMAGES}/in"},
            "customize": [{"name": "c", "type": "Shell", "scriptUri": "https://example.com/c.sh"}],
            "distribute": [distribute],
            "vmProfile": {},
            **properties,
        },
    }


def test_a_template_names_images_in_two_places(azure: Azure):
    accepted = azure.put(TEMPLATE, body())
    assert accepted.status == 201
    shown = body_of(accepted)
    assert shown["id"] == TEMPLATE.replace("/resourceGroups/", "/resourcegroups/")
    assert shown["tags"] == {}
    assert shown["properties"]["provisioningState"] == "Creating"
    assert shown["properties"]["source"]["imageId"] == f"{IMAGES}/in"
    assert shown["properties"]["distribute"][0]["imageId"] == f"{IMAGES}/out"
    assert shown["properties"]["distribute"][0]["artifactTags"] == {}
    assert shown["properties"]["vmProfile"] == {"vmSize": "", "osDiskSizeGB": 0}


def test_scripts_and_identities_are_looked_up_when_it_is_done(azure: Azure):
    azure.put(TEMPLATE, body())
    azure.done()
    shown = azure.get(TEMPLATE)
    assert len(shown["properties"]["customize"][0]["sha256Checksum"]) == 64
    identity = azure.get(IDENTITY)["properties"]
    assert shown["identity"]["userAssignedIdentities"] == {
        IDENTITY: {"principalId": identity["principalId"], "clientId": identity["clientId"]}
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [({"source": {"type": "Disk"}}, "'Disk'"), ({"distribute": []}, "properties.distribute")],
)
def test_a_template_without_source_or_target_is_refused(azure: Azure, change: Json, says: str):
    with pytest.raises(ArmError, match=says):
        azure.put(TEMPLATE, body(**change))


def test_templates_are_not_updated_but_their_tags_are(azure: Azure):
    azure.put(TEMPLATE, body())
    azure.done()
    with pytest.raises(ArmError, match="currently not supported"):
        azure.put(TEMPLATE, body())
    azure.patch(TEMPLATE, {"tags": {"a": "b"}})
    assert azure.get(TEMPLATE)["tags"] == {"a": "b"}


def test_templates_are_listed_and_deleted(azure: Azure):
    azure.put(TEMPLATE, body())
    azure.done()
    assert [each["name"] for each in azure.list("Microsoft.VirtualMachineImages/imageTemplates", GROUP)] == ["template"]
    assert azure.delete(TEMPLATE).status == 202
    azure.done()
    assert azure.list("Microsoft.VirtualMachineImages/imageTemplates") == []
