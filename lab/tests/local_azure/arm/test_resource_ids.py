from __future__ import annotations

import pytest

from local_azure.arm.resource_ids import ArmId, parse_id, parse_path

VERSION = "/subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/galleries/g/images/d/versions/1.0.0"


@pytest.mark.parametrize(
    ("path", "resource_type", "name", "tail"),
    [
        (VERSION, "Microsoft.Compute/galleries/images/versions", "1.0.0", None),
        ("/subscriptions/S/resourcegroups/G", "Microsoft.Resources/resourceGroups", "G", None),
        ("/subscriptions/S", "Microsoft.Resources/subscriptions", "S", None),
        ("/subscriptions/S/resourceGroups", "Microsoft.Resources/subscriptions", "S", "resourceGroups"),
        ("//subscriptions/S//locations", "Microsoft.Resources/subscriptions", "S", "locations"),
        (VERSION.removesuffix("/1.0.0"), "Microsoft.Compute/galleries/images", "d", "versions"),
        (
            "/subscriptions/S/providers/Microsoft.Compute/images",
            "Microsoft.Compute",
            "S",
            "images",
        ),
        (
            "/subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/v/runCommand",
            "Microsoft.Compute/virtualMachines",
            "v",
            "runCommand",
        ),
        (VERSION + "/providers/Microsoft.Authorization/locks/l", "Microsoft.Authorization/locks", "l", None),
    ],
)
def test_a_path_names_a_resource_and_what_follows_it(path: str, resource_type: str, name: str, tail: str | None):
    parsed = parse_path(path)
    assert parsed is not None
    assert (parsed.id.type, parsed.id.name, parsed.tail) == (resource_type, name, tail)


@pytest.mark.parametrize("path", ["", "/", "/metadata/endpoints", "/tenants"])
def test_other_paths_are_not_arm_paths(path: str):
    assert parse_path(path) is None


def test_an_id_is_spelled_as_it_was_sent_and_keyed_without_case():
    parsed = parse_id(VERSION)
    assert parsed is not None
    assert str(parsed) == VERSION
    assert parsed.key == VERSION.lower()


def test_parents_lead_from_a_version_to_its_group():
    chain: list[str] = []
    current: ArmId | None = parse_id(VERSION)
    while current is not None:
        chain.append(current.name)
        current = current.parent
    assert chain == ["1.0.0", "d", "g", "G"]


def test_an_extension_resource_belongs_to_what_it_extends():
    lock = parse_id(VERSION + "/providers/Microsoft.Authorization/locks/l")
    assert lock is not None
    assert str(lock.parent) == VERSION


def test_a_lock_on_a_group_belongs_to_the_group():
    lock = parse_id("/subscriptions/S/resourceGroups/G/providers/Microsoft.Authorization/locks/l")
    assert lock is not None
    assert str(lock.parent) == "/subscriptions/S/resourceGroups/G"
