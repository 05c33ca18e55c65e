from __future__ import annotations

from harness.local_azure import InProcessAzure
from local_azure.arm.resource import Resource
from local_azure.faults.rules import parse_rules

VERSION = "Microsoft.Compute/galleries/images/versions"
GALLERY = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/galleries/g"


def version(name: str) -> Resource:
    return Resource(f"{GALLERY}/images/d/versions/{name}", VERSION, "southcentralus", {})


def test_a_region_is_shown_as_the_rule_says_while_it_is_in_force(azure: InProcessAzure) -> None:
    rule = {"match": {"type": VERSION, "name": "1.0.0"}, "region": {"name": "West Central US", "progress": 42}}
    active = azure.faults.add(parse_rules(rule, "test")[0])

    assert azure.world.region_faults.region_override(version("1.0.0"), "westcentralus") == {
        "state": "Replicating",
        "progress": 42,
    }
    assert azure.world.region_faults.region_override(version("1.0.0"), "southcentralus") is None
    assert azure.world.region_faults.region_override(version("1.0.1"), "westcentralus") is None
    azure.faults.remove(active.id)
    assert azure.world.region_faults.region_override(version("1.0.0"), "westcentralus") is None


def test_a_region_fault_is_logged_once(azure: InProcessAzure) -> None:
    azure.faults.add(parse_rules({"region": {"name": "westus", "state": "Failed", "details": "No."}}, "test")[0])

    for _ in range(3):
        azure.faults.region_override(version("1.0.0"), "westus")

    assert [each.effects for each in azure.faults.log] == [("region",)]
