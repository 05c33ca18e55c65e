"""What arrives over the component-provider protocol: numbers are floats, missing is null, values may be late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.provider.server import ProviderServicer
from pulumi.runtime import rpc
from pulumi.runtime.proto import provider_pb2

from harness.package import TOKEN
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.component.package_schema import Package
from tests.azure import bodies
from tests.component.recording import Recording, record
from tests.component.told_azure import published

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject

SECRET: JsonObject = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
"""How a secret is marked on the wire (Pulumi's sdk/go/common/resource/sig)."""

OUTPUT: JsonObject = {"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4"}
"""How an output is marked on the wire; one without a value is not known."""

SENT: JsonObject = {
    "stage": "published",
    "source": {"resourceGroup": "myResourceGroup", "name": "myImage", "id": None, "location": None},
    "gallery": {"resourceGroup": "myResourceGroup", "name": "myGallery", "create": None},
    "definition": {
        "name": "myImageDefinition",
        "publisher": "myPublisher",
        "offer": "myOffer",
        "sku": "mySKU",
        "recommended": {"vCpus": {"min": 2.0, "max": None}, "memory": None},
        "features": None,
    },
    "version": "1.0.0",
    "targetRegions": [
        {"name": "East US 2", "replicaCount": 3.0, "storageAccountType": "Premium_LRS", "encryption": None},
        {"name": "westus2", "replicaCount": None},
    ],
    "maxDataDiskSizeGb": 2048.0,
    "tags": None,
    "bootTest": None,
    "acceptedReferences": None,
    "abandonedVersions": None,
}


@pytest.fixture(autouse=True)
def azure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AzureReader, "connect", published().connect)


def construct(**changes: Json) -> Recording:
    """The package makes a component of what another language sent."""
    message = ParseDict(SENT | changes, Struct())

    async def inputs() -> dict[str, Any]:
        none: dict[str, provider_pb2.ConstructRequest.PropertyDependencies] = {}
        return await cast("Any", ProviderServicer)._construct_inputs(message, none)

    return record(
        lambda: Package().construct("myImage", TOKEN, run(inputs())),
        preview=True,
        config={"azure-native:subscriptionId": bodies.SUBSCRIPTION},
    )


def run(coroutine: Any) -> Any:
    """The result of a coroutine that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("it waits for something")


def refusal(**changes: Json) -> str:
    recording = construct(**changes)
    assert recording.requests == {}
    return str(recording.error)


def test_numbers_arrive_as_floats_and_are_sent_to_azure_as_whole_numbers() -> None:
    recording = construct()
    assert recording.error is None
    regions = cast("Any", recording.inputs("myImage-version"))["publishingProfile"]["targetRegions"]
    assert [region["regionalReplicaCount"] for region in regions] == [3, 1]
    definition = cast("Any", recording.inputs("myImage-definition"))
    assert definition["recommended"] == {"vCPUs": {"min": 2}}


def test_null_is_the_same_as_nothing() -> None:
    recording = construct()
    version = recording.inputs("myImage-version")
    assert "tags" not in version
    assert "endOfLifeDate" not in cast("Any", version)["publishingProfile"]


def test_a_number_with_a_fraction_is_no_number_of_replicas() -> None:
    told = refusal(targetRegions=[{"name": "East US 2", "replicaCount": 1.5}])
    assert "myImage.target_regions[0].replica_count = 1.5: must be a whole number" in told


@pytest.mark.parametrize("late", [{**SECRET, "value": "1.0.0"}, rpc.UNKNOWN], ids=["secret", "unknown"])
def test_a_value_that_is_not_there_yet_is_refused_by_its_name(late: Json) -> None:
    told = refusal(version=late)
    assert "myImage.version: must be a plain value" in told
    assert "Output object" not in told
    assert rpc.UNKNOWN not in told


@pytest.mark.parametrize("late", [{**SECRET, "value": "me"}, rpc.UNKNOWN], ids=["secret", "unknown"])
def test_a_value_that_decides_nothing_goes_to_azure_as_it_came(late: Json) -> None:
    """A secret inside a map makes all of the map one."""
    recording = construct(tags={"owner": late})
    assert recording.error is None
    tags = cast("Any", recording.inputs("myImage-version"))["tags"]
    assert tags == ({**SECRET, "value": {"owner": "me"}} if isinstance(late, dict) else {"owner": rpc.UNKNOWN})


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"gallery": {**SECRET, "value": {"resourceGroup": "g", "name": "n"}}}, "gallery"),
        ({"gallery": rpc.UNKNOWN}, "gallery"),
        ({"targetRegions": rpc.UNKNOWN}, "target_regions"),
        ({"targetRegions": [{"name": rpc.UNKNOWN}]}, "target_regions[0].name"),
        ({"targetRegions": [rpc.UNKNOWN]}, "target_regions[0]"),
        ({"stage": rpc.UNKNOWN}, "stage"),
    ],
)
def test_what_must_be_plain_is_told_with_what_to_pass_whatever_it_is(changes: Any, path: str) -> None:
    assert f"myImage.{path}: must be a plain value, no output and no secret" in refusal(**changes)


def test_an_output_stays_where_it_is_passed_and_a_secret_number_stays_one() -> None:
    late: Json = {**OUTPUT, "value": 3.0, "secret": True}
    recording = construct(
        targetRegions=[{"name": "East US 2", "replicaCount": late}],
        gallery={"resourceGroup": {**OUTPUT, "value": "myResourceGroup"}, "name": OUTPUT},
    )
    assert recording.error is None
    version = cast("Any", recording.inputs("myImage-version"))
    assert (version["resourceGroupName"], version["galleryName"]) == ("myResourceGroup", rpc.UNKNOWN)
    (region,) = version["publishingProfile"]["targetRegions"]
    assert region["regionalReplicaCount"] == {**SECRET, "value": 3}


def test_what_is_missing_and_what_is_no_member_is_told_by_its_name() -> None:
    assert "Missing required input 'source' on 'ManagedImageToGallery'" in refusal(source=None)
    assert "Invalid value gone" in refusal(stage="gone")
