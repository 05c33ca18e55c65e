"""Diff: which changes are seen, and which of them replace the resource."""

from __future__ import annotations

import pytest

from local_azure.provider.protos import provider_pb2
from local_azure.provider.values import JsonObject
from tests.local_azure.provider.engine_calls import EngineCalls
from tests.local_azure.provider.samples import (
    DEFINITION,
    DEFINITION_INPUTS,
    GROUP,
    IMAGE,
    IMAGE_INPUTS,
    NETWORK,
    VERSION,
    VERSION_INPUTS,
)

Kind = provider_pb2.PropertyDiff
Regions = list[dict[str, "str | int"]]


def kinds(answer: provider_pb2.DiffResponse) -> dict[str, str]:
    return {path: Kind.Kind.Name(found.kind) for path, found in answer.detailedDiff.items()}


def with_regions(*regions: tuple[str, int]) -> JsonObject:
    return {
        **VERSION_INPUTS,
        "publishingProfile": {
            "targetRegions": [{"name": name, "regionalReplicaCount": count} for name, count in regions]
        },
    }


@pytest.mark.parametrize(
    ("token", "old", "change", "expected"),
    [
        (IMAGE, IMAGE_INPUTS, {"resourceGroupName": "RG"}, {}),
        (IMAGE, IMAGE_INPUTS, {"location": "West US 2"}, {}),
        (IMAGE, IMAGE_INPUTS, {"location": "eastus"}, {"location": "UPDATE_REPLACE"}),
        (IMAGE, IMAGE_INPUTS, {"imageName": "IMG"}, {"imageName": "UPDATE_REPLACE"}),
        (IMAGE, IMAGE_INPUTS, {"resourceGroupName": "rg2"}, {"resourceGroupName": "UPDATE_REPLACE"}),
        (IMAGE, IMAGE_INPUTS, {"hyperVGeneration": "V1"}, {"hyperVGeneration": "UPDATE"}),
        (IMAGE, IMAGE_INPUTS, {"tags": {"a": "1"}}, {"tags": "ADD"}),
        (IMAGE, {**IMAGE_INPUTS, "tags": {"a.b": "1"}}, {"tags": {}}, {'tags["a.b"]': "DELETE"}),
        (DEFINITION, DEFINITION_INPUTS, {"osType": "Windows"}, {"osType": "UPDATE"}),
        (
            DEFINITION,
            DEFINITION_INPUTS,
            {"identifier": {"publisher": "p", "offer": "o", "sku": "x"}},
            {"identifier.sku": "UPDATE"},
        ),
        (VERSION, VERSION_INPUTS, {"storageProfile": {"source": {"id": "x"}}}, {"storageProfile.source.id": "UPDATE"}),
        (GROUP, {"resourceGroupName": "rg", "location": "a"}, {"location": "b"}, {"location": "UPDATE_REPLACE"}),
        (GROUP, {"resourceGroupName": "rg", "__flag": 1}, {"__flag": 2}, {}),
        (NETWORK, {"virtualNetworkName": "n"}, {"enableVmProtection": False}, {}),
        (NETWORK, {"virtualNetworkName": "n"}, {"enableVmProtection": True}, {"enableVmProtection": "ADD"}),
    ],
)
def test_changes(
    engine: EngineCalls, token: str, old: JsonObject, change: JsonObject, expected: dict[str, str]
) -> None:
    answer = engine.diff(token, old, {**old, **change})
    some = provider_pb2.DiffResponse.DIFF_SOME if expected else provider_pb2.DiffResponse.DIFF_NONE
    assert (kinds(answer), answer.changes, answer.hasDetailedDiff) == (expected, some, True)
    assert list(answer.replaces) == [path for path, kind in expected.items() if kind.endswith("REPLACE")]
    assert all(found.inputDiff for found in answer.detailedDiff.values())


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ([("East US", 1), ("West US 2", 1)], {}),
        ([("West US 2", 1)], {"publishingProfile.targetRegions[1]": "DELETE"}),
        ([("East US", 1)], {"publishingProfile.targetRegions[0]": "DELETE"}),
        (
            [("West US 2", 3), ("East US", 1)],
            {"publishingProfile.targetRegions[0].regionalReplicaCount": "UPDATE"},
        ),
        ([("West US 2", 1), ("East US", 1), ("x", 1)], {"publishingProfile.targetRegions[2]": "ADD"}),
        # Nested locations are not normalised: another spelling is another region.
        (
            [("westus2", 1), ("East US", 1)],
            {"publishingProfile.targetRegions[0]": "ADD"},
        ),
    ],
)
def test_target_regions_are_compared_by_name(
    engine: EngineCalls, new: list[tuple[str, int]], expected: dict[str, str]
) -> None:
    found = kinds(engine.diff(VERSION, VERSION_INPUTS, with_regions(*new)))
    assert expected.items() <= found.items()
    assert bool(found) == bool(expected)


def test_top_level_names_are_listed_beside_paths(engine: EngineCalls) -> None:
    answer = engine.diff(VERSION, VERSION_INPUTS, with_regions(("West US 2", 2)))
    assert list(answer.diffs) == ["publishingProfile"]


@pytest.mark.parametrize(("flag", "delete_first"), [({}, True), ({"__createBeforeDelete": True}, False)])
def test_explicit_names_delete_before_they_replace(engine: EngineCalls, flag: JsonObject, delete_first: bool) -> None:
    answer = engine.diff(IMAGE, {**IMAGE_INPUTS, **flag}, {**IMAGE_INPUTS, "location": "eastus"})
    assert answer.deleteBeforeReplace is delete_first


def test_update_never_deletes_first(engine: EngineCalls) -> None:
    assert not engine.diff(IMAGE, IMAGE_INPUTS, {**IMAGE_INPUTS, "tags": {"a": "b"}}).deleteBeforeReplace


@pytest.mark.parametrize(("in_azure", "kind"), [("westus2", "ADD"), ("eastus", "ADD_REPLACE")])
def test_location_written_down_for_the_first_time(engine: EngineCalls, in_azure: str, kind: str) -> None:
    without = {name: value for name, value in IMAGE_INPUTS.items() if name != "location"}
    answer = engine.diff(IMAGE, without, IMAGE_INPUTS, {"location": in_azure})
    assert kinds(answer) == {"location": kind}


def test_api_version_of_imported_inputs_comes_from_outputs(engine: EngineCalls) -> None:
    new: JsonObject = {**IMAGE_INPUTS, "azureApiVersion": "2024-11-01"}
    assert kinds(engine.diff(IMAGE, IMAGE_INPUTS, new, {"azureApiVersion": "2024-11-01"})) == {}
    assert kinds(engine.diff(IMAGE, IMAGE_INPUTS, new, {"azureApiVersion": "2024-07-01"})) == {
        "azureApiVersion": "UPDATE"
    }


def test_imported_inputs_do_not_differ_from_themselves(engine: EngineCalls) -> None:
    assert kinds(engine.diff(IMAGE, IMAGE_INPUTS, IMAGE_INPUTS, {"azureApiVersion": "2024-11-01"})) == {}


def test_drift_in_outputs_is_not_a_change(engine: EngineCalls) -> None:
    assert kinds(engine.diff(IMAGE, IMAGE_INPUTS, IMAGE_INPUTS, {"hyperVGeneration": "V1"})) == {}
