"""An entry names the version that it makes or takes over, or versions that others made and keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.parse import parse_component_args, parse_stack_config
from managed_image_to_gallery.config.sharing import sharing_by_name
from tests.azure.bodies import OTHER_SUBSCRIPTION, SUBSCRIPTION
from tests.component.stacks import entry, existing, stack_of

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.config.faults import Fault
    from managed_image_to_gallery.config.migration import Migration


def version(number: str, *, subscription: str = SUBSCRIPTION) -> str:
    return (
        f"/subscriptions/{subscription}/resourceGroups/theirs/providers/Microsoft.Compute"
        f"/galleries/theirGallery/images/theirDefinition/versions/{number}"
    )


def faults_of(*entries: JsonObject, **changes: Json) -> dict[str, Fault]:
    with pytest.raises(ConfigFaults) as caught:
        parse_stack_config(stack_of(*entries, **changes), SUBSCRIPTION)
    return {fault.path: fault for fault in caught.value.faults}


def migration_of(one: JsonObject, **changes: Json) -> Migration:
    (migration,) = parse_stack_config(stack_of(one, **changes), SUBSCRIPTION).migrations
    return migration


def test_versions_of_any_subscription_stand_in_the_place_of_definition_and_version() -> None:
    migration = migration_of(existing(version("2.0.0", subscription=OTHER_SUBSCRIPTION), version("1.0.0")))

    assert migration.is_existing
    assert migration.name == "myImage"
    assert {str(one) for one in migration.versions} == {
        version("1.0.0"),
        version("2.0.0", subscription=OTHER_SUBSCRIPTION),
    }
    assert migration.definition.existing
    assert migration.subscription_id == SUBSCRIPTION


def test_neither_order_nor_spelling_of_the_list_says_anything() -> None:
    first, second = version("1.0.0"), version("2.0.0")
    one, other = migration_of(existing(first, second)), migration_of(existing(second.upper(), first))

    assert [id_.key for id_ in one.versions] == [id_.key for id_ in other.versions]
    assert one.name == other.name


def test_the_regions_are_those_of_the_config_where_it_names_some() -> None:
    assert migration_of(existing(version("1.0.0"))).regions == ("eastus2", "westus2")
    assert migration_of(existing(version("1.0.0")), defaults={}).regions == ()


def test_the_gate_is_asked_about_each_version() -> None:
    subject = migration_of(existing(version("1.0.0"), version("2.0.0"))).gate_subject()

    assert [str(one.version_id) for one in subject.of_each_version] == [version("1.0.0"), version("2.0.0")]
    assert all(one.existing and one.definition_id.name == "theirDefinition" for one in subject.of_each_version)


@pytest.mark.parametrize(
    ("changed", "path", "rule"),
    [
        ({"existingVersions": []}, "existingVersions", "must name a version"),
        ({"existingVersions": ["1.0.0"]}, "existingVersions[0]", "does not name a resource"),
        ({"existingVersions": [version("1.0.0"), version("1.0.0").upper()]}, "existingVersions[1]", "same version as"),
        (
            {"existingVersions": [version("1.0.0").rpartition("/versions")[0]]},
            "existingVersions[0]",
            "must be the id of an image version",
        ),
        ({"existingVersions": [version("Latest")]}, "existingVersions[0]", "must name a version by its number"),
        ({"existingVersions": [f" {version('1.0.0')}/ ", version("1.0.0")]}, "existingVersions[1]", "same version as"),
        ({"version": "1.0.0"}, "version", "does not go with existingVersions"),
        ({"definition": {"name": "d"}}, "definition", "does not go with existingVersions"),
        ({"importVersion": True}, "importVersion", "does not go with existingVersions"),
        ({"tags": {"a": "b"}}, "tags", "is of a version that the stack manages"),
        ({"endOfLifeDate": "2030-12-31"}, "endOfLifeDate", "is of a version that the stack manages"),
        ({"requires": [version("1.0.0")]}, "requires[0]", "is the migration's own version"),
    ],
)
def test_what_does_not_fit_is_told_with_its_key(changed: JsonObject, path: str, rule: str) -> None:
    faults = faults_of({**existing(version("1.0.0")), **changed})

    assert rule in faults[f"migrations[0].{path}"].rule


def test_an_entry_without_any_version_is_told_of_both_ways() -> None:
    nothing = {key: value for key, value in entry().items() if key not in ("definition", "version")}

    faults = faults_of(nothing)

    assert set(faults) == {"migrations[0].definition", "migrations[0].version"}
    assert all("existingVersions" in fault.remedy for fault in faults.values())


def test_a_boot_test_says_where_when_nothing_else_does() -> None:
    faults = faults_of(existing(version("1.0.0"), bootTest={}), defaults={})

    assert "neither the entry nor defaults" in faults["migrations[0].bootTest.regions"].rule


def test_machines_of_a_version_elsewhere_are_in_the_stacks_subscription() -> None:
    theirs = [version("1.0.0", subscription=OTHER_SUBSCRIPTION), version("2.0.0", subscription=OTHER_SUBSCRIPTION)]

    subject = migration_of(existing(*theirs, bootTest={})).gate_subject()

    machines = [one.id for each in subject.of_each_version if each.boot_test for one in each.boot_test.machines]
    assert len({one.key for one in machines}) == 4
    assert {one.subscription_id for one in machines} == {SUBSCRIPTION}


def test_one_version_is_named_by_one_migration() -> None:
    other = existing(version("1.0.0").upper(), source={"resourceGroup": "myResourceGroup", "name": "other"})
    twice = existing(version("1.0.0"), name="again")

    assert "has another source" in faults_of(existing(version("1.0.0")), other)["migrations[1].existingVersions"].rule
    assert "is the same migration" in faults_of(existing(version("1.0.0")), twice)["migrations[1]"].rule


def test_a_definition_that_another_migration_manages_may_hold_a_version_that_is_only_read() -> None:
    own = (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/myResourceGroup/providers/Microsoft.Compute"
        "/galleries/myGallery/images/myImageDefinition/versions/0.9.0"
    )
    other = existing(own, source={"resourceGroup": "myResourceGroup", "name": "older"})

    plan = parse_stack_config(stack_of(other, entry()), SUBSCRIPTION)

    sharing = sharing_by_name(plan.migrations)
    assert sharing["myImageDefinition-1.0.0"].definition_owner == "myImageDefinition-1.0.0"
    assert sharing["myImageDefinition-1.0.0"].merged_definition.publisher == "myPublisher"


def test_a_component_takes_them_too() -> None:
    args = {
        "stage": "published",
        "source": {"resource_group": "myResourceGroup", "name": "myImage"},
        "gallery": {"resource_group": "myResourceGroup", "name": "myGallery"},
        "existing_versions": [version("1.0.0")],
    }

    assert parse_component_args("web", args, SUBSCRIPTION).is_existing
