"""A source that does not fit: the PUT is accepted, the operation fails, the version stays as Failed."""

from __future__ import annotations

from typing import Any

import pytest

from local_azure.galleries.compatibility import misfit
from local_azure.galleries.sources import MACHINES, Source, SourceDisk
from tests.local_azure.galleries.conftest import COMPUTE, DEFINITION, GALLERY, IMAGE, VERSION, GalleryAzure

PLAN = {"name": "plan", "publisher": "publisher", "product": "product"}


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (
            {"hyperVGeneration": "V2"},
            f"The resource with id '{IMAGE}' has a different Hypervisor generation ['V1'] than the parent gallery "
            "image Hypervisor generation ['V2'].",
        ),
        (
            {"osType": "Linux"},
            f"The resource with id '{IMAGE}' has a different OS type ['Windows'] than the parent gallery image OS type "
            "generation ['Linux']",
        ),
        (
            {"osState": "Specialized"},
            f"Cannot create Gallery Image Version from: {IMAGE} since the OS State in the parent gallery image "
            "('Specialized') is not 'Generalized'.",
        ),
    ],
)
def test_what_does_not_fit_fails_after_it_was_accepted(azure: GalleryAzure, definition: dict[str, Any], message: str):
    azure.put_definition(f"{GALLERY}/images/other", sku="other", **definition)
    version = f"{GALLERY}/images/other/versions/1.0.0"
    answer = azure.put_version(version)
    assert answer.status == 201
    azure.later(1)
    assert answer.operation is not None
    assert (answer.operation.status, answer.operation.error) == ("Failed", {"code": "Conflict", "message": message})
    assert azure.properties(version)["provisioningState"] == "Failed"
    status = azure.properties(version, expand="ReplicationStatus")["replicationStatus"]
    assert status["aggregatedState"] == "Failed"
    assert message in status["summary"][0]["details"]


def test_the_state_of_a_machine_is_refused_in_words_of_its_own():
    machine = Source(f"{COMPUTE}/virtualMachines/vm", MACHINES, SourceDisk(None, 30, "None"), os_state="Specialized")
    failure = misfit({"osState": "Generalized"}, machine, "Full")
    assert failure is not None
    assert (failure.code, failure.message) == (
        "BadRequest",
        f"The resource with id '{machine.id}' has a different OS state ['Specialized'] than the parent gallery image "
        "OS state ['Generalized'].",
    )


def test_a_failed_version_can_be_put_again_and_deleted(azure: GalleryAzure):
    azure.put_definition(f"{GALLERY}/images/other", sku="other", osType="Linux")
    version = f"{GALLERY}/images/other/versions/1.0.0"
    azure.put_version(version)
    azure.done()
    again = azure.put_version(version)
    assert again.status == 200
    azure.done()
    assert again.operation is not None
    assert again.operation.status == "Failed"
    assert azure.delete(version).status == 202
    azure.done()
    assert azure.world.store.get(version) is None


@pytest.mark.parametrize(("plan", "state"), [(PLAN, "Succeeded"), ({**PLAN, "name": "x"}, "Failed"), (None, "Failed")])
def test_the_plan_behind_an_image_has_to_be_the_definitions(azure: GalleryAzure, plan: Any, state: str):
    azure.resource(IMAGE).internal["plan"] = PLAN
    azure.put_definition(f"{GALLERY}/images/other", sku="other", purchasePlan=plan)
    azure.publish(f"{GALLERY}/images/other/versions/1.0.0")
    assert azure.properties(f"{GALLERY}/images/other/versions/1.0.0")["provisioningState"] == state


@pytest.mark.parametrize(("mode", "state"), [("Full", "Failed"), ("Shallow", "Succeeded")])
def test_a_disk_over_2048_gb_needs_shallow_replication(azure: GalleryAzure, mode: str, state: str):
    azure.put_image(f"{COMPUTE}/images/large", size=2520)
    answer = azure.put_version(source=f"{COMPUTE}/images/large", replicationMode=mode)
    azure.done()
    assert azure.properties(VERSION)["provisioningState"] == state
    assert answer.operation is not None
    if state == "Failed":
        assert answer.operation.error == {
            "code": "GallerySourceResourceExceedsMaxSize",
            "message": "The GalleryImageVersion source resource size 2520 exceeds the max size 2048 supported.",
        }


def test_a_disk_as_source_says_nothing_of_the_state_of_its_system(azure: GalleryAzure):
    azure.put_definition(f"{GALLERY}/images/special", sku="special", osState="Specialized")
    disk = {"location": "westus2", "properties": {"creationData": {"createOption": "Empty"}, "diskSizeGB": 10}}
    azure.put(f"{COMPUTE}/snapshots/s", disk)
    azure.put(f"{COMPUTE}/snapshots/t", disk)
    azure.done()
    profile = {
        "osDiskImage": {"source": {"id": f"{COMPUTE}/snapshots/s"}},
        "dataDiskImages": [{"lun": 2, "source": {"id": f"{COMPUTE}/snapshots/t"}}],
    }
    version = f"{GALLERY}/images/special/versions/1.0.0"
    azure.put(version, {"location": "westus2", "properties": {"storageProfile": profile}})
    azure.done()
    assert azure.properties(version)["storageProfile"]["dataDiskImages"] == [
        {"lun": 2, "sizeInGB": 10, "hostCaching": "ReadOnly", "source": {"id": f"{COMPUTE}/snapshots/t"}}
    ]


def test_a_version_as_source_brings_its_definitions_facts(azure: GalleryAzure):
    azure.publish()
    azure.put_definition(f"{GALLERY}/images/linux", sku="linux", osType="Linux")
    copy = f"{DEFINITION}/versions/2.0.0"
    assert azure.publish(copy, source=VERSION)["storageProfile"]["osDiskImage"]["sizeInGB"] == 40
    azure.publish(f"{GALLERY}/images/linux/versions/1.0.0", source=VERSION)
    assert azure.properties(f"{GALLERY}/images/linux/versions/1.0.0")["provisioningState"] == "Failed"
