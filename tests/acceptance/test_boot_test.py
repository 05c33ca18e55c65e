"""The boot test with the real engine: machines come, prove, and go; what they proved stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from harness.product import Product, left_in, seed
from managed_image_to_gallery.component.boot_test.sign_in import key_without_owner

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

KEPT = [
    "Microsoft.Compute/galleries",
    "Microsoft.Compute/galleries/images",
    "Microsoft.Compute/galleries/images/versions",
]
MACHINE_TYPE = "azure-native:compute:VirtualMachine"
WITH_SOURCE = [*KEPT, "Microsoft.Compute/images"]
ZONED = {"regions": [{"name": "South Central US", "zones": ["1", "2"]}, {"name": "westus2"}]}
ONE = {"regions": [{"name": "South Central US"}]}
BUILT_LATER = {"properties": {"publishingProfile": {"publishedDate": "2031-01-01T00:00:00+00:00"}}}


def machine_of(azure: LocalAzure) -> str:
    """The id of the only machine."""
    path = f"/subscriptions/{azure.subscription}/providers/Microsoft.Compute/virtualMachines"
    (machine,) = azure.get(path, api_version="2024-11-01").json()["value"]
    return str(machine["id"])


def version_id(azure: LocalAzure) -> str:
    gallery = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/galleries/myGallery"
    return f"{gallery}/images/myImageDefinition/versions/1.0.0"


def test_machines_come_and_go_and_the_image_is_deleted(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure, bootTest=ZONED)

    product.enter("published")

    assert left_in(azure).count("Microsoft.Compute/virtualMachines") == 3
    assert "boot-test-southcentralus-zone-1-probe" in product.names()
    product.up("--expect-no-changes")
    product.enter("validated")
    assert left_in(azure) == WITH_SOURCE
    assert not any("boot-test" in name for name in product.names())
    product.up("--expect-no-changes")
    product.enter("retired")
    assert left_in(azure) == KEPT
    product.up("--expect-no-changes")
    records = [one["outputs"] for one in product.resources() if str(one["urn"]).endswith("-evidence")]
    assert "booted in southcentralus zone 1" in str(records)


def test_what_a_lost_state_knows_no_more_of_is_told_before_the_update(azure: LocalAzure, tmp_path: Path) -> None:
    """The provider would refuse to create it, half-way: so says local Azure's too."""
    azure.seed(seed())
    product = Product.of(tmp_path, azure, bootTest=ONE)
    product.enter("published")
    (machine,) = [one["urn"] for one in product.resources() if str(one["type"]) == MACHINE_TYPE]
    product.pulumi("state", "delete", str(machine), "--target-dependents", "--yes", check=True)

    told = product.refused("published")

    left = machine_of(azure)
    assert f"az resource delete --ids {left} {left}/runCommands/boot-test".lower() in told.lower()
    assert "creating failed" not in told
    azure.remove(left)
    product.pulumi("refresh", "--yes", "--skip-preview", check=True)
    product.enter("published")
    product.up("--expect-no-changes")


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("guest", "found"),
    [
        ({"stdout": "kernel panic"}, "did not print 'boot-test-passed' (kernel panic)"),
        ({"exitCode": 3}, "exit code 3"),
        ({"agent": False}, "VM agent"),
    ],
)
def test_a_machine_that_does_not_do_what_it_must_keeps_the_image(
    azure: LocalAzure, tmp_path: Path, guest: dict[str, Any], found: str
) -> None:
    azure.seed(seed(**guest))
    product = Product.of(tmp_path, azure, bootTest=ONE)
    product.enter("published")

    said = product.refused("validated")

    assert found in said
    assert "passed      replication-complete" in said
    assert "FAILED      boot-test" in said
    assert "Microsoft.Compute/virtualMachines" in left_in(azure)


@pytest.mark.exhaustive
def test_a_boot_test_that_was_never_run_is_not_passed(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    product.enter("published")

    assert "there is no test machine" in product.refused("validated", bootTest=ONE)
    assert "evidence" not in product.names()


@pytest.mark.exhaustive
def test_a_boot_test_asked_for_after_validation_needs_another_validation(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    product.enter("published")
    product.enter("validated")

    product.configure(bootTest=ONE)
    assert "boot test: it was taken without one" in product.up(check=False).stdout
    assert "there is no test machine" in product.refused("retired")
    product.enter("published")
    product.enter("validated")
    product.enter("retired")
    assert left_in(azure) == KEPT


@pytest.mark.exhaustive
def test_more_regions_need_another_boot_test(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure, bootTest=ONE)
    product.enter("published")
    product.enter("validated")

    more = [{"name": "South Central US"}, {"name": "West US 2"}, {"name": "West US"}]
    product.configure(targetRegions=more)
    assert product.up(check=False).returncode
    assert "there is no test machine" in product.refused("validated")


@pytest.mark.exhaustive
def test_a_version_built_again_under_its_number_is_not_the_one_that_booted(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure, bootTest=ONE)
    product.enter("published")
    product.enter("validated")
    azure.change(version_id(azure), BUILT_LATER)

    assert "2031-01-01" in product.refused("retired")
    assert "2031-01-01" in product.up(check=False).stdout
    assert "Microsoft.Compute/images" in left_in(azure)


@pytest.mark.exhaustive
def test_a_machine_of_an_earlier_build_proves_nothing(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure, bootTest=ONE)
    product.enter("published")
    azure.change(version_id(azure), BUILT_LATER)

    assert "an earlier version of the same number" in product.refused("validated")


@pytest.mark.exhaustive
def test_a_missing_purchase_plan_is_named_with_its_remedy(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    plan = {"name": "n", "publisher": "p", "product": "q"}
    definition = {"name": "myImageDefinition", "publisher": "p", "offer": "o", "sku": "s", "purchasePlan": plan}
    product = Product.of(tmp_path, azure, definition=definition)
    product.enter("published")
    azure.add_fault(
        {
            "match": {"type": "Microsoft.Compute/virtualMachines", "method": "PUT"},
            "refuse": {"status": 400, "code": "VMMarketplaceInvalidInput", "message": "requires Plan information"},
        }
    )
    product.configure(bootTest=ONE)
    assert "requires Plan information" in product.up(check=False).stdout

    azure.clear_faults()
    assert "give definition.purchasePlan" in product.refused("validated")
    product.enter("published")
    shown = azure.get(machine_of(azure), api_version="2024-11-01").json()
    assert shown["plan"] == plan


@pytest.mark.exhaustive
def test_the_machine_is_what_the_config_says(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed("Windows"))
    network = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Network/virtualNetworks/mine"
    subnet = {"name": "tests", "properties": {"addressPrefix": "10.0.0.0/24"}}
    body = {
        "location": "southcentralus",
        "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [subnet]},
    }
    azure.put(network, body, api_version="2024-05-01").raise_for_status()
    azure.settle()
    region = {"name": "southcentralus", "subnetId": f"{network}/subnets/tests", "vmSize": "Standard_D4s_v3"}
    probe = {"script": "Write-Output 'it is up'", "expectedOutput": "it is up"}
    product = Product.of(
        tmp_path, azure, bootTest={"regions": [region], "securityType": "TrustedLaunch", "probe": probe}
    )
    product.enter("published")

    properties = azure.get(machine_of(azure), api_version="2024-11-01").json()["properties"]
    assert properties["hardwareProfile"]["vmSize"] == "Standard_D4s_v3"
    assert properties["securityProfile"]["securityType"] == "TrustedLaunch"
    assert properties["storageProfile"]["imageReference"]["id"] == version_id(azure)
    assert [disk["lun"] for disk in properties["storageProfile"]["dataDisks"]] == [3]
    product.enter("validated")
    assert left_in(azure) == [*WITH_SOURCE, "Microsoft.Network/virtualNetworks"]


@pytest.mark.exhaustive
def test_a_linux_machine_takes_the_key_of_the_config(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed("Linux"))
    key = key_without_owner()
    product = Product.of(tmp_path, azure, bootTest=ONE | {"sshPublicKey": key})
    product.enter("published")

    profile = azure.get(machine_of(azure), api_version="2024-11-01").json()["properties"]["osProfile"]
    assert profile["linuxConfiguration"]["disablePasswordAuthentication"] is True
    assert [one["keyData"] for one in profile["linuxConfiguration"]["ssh"]["publicKeys"]] == [key]
