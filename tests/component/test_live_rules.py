"""What only Azure knows is found before anything is registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.azure.errors import Unreachable
from managed_image_to_gallery.component.live_reads import AzureReadFailed
from managed_image_to_gallery.config.faults import ConfigFaults
from tests.azure import bodies
from tests.component.recording import record
from tests.component.stacks import as_config, entry, program, stack_of
from tests.component.test_managed_image_to_gallery import stored
from tests.component.told_azure import ToldAzure, published

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import Json, JsonObject


def faults_of(stack: JsonObject, *, preview: bool = True) -> str:
    recording = record(program, preview=preview, config=as_config(stack), stashed={})
    assert recording.requests == {}, "something was registered"
    assert isinstance(recording.error, ConfigFaults)
    return str(recording.error)


def replaced(azure: ToldAzure, body: JsonObject, value: Json, *path: str) -> None:
    """Azure with another value in one of its resources."""
    azure.resources = [one for one in azure.resources if one["id"] != body["id"]]
    azure.resources.append(bodies.changed(body, value, *path))


def test_a_source_that_does_not_exist(azure: ToldAzure, preview: bool) -> None:
    azure.remove(bodies.IMAGE)
    assert "migrations[0].source" in faults_of(stack_of(entry()), preview=preview)


def test_a_destroyed_stack_is_told_that_nothing_is_left(azure: ToldAzure, preview: bool) -> None:
    """`pulumi destroy --run-program` runs the program once more when everything is gone."""
    azure.remove(bodies.IMAGE)
    destroyed = record(program, preview=preview, config=as_config(stack_of(entry())), state={})
    assert "nothing is left that could be destroyed" in str(destroyed.error)
    assert "nothing is left" not in faults_of(stack_of(entry()), preview=preview)


def test_an_image_that_does_not_exist_is_one_fault(told: Callable[[ToldAzure], ToldAzure]) -> None:
    """What is not known because of it is not told: its remedies lead elsewhere."""
    told(ToldAzure(bodies.gallery_body()))
    text = faults_of(stack_of(entry()))
    assert "The config has 1 fault;" in text
    assert "migrations[0].source" in text


def test_a_gallery_that_does_not_exist(told: Callable[[ToldAzure], ToldAzure]) -> None:
    told(ToldAzure(bodies.image_body()))
    assert "set create: true" in faults_of(stack_of(entry()))


def test_an_existing_definition_that_does_not_exist(told: Callable[[ToldAzure], ToldAzure]) -> None:
    told(published())
    assert "existing: true says so" in faults_of(stack_of(entry(definition={"name": "d", "existing": True})))


def test_the_images_region_must_be_a_target(azure: ToldAzure) -> None:
    replaced(azure, bodies.image_body(), "northeurope", "location")
    assert "must contain the source image's region, northeurope" in faults_of(stack_of(entry()))


def test_a_source_region_in_the_config_must_be_the_images(azure: ToldAzure) -> None:
    source: JsonObject = {"resourceGroup": "myResourceGroup", "name": "myImage", "location": "westus2"}
    assert "is not the image's: eastus2" in faults_of(stack_of(entry(source=source)))


@pytest.mark.parametrize(("key", "value"), [("osType", "Windows"), ("hyperVGeneration", "V2"), ("offer", "another")])
def test_a_definition_that_contradicts_image_or_existing_definition(azure: ToldAzure, key: str, value: str) -> None:
    definition = cast("JsonObject", {**cast("Any", entry()["definition"]), key: value})
    assert f"migrations[0].definition.{key} = {value!r}" in faults_of(stack_of(entry(definition=definition)))


def test_a_specialized_image(azure: ToldAzure) -> None:
    replaced(azure, bodies.image_body(), "Specialized", "properties", "storageProfile", "osDisk", "osState")
    assert "image-generalized" in faults_of(stack_of(entry()))


def test_a_data_disk_over_the_documented_limit_and_the_setting_that_allows_it(azure: ToldAzure, preview: bool) -> None:
    disks: Json = [{"lun": 0, "diskSizeGB": 2000}]
    replaced(azure, bodies.image_body(), disks, "properties", "storageProfile", "dataDisks")
    assert "2000 GB at LUN 0" in faults_of(stack_of(entry()))
    allowed = as_config(stack_of(entry(maxDataDiskSizeGB=2048)))
    assert record(program, preview=preview, config=allowed).error is None


def test_a_version_number_that_azure_has_from_another_source(azure: ToldAzure) -> None:
    other = str(bodies.IMAGE) + "2"
    replaced(azure, bodies.version_body(), other, "properties", "storageProfile", "source", "id")
    assert f"was made from {other}" in faults_of(stack_of(entry()))


def test_an_identifier_that_another_definition_of_the_gallery_has(azure: ToldAzure) -> None:
    definition: JsonObject = {"name": "other", "publisher": "mypublisher", "offer": "myOffer", "sku": "mySKU"}
    assert "taken in the gallery by myImageDefinition" in faults_of(stack_of(entry(definition=definition)))


def test_validation_is_refused_with_the_region_that_is_not_complete(azure: ToldAzure, preview: bool) -> None:
    version = cast("Any", bodies.version_body())
    summary = version["properties"]["replicationStatus"]["summary"]
    summary[1] = {"region": "westus2", "state": "Replicating", "progress": 40}
    replaced(azure, version, summary, "properties", "replicationStatus", "summary")
    said = faults_of(stack_of(entry("validated")), preview=preview)
    assert "replication-complete" in said
    assert "westus2" in said
    assert "keep stage: published" in said


def test_all_migrations_are_reported_together(azure: ToldAzure) -> None:
    azure.remove(bodies.IMAGE)
    other: Any = {"name": "other", "publisher": "p", "offer": "o", "sku": "s"}
    elsewhere: Any = {"resourceGroup": "g", "name": "elsewhere"}
    said = faults_of(stack_of(entry(), entry(source=elsewhere, definition=other)))
    assert "migrations[0].source" in said
    assert "migrations[1].source" in said


def test_an_azure_that_does_not_answer_stops_everything(azure: ToldAzure, preview: bool) -> None:
    azure.failures[str(bodies.IMAGE)] = Unreachable("managed image", message="no route")
    recording = record(program, preview=preview, config=as_config(stack_of(entry())))
    assert isinstance(recording.error, AzureReadFailed)
    assert "no route" in str(recording.error)
    assert recording.requests == {}


def test_a_retired_migration_lives_without_its_image(azure: ToldAzure, preview: bool) -> None:
    azure.remove(bodies.IMAGE)
    recording = record(program, preview=preview, config=as_config(stack_of(entry("retired"))), stashed=stored())
    assert recording.error is None


def test_what_is_left_of_a_retired_migration_must_be_there(azure: ToldAzure) -> None:
    azure.remove(bodies.IMAGE)
    azure.remove(bodies.DEFINITION)
    assert "OS type and generation are not known" in faults_of(stack_of(entry("retired")))
