from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.errors import MalformedAnswer
from managed_image_to_gallery.azure.models import DataDisk, RegionalReplication, TargetRegion
from tests.azure import bodies
from tests.azure.bodies import IMAGE, changed

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import Json, JsonObject


def test_a_managed_image_is_read_whole() -> None:
    image = wire.managed_image(bodies.image_body())

    assert image.id == IMAGE
    assert (image.os_type, image.os_state, image.hyper_v_generation) == ("Linux", "Generalized", "V1")
    assert (image.location, image.os_disk_size_gb, image.zone_resilient) == ("eastus2", 30, False)
    assert image.data_disks == (DataDisk(lun=0, size_gb=10),)
    assert image.source_virtual_machine_id is not None
    assert image.body == bodies.image_body()


def test_an_image_without_generation_is_v1_and_may_lack_a_source_machine() -> None:
    body = changed(bodies.image_body(), None, "properties", "hyperVGeneration")
    image = wire.managed_image(changed(body, None, "properties", "sourceVirtualMachine"))

    assert image.hyper_v_generation == "V1"
    assert image.source_virtual_machine_id is None


def test_a_versions_regions_are_canonical_whichever_way_they_are_spelled() -> None:
    body = changed(
        bodies.version_body(),
        {
            "aggregatedState": "InProgress",
            "summary": [{"region": "South Central US", "state": "Replicating", "details": ""}],
        },
        "properties",
        "replicationStatus",
    )
    version = wire.image_version(body)

    assert version.target_regions[1] == TargetRegion("westus2", 2, "Standard_LRS", exclude_from_latest=False)
    assert version.replication is not None
    assert version.replication.regions == {"southcentralus": RegionalReplication("Replicating", 0, "")}


def test_a_version_without_the_expanded_status_has_none_and_is_full() -> None:
    version = wire.image_version(changed(bodies.version_body(), None, "properties", "replicationStatus"))

    assert version.replication is None
    assert version.replication_mode == "Full"


def test_a_region_that_says_nothing_has_what_the_version_says() -> None:
    profile: JsonObject = {
        "replicaCount": 3,
        "storageAccountType": "Premium_LRS",
        "targetRegions": [{"name": "West US"}],
    }
    version = wire.image_version(changed(bodies.version_body(), profile, "properties", "publishingProfile"))

    assert version.target_regions == (TargetRegion("westus", 3, "Premium_LRS", exclude_from_latest=False),)


def test_no_replica_is_none_and_not_the_default() -> None:
    zone: JsonObject = {"extendedLocation": {"name": "losangeles"}, "extendedLocationReplicaCount": 0}
    region: JsonObject = {
        "name": "West US",
        "regionalReplicaCount": 0,
        "additionalReplicaSets": [{"storageAccountType": "Premium_LRS", "regionalReplicaCount": 0}],
    }
    profile: JsonObject = {"replicaCount": 3, "targetRegions": [region], "targetExtendedLocations": [zone]}
    version = wire.image_version(changed(bodies.version_body(), profile, "properties", "publishingProfile"))

    assert version.places == {"westus": 0, "losangeles": 0}
    assert version.target_regions[0].additional_replica_sets == (("Premium_LRS", 0),)


def test_an_image_definition_is_read_with_its_plan_and_features() -> None:
    body = changed(bodies.definition_body(), [{"name": "SecurityType", "value": "Standard"}], "properties", "features")
    plan: JsonObject = {"name": "p", "publisher": "q", "product": "r"}
    definition = wire.image_definition(changed(body, plan, "properties", "purchasePlan"))

    assert definition.features == (("SecurityType", "Standard"),)
    assert definition.purchase_plan is not None
    assert definition.purchase_plan.product == "r"


def test_a_lock_protects_the_scope_in_its_id() -> None:
    scope = "/subscriptions/s/resourcegroups/g"

    lock = wire.resource_lock(bodies.lock_body(scope, "ReadOnly"))

    assert (lock.scope, lock.level) == (scope, "ReadOnly")


def test_a_machine_tells_what_it_was_made_from_and_how_it_is() -> None:
    machine = wire.virtual_machine(bodies.boot_machine_body(bodies.boot_machine("eastus2").id, "East US 2"))

    assert (machine.image_id, machine.exact_version) == (str(bodies.VERSION), "1.0.0")
    assert (machine.location, machine.power_state, machine.agent_status) == ("eastus2", "running", "Ready")


def test_a_machine_without_an_instance_view_tells_nothing_of_how_it_is() -> None:
    machine = wire.virtual_machine(bodies.virtual_machine_body(None))

    assert (machine.image_id, machine.power_state, machine.agent_status) == (None, None, None)


def test_a_run_command_that_has_not_reported_has_no_result() -> None:
    result = wire.run_command_result({"properties": {"provisioningState": "Creating"}})

    assert (result.execution_state, result.exit_code, result.output) == ("", None, "")


_IMAGE_READ = (wire.managed_image, bodies.image_body)
_VERSION_READ = (wire.image_version, bodies.version_body)


@pytest.mark.parametrize(
    ("read", "value", "path"),
    [
        (_IMAGE_READ, None, ("id",)),
        (_IMAGE_READ, "not an id", ("id",)),
        (_IMAGE_READ, None, ("properties", "provisioningState")),
        (_IMAGE_READ, "a text", ("properties", "storageProfile")),
        (_IMAGE_READ, True, ("properties", "storageProfile", "osDisk", "diskSizeGB")),
        (_IMAGE_READ, ["a text"], ("properties", "storageProfile", "dataDisks")),
        (_IMAGE_READ, {"a": 1}, ("tags",)),
        (_VERSION_READ, {}, ("properties", "replicationStatus")),
        (_VERSION_READ, 7, ("properties", "publishingProfile", "replicationMode")),
        (
            _VERSION_READ,
            {"aggregatedState": "Completed", "summary": [{"region": "eastus2", "state": "Failed"}] * 2},
            ("properties", "replicationStatus"),
        ),
    ],
)
def test_a_body_without_what_the_api_promises_is_malformed(
    read: tuple[Callable[[JsonObject], object], Callable[[], JsonObject]], value: Json, path: tuple[str, ...]
) -> None:
    parse, body = read
    with pytest.raises(MalformedAnswer):
        parse(changed(body(), value, *path))


def test_a_malformed_answer_names_the_member() -> None:
    with pytest.raises(MalformedAnswer, match=r"'x' at properties\.storageProfile\.dataDisks\.0\.lun"):
        wire.managed_image(changed(bodies.image_body(), [{"lun": "x"}], "properties", "storageProfile", "dataDisks"))
