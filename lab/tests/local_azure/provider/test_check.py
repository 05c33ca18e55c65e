"""Check: names, locations, API versions, and the texts of what is wrong."""

from __future__ import annotations

import re

import pytest

from local_azure.provider.protos import provider_pb2
from local_azure.provider.values import UNKNOWN, Json, JsonObject
from tests.local_azure.provider.engine_calls import EngineCalls
from tests.local_azure.provider.fake_arm import Answer, FakeArm
from tests.local_azure.provider.samples import (
    DEFINITION,
    DEFINITION_INPUTS,
    GALLERY,
    GROUP,
    GROUP_ID,
    IMAGE,
    IMAGE_INPUTS,
    SUBNET,
    VERSION,
    VERSION_INPUTS,
)

Naming = provider_pb2.CheckRequest.AutonamingOptions


@pytest.mark.parametrize(
    ("token", "news", "parameter"),
    [
        (GROUP, {"location": "westus2"}, "resourceGroupName"),
        (IMAGE, {"resourceGroupName": "rg", "location": "westus2"}, "imageName"),
        (GALLERY, {"resourceGroupName": "rg", "location": "westus2"}, "galleryName"),
    ],
)
def test_top_level_types_get_a_random_name(engine: EngineCalls, token: str, news: JsonObject, parameter: str) -> None:
    inputs, failures = engine.check(token, news, name="thing")
    assert failures == []
    assert re.fullmatch(r"thing[0-9a-f]{8}", str(inputs[parameter]))
    assert inputs["__createBeforeDelete"] is True


def test_random_name_repeats_for_the_same_seed_only(engine: EngineCalls) -> None:
    names = [engine.check(GROUP, {"location": "w"}, seed=seed)[0]["resourceGroupName"] for seed in (b"a", b"a", b"b")]
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize(
    ("token", "parents", "parameter"),
    [
        (VERSION, VERSION_INPUTS, "galleryImageVersionName"),
        (DEFINITION, DEFINITION_INPUTS, "galleryImageName"),
        (SUBNET, {"resourceGroupName": "rg", "virtualNetworkName": "net"}, "subnetName"),
    ],
)
def test_children_take_their_logical_name(engine: EngineCalls, token: str, parents: JsonObject, parameter: str) -> None:
    unnamed = {name: value for name, value in parents.items() if name != parameter}
    inputs, failures = engine.check(token, unnamed, name="1.0.0")
    assert (inputs[parameter], failures) == ("1.0.0", [])
    assert "__createBeforeDelete" not in inputs


def test_old_name_is_kept_with_its_flag(engine: EngineCalls) -> None:
    olds: JsonObject = {"imageName": "thing0000", "__createBeforeDelete": True}
    inputs, _ = engine.check(IMAGE, {"resourceGroupName": "rg", "location": "w"}, olds=olds)
    assert (inputs["imageName"], inputs["__createBeforeDelete"]) == ("thing0000", True)


@pytest.mark.parametrize(
    ("options", "name", "create_before_delete"),
    [
        (Naming(mode=Naming.PROPOSE, proposed_name="proposed"), "proposed", True),
        (Naming(mode=Naming.ENFORCE, proposed_name="enforced"), "enforced", None),
        (Naming(mode=Naming.DISABLE), None, None),
    ],
)
def test_stack_naming_configuration(
    engine: EngineCalls, options: Naming, name: Json, create_before_delete: Json
) -> None:
    inputs, failures = engine.check(GROUP, {"location": "w"}, autonaming=options)
    assert (inputs.get("resourceGroupName"), inputs.get("__createBeforeDelete")) == (name, create_before_delete)
    assert failures == ([] if name else ["missing required property 'resourceGroupName'"])


def test_location_comes_from_the_group_once(engine: EngineCalls, arm: FakeArm) -> None:
    arm.have(GROUP_ID, location="eastus2")
    found = [engine.check(IMAGE, {"resourceGroupName": "rg"})[0]["location"] for _ in range(2)]
    assert found == ["eastus2", "eastus2"]
    assert arm.asked() == [f"GET {GROUP_ID}"]
    assert arm.requests[0].query == {"api-version": "2020-10-01"}


@pytest.mark.parametrize(
    ("olds", "news", "expected"),
    [
        ({"location": "old"}, {"resourceGroupName": "rg"}, "old"),
        ({}, {"resourceGroupName": "rg", "location": "given"}, "given"),
        ({}, {"resourceGroupName": UNKNOWN}, UNKNOWN),
    ],
)
def test_location_without_asking_azure(
    engine: EngineCalls, arm: FakeArm, olds: JsonObject, news: JsonObject, expected: str
) -> None:
    inputs, failures = engine.check(IMAGE, news, olds=olds)
    assert (inputs["location"], failures, arm.requests) == (expected, [], [])


def test_configured_location_wins_over_the_group(unconfigured: EngineCalls, arm: FakeArm) -> None:
    unconfigured.configure(location="northeurope")
    inputs, _ = unconfigured.check(IMAGE, {"resourceGroupName": "rg"})
    assert (inputs["location"], arm.requests) == ("northeurope", [])


def test_resource_stays_where_it_is_when_the_configured_location_changes(unconfigured: EngineCalls) -> None:
    unconfigured.configure(location="northeurope")
    inputs, _ = unconfigured.check(IMAGE, {"resourceGroupName": "rg"}, olds={"location": "westus2"})
    assert inputs["location"] == "westus2"


def test_location_that_cannot_be_found_is_missing(engine: EngineCalls, arm: FakeArm) -> None:
    arm.script("GET", "resourceGroups/rg$", Answer(403, {}))
    _, failures = engine.check(IMAGE, {"resourceGroupName": "rg"})
    assert failures == [
        "missing required property 'location'. Either set it explicitly or configure it with "
        "'pulumi config set azure-native:location <value>'."
    ]


def test_api_version_is_added_and_program_inputs_stay(engine: EngineCalls) -> None:
    inputs, failures = engine.check(IMAGE, {**IMAGE_INPUTS, "notAProperty": "x"})
    assert inputs == {**IMAGE_INPUTS, "notAProperty": "x", "azureApiVersion": "2024-11-01"}
    assert failures == []


OS_DISK_PATH = "storageProfile.osDisk"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"hyperVGeneration": 2}, "'hyperVGeneration' should be of type 'string' but got a number"),
        ({"tags": ["a"]}, "'tags' should be of type 'object' but got an array"),
        ({"storageProfile": "x"}, "'storageProfile' should be of type 'object' but got a string"),
        ({"storageProfile": {"osDisk": {"osType": "Linux"}}}, f"missing required property '{OS_DISK_PATH}.osState'"),
        (
            {"storageProfile": {"dataDisks": [{"caching": "None"}]}},
            "missing required property 'storageProfile.dataDisks[0].lun'",
        ),
        (
            {"storageProfile": {"dataDisks": [{"lun": 0.5}]}},
            "'storageProfile.dataDisks[0].lun' must be an integer but got 0.500000",
        ),
        ({"resourceGroupName": "a/b"}, r"'resourceGroupName' does not match expression '^[-\w\._\(\)]+$'"),
        ({"resourceGroupName": "a" * 91}, "'resourceGroupName' is too long (91): at most 90 characters allowed"),
        ({"resourceGroupName": ""}, "'resourceGroupName' is too short (0): at least 1 characters required"),
    ],
)
def test_what_is_wrong_is_told_in_the_real_words(engine: EngineCalls, change: JsonObject, reason: str) -> None:
    _, failures = engine.check(IMAGE, {**IMAGE_INPUTS, **change})
    assert reason in failures


@pytest.mark.parametrize(
    "change",
    [
        {"storageProfile": UNKNOWN},
        {"resourceGroupName": UNKNOWN},
        {"storageProfile": {"osDisk": {"osType": UNKNOWN, "osState": "NoSuchState"}}},
        {"storageProfile": {"dataDisks": [{"lun": UNKNOWN}, UNKNOWN]}},
    ],
)
def test_unknown_values_and_enum_values_are_never_wrong(engine: EngineCalls, change: JsonObject) -> None:
    assert engine.check(IMAGE, {**IMAGE_INPUTS, **change})[1] == []
