"""The optional parts of definition, version and gallery, and the component used by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from managed_image_to_gallery.component.image_version import spelling_in_targets
from managed_image_to_gallery.component.managed_image_to_gallery import ManagedImageToGallery
from managed_image_to_gallery.config.faults import ConfigFaults
from tests.azure import bodies
from tests.component.recording import record
from tests.component.stacks import NAME, as_config, entry, program, stack_of, telling

if TYPE_CHECKING:
    from tests.component.told_azure import ToldAzure

EVERYTHING: Any = {
    "name": "myImageDefinition",
    "publisher": "myPublisher",
    "offer": "myOffer",
    "sku": "mySKU",
    "features": [{"name": "DiskControllerTypes", "value": "SCSI"}],
    "recommended": {"vCPUs": {"min": 2, "max": 8}, "memory": {"min": 4}},
    "description": "Golden image",
    "endOfLifeDate": "2031-01-01",
}
COMPONENT_ARGS: Any = {
    "stage": "published",
    "source": {"resource_group": "myResourceGroup", "name": "myImage"},
    "gallery": {"resource_group": "myResourceGroup", "name": "myGallery", "create": True, "location": "eastus2"},
    "definition": {"name": "myImageDefinition", "publisher": "myPublisher", "offer": "myOffer", "sku": "mySKU"},
    "version": "1.0.0",
    "target_regions": [{"name": "eastus2", "replica_count": 2.0}],
}

MADE = {
    "managed-image-to-gallery:gallery": COMPONENT_ARGS["gallery"],
    "managed-image-to-gallery:migrations": [
        {"name": "mine", "definition": COMPONENT_ARGS["definition"], "version": "1.0.0"}
    ],
}
"""What the state has of it, as a stack's config would say it."""


def inputs_of(name: str, **changes: Any) -> dict[str, Any]:
    recording = record(program, preview=False, config=as_config(stack_of(entry(**changes))))
    if recording.error:
        raise recording.error
    return dict(recording.inputs(name))


@pytest.mark.parametrize(("state", "warned"), [("Failed", True), ("Succeeded", False)])
def test_a_failed_version_is_said_even_when_there_is_nothing_to_update(
    azure: ToldAzure, monkeypatch: pytest.MonkeyPatch, state: str, warned: bool
) -> None:
    warnings: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", warnings.append)
    version: Any = bodies.version_body()
    version["properties"]["provisioningState"] = state
    azure.remove(bodies.VERSION)
    azure.resources.append(version)
    inputs_of(f"{NAME}-version")
    assert [str(bodies.VERSION) in text and "Failed" in text for text in warnings] == [True] * warned


def test_a_definition_with_everything(azure: ToldAzure) -> None:
    azure.remove(bodies.DEFINITION)
    azure.remove(bodies.VERSION)
    inputs = inputs_of(f"{NAME}-definition", definition=EVERYTHING)
    assert inputs["features"] == [{"name": "DiskControllerTypes", "value": "SCSI"}]
    assert inputs["recommended"] == {"vCPUs": {"min": 2, "max": 8}, "memory": {"min": 4}}
    assert inputs["description"] == "Golden image"
    assert inputs["endOfLifeDate"] == "2031-01-01T00:00:00+00:00"
    assert inputs["identifier"] == {"publisher": "myPublisher", "offer": "myOffer", "sku": "mySKU"}


def test_a_purchase_plan_goes_to_the_definition_and_out_for_virtual_machines(azure: ToldAzure) -> None:
    azure.remove(bodies.DEFINITION)
    azure.remove(bodies.VERSION)
    plan = {"name": "myPlan", "publisher": "myPublisher", "product": "myProduct"}
    with_plan: Any = {**EVERYTHING, "purchasePlan": plan}
    config = as_config(stack_of(entry(definition=with_plan)))
    told: dict[str, Any] = {}
    recording = record(telling(told), preview=False, config=config)
    assert recording.inputs(f"{NAME}-definition")["purchasePlan"] == plan
    assert told[NAME]["plan"] == plan


def test_a_purchase_plan_that_the_existing_definition_has_not(azure: ToldAzure) -> None:
    plan = {"name": "myPlan", "publisher": "myPublisher", "product": "myProduct"}
    with pytest.raises(ConfigFaults, match="purchasePlan = 'myPlan/myPublisher/myProduct'"):
        inputs_of(NAME, definition={**EVERYTHING, "purchasePlan": plan})


def test_disk_encryption_sets_of_every_disk(azure: ToldAzure) -> None:
    encryption = {
        "osDiskImage": {"diskEncryptionSetId": "/os"},
        "dataDiskImages": [{"lun": 0, "diskEncryptionSetId": "/data"}],
    }
    regions: Any = [{"name": "eastus2", "encryption": encryption, "excludeFromLatest": True}]
    (region,) = inputs_of(f"{NAME}-version", targetRegions=regions)["publishingProfile"]["targetRegions"]
    assert region["encryption"] == encryption
    assert region["excludeFromLatest"] is True


def test_what_protects_and_what_shrinks_a_version(azure: ToldAzure) -> None:
    inputs = inputs_of(
        f"{NAME}-version",
        blockDeletionBeforeEndOfLife=True,
        allowDeletionOfReplicatedLocations=True,
        excludeFromLatest=True,
        storageAccountType="Premium_LRS",
        tags={"owner": "me"},
    )
    assert inputs["safetyProfile"] == {
        "allowDeletionOfReplicatedLocations": True,
        "blockDeletionBeforeEndOfLife": True,
    }
    assert inputs["publishingProfile"]["excludeFromLatest"] is True
    assert inputs["publishingProfile"]["targetRegions"][0]["storageAccountType"] == "Premium_LRS"
    assert inputs["tags"] == {"owner": "me"}


@pytest.mark.parametrize("spelled", ["South Central US", "southcentralus", "SOUTHCENTRALUS", "south central us"])
def test_a_target_region_goes_out_as_azure_answers_it(spelled: str) -> None:
    assert spelling_in_targets(spelled, {}) == "South Central US"


def test_a_region_that_nobody_knows_yet_goes_out_as_written() -> None:
    assert spelling_in_targets("Atlantis One", {}) == "Atlantis One"


def test_the_component_by_itself_makes_its_gallery(azure: ToldAzure, preview: bool) -> None:
    def alone() -> None:
        ManagedImageToGallery("mine", COMPONENT_ARGS)

    config = {"azure-native:subscriptionId": bodies.SUBSCRIPTION}
    recording = record(alone, preview=preview, config=config, made=MADE)
    assert recording.error is None
    assert recording.requests["mine-gallery"].protect
    assert recording.requests["mine-gallery"].parent.endswith("::mine")
    profile: Any = recording.inputs("mine-version")["publishingProfile"]
    assert profile["targetRegions"][0]["regionalReplicaCount"] == 2


def test_component_options_are_not_handed_to_the_children(azure: ToldAzure) -> None:
    import pulumi

    def alone() -> None:
        options = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="before")], ignore_changes=["stage"])
        ManagedImageToGallery("mine", COMPONENT_ARGS, options)

    config = {"azure-native:subscriptionId": bodies.SUBSCRIPTION}
    recording = record(alone, preview=False, config=config, made=MADE)
    assert recording.error is None
    for name, request in recording.requests.items():
        if name not in ("mine", "mine-source"):
            of_azure = request.type.startswith("azure-native:")
            assert list(request.ignoreChanges) == (["azureApiVersion"] if of_azure else []), name
        assert request.parent.endswith("::mine") or name == "mine"


def test_without_a_subscription_nothing_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARM_SUBSCRIPTION_ID", raising=False)
    config = {key: value for key, value in as_config(stack_of(entry())).items() if not key.startswith("azure-native")}
    recording = record(program, preview=True, config=config)
    assert isinstance(recording.error, ConfigFaults)
    assert "azure-native:subscriptionId" in str(recording.error)
