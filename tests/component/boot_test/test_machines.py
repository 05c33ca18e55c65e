"""What the boot test declares, and what its config may say."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.component.boot_test.sign_in import key_without_owner, random_password
from managed_image_to_gallery.config.boot_test.plan import boot_test_of
from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.azure import bodies
from tests.component.recording import Recording, record
from tests.component.stacks import NAME, as_config, entry, program, stack_of
from tests.component.told_azure import ToldAzure

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.gate.boot_test import BootTest

MACHINE = f"{NAME}-boot-test-eastus2"
SUBNET = f"{bodies.IMAGE.resource_group_id}/providers/Microsoft.Network/virtualNetworks/v/subnets/s"


def declared(boot_test: JsonObject, *, stage: str = "published") -> Recording:
    config = as_config(stack_of(entry(stage, bootTest=boot_test)))
    recording = record(program, preview=False, config=config)
    if recording.error:
        raise recording.error
    return recording


def asked(boot_test: JsonObject) -> BootTest:
    (migration,) = parse_stack_config(stack_of(entry(bootTest=boot_test)), bodies.SUBSCRIPTION).migrations
    test = boot_test_of(migration)
    assert test is not None
    return test


def faults_of(boot_test: Json) -> list[str]:
    with pytest.raises(ConfigFaults) as raised:
        parse_stack_config(stack_of(entry(bootTest=boot_test)), bodies.SUBSCRIPTION)
    return [fault.path.removeprefix("migrations[0].bootTest.") for fault in raised.value.faults]


def test_by_default_every_target_region_is_tested(azure: ToldAzure) -> None:
    machines = declared({}).of_type("azure-native:compute:VirtualMachine")

    assert machines == [MACHINE, f"{NAME}-boot-test-westus2"]


def test_the_version_a_machine_is_made_from_is_named_exactly(azure: ToldAzure) -> None:
    recording = declared({})
    profile = cast("dict[str, Any]", recording.inputs(MACHINE)["storageProfile"])

    assert profile["imageReference"] == {"id": f"{NAME}-version-id"}
    assert profile["osDisk"]["deleteOption"] == "Delete"
    assert [(disk["lun"], disk["deleteOption"]) for disk in profile["dataDisks"]] == [(0, "Delete")]
    assert list(recording.requests[MACHINE].ignoreChanges) == ["osProfile", "azureApiVersion"]


def test_a_subnet_that_is_named_is_used_and_no_network_made(azure: ToldAzure) -> None:
    recording = declared({"regions": [{"name": "eastus2", "subnetId": SUBNET}]})

    assert recording.of_type("azure-native:network:VirtualNetwork") == []
    (configuration,) = cast("list[Any]", recording.inputs(f"{MACHINE}-interface")["ipConfigurations"])
    assert configuration["subnet"]["id"] == SUBNET


def test_machines_of_several_zones_share_their_regions_network(azure: ToldAzure) -> None:
    recording = declared({"regions": [{"name": "East US 2", "zones": ["1", "3"]}]})

    assert recording.of_type("azure-native:network:VirtualNetwork") == [f"{MACHINE}-network"]
    assert [recording.inputs(f"{MACHINE}-zone-{zone}")["zones"] for zone in "13"] == [["1"], ["3"]]


def test_a_configured_key_may_sign_in(azure: ToldAzure) -> None:
    key = key_without_owner()
    profile = cast("dict[str, Any]", declared({"sshPublicKey": key}).inputs(MACHINE)["osProfile"])

    assert profile["linuxConfiguration"]["ssh"]["publicKeys"][0]["keyData"] == key
    assert "adminPassword" not in profile


def test_the_machines_of_two_versions_and_two_places_have_different_names() -> None:
    names = {machine.id.name for machine in asked({}).machines}
    config = stack_of(entry(bootTest={}, version="1.0.1"))
    (other,) = parse_stack_config(config, bodies.SUBSCRIPTION).migrations
    test = boot_test_of(other)
    assert test is not None

    assert len(names | {machine.id.name for machine in test.machines}) == 4


def test_another_probe_is_another_test() -> None:
    scripts: list[JsonObject] = [{"script": "a"}, {"script": "b"}, {"cloudInit": "a"}]
    digests = {asked({"probe": {**script, "expectedOutput": "x"}}).probe_digest for script in scripts}

    assert len(digests | {asked({}).probe_digest}) == 4
    assert asked({}).probe_digest == asked({"vmSize": "Standard_D4s_v3"}).probe_digest


def test_passwords_are_long_different_and_of_every_kind() -> None:
    passwords = {random_password() for _ in range(20)}

    assert len(passwords) == 20
    for password in passwords:
        assert len(password) == 40
        for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_.+="):
            assert set(password) & set(kind)


@pytest.mark.parametrize(
    ("boot_test", "paths"),
    [
        ({"regions": []}, ["regions"]),
        ({"regions": [{"name": "East US 22"}]}, ["regions[0].name"]),
        ({"regions": [{"name": "westus3"}]}, ["regions[0].name"]),
        ({"regions": [{"name": "eastus2"}, {"name": "East US 2"}]}, ["regions[1].name"]),
        ({"regions": [{"name": "eastus2", "zones": ["4"]}]}, ["regions[0].zones"]),
        ({"regions": [{"name": "eastus2", "zones": ["1", "1"]}]}, ["regions[0].zones"]),
        ({"regions": [{"name": "eastus2", "subnetId": "mine"}]}, ["regions[0].subnetId"]),
        ({"regions": [{"name": "eastus2", "subnetId": str(bodies.IMAGE)}]}, ["regions[0].subnetId"]),
        ({"regions": [{"name": "eastus2", "vmSize": "large"}]}, ["regions[0].vmSize"]),
        ({"vmSize": "Standard_D2s v3"}, ["vmSize"]),
        ({"resourceGroup": "no/group"}, ["resourceGroup"]),
        ({"securityType": "ConfidentialVM"}, ["securityType"]),
        ({"sshPublicKey": "-----BEGIN PRIVATE KEY-----"}, ["sshPublicKey"]),
        ({"probe": {"expectedOutput": "x"}}, ["probe"]),
        ({"probe": {"expectedOutput": "x", "script": "a", "cloudInit": "b"}}, ["probe"]),
        ({"probe": {"expectedOutput": " ", "script": " "}}, ["probe.script", "probe.expectedOutput"]),
    ],
)
def test_every_fault_of_a_boot_test_is_named(boot_test: JsonObject, paths: list[str]) -> None:
    assert faults_of(boot_test) == paths


def test_a_private_key_or_script_is_never_shown() -> None:
    boot_test: JsonObject = {
        "sshPublicKey": "-----BEGIN a secret",
        "probe": {"script": "a secret", "cloudInit": "a secret", "expectedOutput": "x"},
    }
    with pytest.raises(ConfigFaults) as raised:
        parse_stack_config(stack_of(entry(bootTest=boot_test)), bodies.SUBSCRIPTION)

    assert "a secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("boot_test", "path"), [({"securityType": "TrustedLaunch"}, "securityType"), ({"regions": []}, "regions")]
)
def test_what_the_image_cannot_be_is_a_fault(azure: ToldAzure, boot_test: JsonObject, path: str) -> None:
    with pytest.raises(ConfigFaults, match=rf"bootTest\.{path}"):
        declared(boot_test)
