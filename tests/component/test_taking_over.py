"""What Azure has already is taken over as it is, or told before anything is registered; never made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.azure.settings import READOPTS
from managed_image_to_gallery.config.faults import ConfigFaults
from tests.azure import bodies
from tests.component.recording import PROJECT, Recording, record
from tests.component.stacks import NAME, as_config, entry, program
from tests.component.stacks import stack_of as whole_stack
from tests.component.told_azure import published

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from tests.component.told_azure import ToldAzure

VERSION, DEFINITION = f"{NAME}-version", f"{NAME}-definition"
COMPONENT = f"{PROJECT}:index:ManagedImageToGallery"
HEAD = f"urn:pulumi:test::{PROJECT}::{COMPONENT}"


def stack_of(*entries: JsonObject, **changes: Json) -> JsonObject:
    """A stack whose defaults are those of the version that Azure has."""
    regions: Json = [{"name": "East US 2"}, {"name": "westus2", "replicaCount": 2}]
    defaults: Json = {"targetRegions": regions, "endOfLifeDate": "2030-12-31"}
    return whole_stack(*entries, **{"defaults": defaults, **changes})


def run(stack: JsonObject, state: dict[str, object] | None = None) -> Recording:
    return record(program, preview=True, config=as_config(stack), state=state or {})


def imported_state() -> dict[str, object]:
    """What the engine tells of a stack that has taken over definition and version."""
    component = {
        "definition_id": str(bodies.DEFINITION),
        "version_id": str(bodies.VERSION),
        "source_id": str(bodies.IMAGE),
        "imported": ["definition", "version"],
    }
    version = {"name": "1.0.0", **cast("JsonObject", bodies.version_body()["properties"])}
    parts = {
        "azure-native:compute:GalleryImage": ("definition", {"name": "myImageDefinition"}),
        "azure-native:compute:GalleryImageVersion": ("version", version),
    }
    return {
        f"{HEAD}::{NAME}": {"type": COMPONENT, "outputs": component},
        **{f"{HEAD}${kind}::{NAME}-{part}": {"type": kind, "outputs": told} for kind, (part, told) in parts.items()},
    }


def test_version_and_definition_are_imported_once_and_nothing_of_them_is_changed(azure: ToldAzure) -> None:
    recording = run(stack_of(entry(importVersion=True)))

    assert recording.error is None
    version, definition = recording.requests[VERSION], recording.requests[DEFINITION]
    assert (version.importId, definition.importId) == (str(bodies.VERSION), str(bodies.DEFINITION))
    assert version.protect
    assert list(version.hooks.before_delete)
    assert set(version.ignoreChanges) >= set(recording.inputs(VERSION)) - {
        "resourceGroupName",
        "galleryName",
        "galleryImageName",
        "galleryImageVersionName",
    }
    names = {"resourceGroupName", "galleryName", "galleryImageName"}
    assert set(definition.ignoreChanges) >= set(recording.inputs(DEFINITION)) - names


@pytest.mark.parametrize("flag", [True, False])
def test_what_the_state_has_is_never_imported_again_whatever_the_flag_says(azure: ToldAzure, flag: bool) -> None:
    recording = run(stack_of(entry(importVersion=flag)), imported_state())

    assert recording.error is None
    assert [recording.requests[name].importId for name in (VERSION, DEFINITION)] == ["", ""]
    ignored = set(recording.requests[VERSION].ignoreChanges)
    assert {"storageProfile", "publishingProfile.replicaCount"} <= ignored
    assert not {"publishingProfile", "publishingProfile.targetRegions", "publishingProfile.endOfLifeDate"} & ignored
    outputs = next(told for urn, told in recording.outputs.items() if urn.endswith(f"::{NAME}"))
    assert outputs["imported"] == ["definition", "version"]


def test_afterwards_it_is_said_as_azure_says_it(azure: ToldAzure) -> None:
    """In Azure's order, without what Azure leaves out: each other way would be an update that changes nothing."""
    regions: Json = [{"name": "eastus"}, {"name": "West US 2", "replicaCount": 2}, {"name": "eastus2"}]

    recording = run(stack_of(entry(importVersion=True, targetRegions=regions)), imported_state())

    profile = cast("dict[str, Any]", recording.inputs(VERSION)["publishingProfile"])
    assert [one["name"] for one in profile["targetRegions"]] == ["East US 2", "West US 2", "East US"]
    assert ["excludeFromLatest" in one for one in profile["targetRegions"]] == [False, False, True]
    assert "blockDeletionBeforeEndOfLife" not in cast("JsonObject", recording.inputs(VERSION)["safetyProfile"])


def test_an_existing_definition_is_read_while_its_version_is_taken_over(azure: ToldAzure) -> None:
    recording = run(stack_of(entry(importVersion=True, definition={"name": "myImageDefinition", "existing": True})))

    assert recording.error is None
    assert recording.of_type("azure-native:compute:GalleryImage") == []
    assert recording.requests[VERSION].importId == str(bodies.VERSION)


DEFINED = cast("JsonObject", entry()["definition"])


@pytest.mark.parametrize(
    ("changes", "gallery", "path", "rule"),
    [
        ({"storageAccountType": "Premium_LRS"}, {}, "storageAccountType", "is Standard_LRS in the version"),
        ({"version": "2.0.0"}, {}, "importVersion", "there is nothing to take over"),
        ({"targetRegions": [{"name": "eastus2"}]}, {}, "targetRegions", "leaves out where the version is"),
        (
            {"targetRegions": [{"name": "westus2"}, {"name": "eastus2", "storageAccountType": "Premium_LRS"}]},
            {},
            "targetRegions[1].storageAccountType",
            "is Standard_LRS in the version",
        ),
        (
            {"definition": {**DEFINED, "features": [{"name": "SecurityType", "value": "TrustedLaunchSupported"}]}},
            {},
            "definition.features[0].value",
            "says nothing of it and cannot be changed",
        ),
        ({"definition": {**DEFINED, "osType": "Windows"}}, {}, "definition.osType", "which says Linux"),
        ({"definition": {**DEFINED, "hyperVGeneration": "V2"}}, {}, "definition.hyperVGeneration", "which says V1"),
        ({"definition": {**DEFINED, "sku": "other"}}, {}, "definition.sku", "which says mySKU"),
        ({}, {"name": "mygallery"}, "gallery.name", "is spelled myGallery in Azure"),
        ({}, {"resourceGroup": "MYRESOURCEGROUP"}, "gallery.resourceGroup", "is spelled myResourceGroup in Azure"),
        ({"source": {"resourceGroup": "myResourceGroup", "name": "other"}}, {}, "version", "is taken"),
    ],
)
def test_what_cannot_be_taken_over_is_told_with_its_field(
    azure: ToldAzure, changes: JsonObject, gallery: JsonObject, path: str, rule: str
) -> None:
    azure.resources.append({**bodies.image_body(), "id": f"{bodies.IMAGE.resource_group_id}/providers/{OTHER}"})
    whole: JsonObject = {"resourceGroup": "myResourceGroup", "name": "myGallery", **gallery}

    recording = run(stack_of({**entry(importVersion=True), **changes}, gallery=whole))

    assert isinstance(recording.error, ConfigFaults)
    assert any(fault.path.endswith(path) and rule in fault.rule for fault in recording.error.faults)
    assert recording.requests == {}


OTHER = "Microsoft.Compute/images/other"


def test_a_region_that_is_left_out_goes_with_leave(azure: ToldAzure) -> None:
    changes: JsonObject = {"targetRegions": [{"name": "eastus2"}], "allowDeletionOfReplicatedLocations": True}

    assert run(stack_of({**entry(importVersion=True), **changes})).error is None


def test_edge_zones_stay_where_the_config_names_none(azure: ToldAzure) -> None:
    version = next(body for body in azure.resources if body["id"] == str(bodies.VERSION))
    zone: Json = {"name": "West US", "extendedLocation": {"name": "losangeles"}, "extendedLocationReplicaCount": 1}
    bodies.changed(version, [zone], "properties", "publishingProfile", "targetExtendedLocations")
    named: JsonObject = {"name": "West US 2", "extendedLocation": "another"}

    assert run(stack_of(entry(importVersion=True))).error is None
    error = run(stack_of({**entry(importVersion=True), "targetExtendedLocations": [named]})).error
    assert isinstance(error, ConfigFaults)
    assert "to be taken over: losangeles" in str(error)


def binned(azure: ToldAzure, number: str, *, soft: bool = True) -> None:
    """The version is gone, and a number of its definition is in the gallery's bin."""
    azure.remove(bodies.VERSION)
    azure.in_bin = [number]
    gallery = next(body for body in azure.resources if body["id"] == str(bodies.GALLERY))
    policy: JsonObject = {"softDeletePolicy": {"isSoftDeleteEnabled": soft}}
    gallery["properties"] = {**cast("JsonObject", gallery["properties"]), **policy}


HELD: JsonObject = {**entry(), "definition": {"name": "myImageDefinition", "existing": True}}


def test_a_number_in_the_bin_would_bring_back_what_was_deleted(azure: ToldAzure) -> None:
    """Whatever it held: it need not be the image of today, although it names it."""
    binned(azure, "1.0.0")

    error = run(stack_of(HELD)).error

    assert isinstance(error, ConfigFaults)
    (fault,) = error.faults
    assert fault.path == "migrations[0].version"
    assert "is in the gallery's bin" in fault.rule
    assert "az sig image-version undelete -g myResourceGroup" in fault.remedy


@pytest.mark.parametrize(("number", "soft"), [("1.0.1", True), ("1.0.0", False)])
def test_nothing_else_in_the_bin_is_in_the_way(azure: ToldAzure, number: str, soft: bool) -> None:
    binned(azure, number, soft=soft)
    assert run(stack_of(HELD)).error is None


def test_a_shallow_version_is_not_taken_over_as_a_copy(azure: ToldAzure) -> None:
    version = next(body for body in azure.resources if body["id"] == str(bodies.VERSION))
    bodies.changed(version, "Shallow", "properties", "publishingProfile", "replicationMode")

    error = run(stack_of(entry(importVersion=True))).error

    assert isinstance(error, ConfigFaults)
    assert "is Shallow in the version that is to be taken over" in str(error)


def fail(azure: ToldAzure) -> None:
    version = next(body for body in azure.resources if body["id"] == str(bodies.VERSION))
    bodies.changed(version, "Failed", "properties", "provisioningState")


@pytest.mark.parametrize("readopts", ["", "1"])
@pytest.mark.parametrize(("importing", "field"), [(False, "version"), (True, "importVersion")])
def test_what_a_failed_creation_left_behind_has_one_way_out(
    azure: ToldAzure, monkeypatch: pytest.MonkeyPatch, importing: bool, field: str, readopts: str
) -> None:
    """In the state it would stay Failed, because nothing that is sent would differ: `resume` leaves it too."""
    if readopts:
        monkeypatch.setenv(READOPTS, readopts)
    fail(azure)

    error = run(stack_of(entry(importVersion=importing))).error

    assert isinstance(error, ConfigFaults)
    (fault,) = [one for one in error.faults if one.path == f"migrations[0].{field}"]
    assert "in state Failed" in fault.rule
    assert fault.remedy.endswith(
        "az sig image-version delete -g myResourceGroup -r myGallery -i myImageDefinition -e 1.0.0 "
        f"--subscription {bodies.SUBSCRIPTION}"
    )
    assert "importVersion" not in fault.remedy


def test_a_failed_version_that_may_be_an_only_copy_is_not_to_be_deleted(azure: ToldAzure) -> None:
    fail(azure)
    azure.image_made = "2022-01-01T00:00:00Z"

    error = run(stack_of(entry())).error

    assert isinstance(error, ConfigFaults)
    (fault,) = [one for one in error.faults if one.path == "migrations[0].version"]
    assert fault.remedy.startswith("Do not delete it: it is the only copy of")
    assert "image-version delete" not in str(error)
    assert run(stack_of(entry(importVersion=True))).error is None


def test_a_failed_version_that_the_state_has_is_the_updates_to_mend(azure: ToldAzure) -> None:
    fail(azure)

    assert run(stack_of(entry()), imported_state()).error is None


def test_what_azure_has_and_the_state_lacks_is_told_with_the_ways_out(azure: ToldAzure) -> None:
    created: JsonObject = {"resourceGroup": "myResourceGroup", "name": "myGallery", "create": True}

    recording = run(stack_of(entry(), gallery=created))

    assert isinstance(recording.error, ConfigFaults)
    assert [fault.path for fault in recording.error.faults] == [
        "gallery.create",
        "migrations[0].definition",
        "migrations[0].version",
    ]
    said = str(recording.error)
    assert "pulumi config set --path 'managed-image-to-gallery:migrations[0].importVersion' true" in said
    assert f"'managed-image-to-gallery:migrations[0].existingVersions[0]' {bodies.VERSION}" in said
    assert "pulumi config rm --path 'managed-image-to-gallery:gallery.create'" in said
    assert said.count("gallery-migrate resume") == 3
    assert said.count("If the migration has moved to another stack, take its entry out of this one.") == 1
    assert recording.requests == {}


@pytest.mark.parametrize(("name", "is_taken"), [("MYGALLERY", True), ("another", False)])
def test_a_gallerys_name_that_the_subscription_has_in_another_group_is_told(
    told: Callable[[ToldAzure], ToldAzure], name: str, is_taken: bool
) -> None:
    azure = published()
    at = f"{str(bodies.GALLERY.resource_group_id).replace('myResourceGroup', 'theirs')}/providers/{GALLERIES}/{name}"
    azure.resources[1] = {**bodies.gallery_body(), "id": at}
    told(azure)
    created: JsonObject = {"resourceGroup": "myResourceGroup", "name": "myGallery", "create": True}

    error = run(stack_of(entry(), gallery=created)).error

    assert (error is not None) == is_taken
    if is_taken:
        assert isinstance(error, ConfigFaults)
        assert [(fault.path, at in fault.rule) for fault in error.faults] == [("gallery.name", True)]


GALLERIES = "Microsoft.Compute/galleries"


def test_the_state_says_what_the_stack_made_itself(azure: ToldAzure) -> None:
    created: JsonObject = {"resourceGroup": "myResourceGroup", "name": "myGallery", "create": True}
    gallery = {"type": "azure-native:compute:Gallery", "outputs": {"name": "MYGALLERY"}}

    own = {**imported_state(), f"urn:pulumi:test::{PROJECT}::azure-native:compute:Gallery::myGallery": gallery}

    assert run(stack_of(entry(), gallery=created), own).error is None


def test_who_looks_for_what_exists_is_not_refused(azure: ToldAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(READOPTS, "1")

    assert run(stack_of(entry())).error is None


def test_nothing_is_in_the_way_of_a_first_update(told: Callable[[ToldAzure], ToldAzure]) -> None:
    told(published())

    assert run(stack_of(entry())).error is None
