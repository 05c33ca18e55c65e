"""What a self test makes is a config that the product itself accepts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.cli.selftest.estimate import estimate
from managed_image_to_gallery.cli.selftest.wanted import PREFIX, Wanted
from managed_image_to_gallery.config.parse import parse_stack_config

if TYPE_CHECKING:
    from managed_image_to_gallery.config.parse import Plan

WANTED = Wanted("00000000-0000-4000-8000-000000000001", PREFIX, ("South Central US", "West US 2"), "run", zones=True)


def plan(wanted: Wanted) -> Plan:
    own = {key: value for key, value in wanted.config().items() if key.startswith(PROJECT)}
    raw = {key.removeprefix(f"{PROJECT}:"): cast("object", value) for key, value in own.items()}
    return parse_stack_config(raw, wanted.subscription_id)


def test_every_source_has_its_migration_in_the_config() -> None:
    migrations = plan(WANTED).migrations

    assert [one.name for one in migrations] == [sample.migration for sample in WANTED.samples]
    assert [one.source_id for one in migrations] == [WANTED.image(sample) for sample in WANTED.samples]
    assert [one.version_id for one in migrations] == [WANTED.version(sample) for sample in WANTED.samples]


def test_the_last_migration_leaves_a_region_for_later() -> None:
    last = plan(WANTED).migrations[-1]

    assert [canonical_region(region.name) for region in last.target_regions] == ["southcentralus"]


def test_both_systems_and_generations_are_tried() -> None:
    assert {(one.os_type, one.generation) for one in WANTED.samples} == {
        ("Linux", "V1"),
        ("Linux", "V2"),
        ("Windows", "V1"),
        ("Windows", "V2"),
    }


def test_without_zones_no_image_is_zone_resilient() -> None:
    assert any(sample.zone_resilient for sample in WANTED.samples)
    assert not any(sample.zone_resilient for sample in replace(WANTED, zones=False).samples)


def test_the_cost_is_some_cents_and_more_with_a_machine() -> None:
    plain, with_machine = estimate(WANTED), estimate(replace(WANTED, with_vm=True))

    assert 0 < plain.dollars < 1 < with_machine.dollars + 1 < 3
    assert plain.dollars < with_machine.dollars
    assert f"US$ {plain.dollars:.2f}" in plain.text()
