from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.sharding.choices import Grouping
from managed_image_to_gallery.cli.sharding.fleet_file import read_fleet, refuse_gallery_of_many, refuse_secrets
from managed_image_to_gallery.cli.sharding.fleet_plan import FleetPlan, plan_fleet
from managed_image_to_gallery.cli.sharding.placements import (
    InTwoStacks,
    Placements,
    configured_in,
    shard_files,
    versions_held,
    write_shards,
)
from managed_image_to_gallery.cli.sharding.planning import Grouper
from tests.cli.migrations import SUBSCRIPTION, entry

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = {"ARM_SUBSCRIPTION_ID": SUBSCRIPTION}
PROJECT = "managed-image-to-gallery"


def write_fleet(folder: Path, *entries: dict[str, object], **gallery: object) -> Path:
    config = {
        f"{PROJECT}:gallery": {"resourceGroup": "rg", "name": "gallery", **gallery},
        f"{PROJECT}:defaults": {"endOfLifeDate": "2040-12-31"},
        f"{PROJECT}:migrations": list(entries),
    }
    path = folder / "fleet.yaml"
    path.write_text(yaml.safe_dump({"config": config}))
    return path


def version(name: str) -> str:
    gallery = f"/subscriptions/{SUBSCRIPTION}/resourcegroups/rg/providers/microsoft.compute/galleries/gallery"
    return f"{gallery}/images/{name}/versions/1.0.0"


def plan(path: Path, held: dict[str, str] | None = None, largest: int = 2) -> FleetPlan:
    """The plan beside the shards that the fleet's folder has, written."""
    fleet = read_fleet(path, ENVIRONMENT)
    placements = Placements(configured_in(shard_files(path.parent, "fleet"), ENVIRONMENT), held or {})
    placements.refuse_contradictions()
    found = plan_fleet(fleet, placements, Grouper(Grouping.REGION, "", {}), prefix="fleet", largest=largest)
    write_shards(path.parent, fleet, found.added)
    return found


def names(folder: Path) -> dict[str, list[Any]]:
    """The images in each shard's file."""
    bodies = {name: yaml.safe_load(path.read_text()) for name, path in shard_files(folder, "fleet").items()}
    return {
        name: [one["source"]["name"] for one in body["config"][f"{PROJECT}:migrations"]]
        for name, body in bodies.items()
    }


def test_files_have_the_fleets_config_and_their_part_of_the_migrations(tmp_path: Path) -> None:
    found = plan(write_fleet(tmp_path, *(entry(name) for name in ("web", "db", "app"))))
    assert names(tmp_path) == {"fleet-southcentralus-1": ["web", "db"], "fleet-southcentralus-2": ["app"]}
    assert found.rows()[1]["new"] == 1
    assert found.summary == "2 stacks: 3 migrations, 3 new."
    shard = read_fleet(tmp_path / "Pulumi.fleet-southcentralus-2.yaml", ENVIRONMENT)
    assert shard.plan.migrations[0].settings.end_of_life_date is not None


def test_a_grown_fleet_is_appended_and_nothing_that_was_written_is_touched(tmp_path: Path) -> None:
    plan(write_fleet(tmp_path, entry("web"), entry("db"), entry("app")))
    first = tmp_path / "Pulumi.fleet-southcentralus-1.yaml"
    edited = "# by hand\n" + first.read_text().replace("published", "validated", 1)
    first.write_text(edited)
    found = plan(write_fleet(tmp_path, entry("new"), entry("app"), entry("web")), largest=2)
    assert first.read_text() == edited
    assert names(tmp_path)["fleet-southcentralus-2"] == ["app", "new"]
    assert dict(found.sizes) == {"fleet-southcentralus-1": 2, "fleet-southcentralus-2": 2}


def test_a_shard_with_an_encrypted_value_is_read_as_any_other(tmp_path: Path) -> None:
    path = write_fleet(tmp_path, entry("web"))
    plan(path)
    first = tmp_path / "Pulumi.fleet-southcentralus-1.yaml"
    body = yaml.safe_load(first.read_text())
    probe = {"script": {"secure": "v1:cipher"}, "expectedOutput": "up"}
    body["config"][f"{PROJECT}:migrations"][0]["bootTest"] = {"regions": [{"name": "westus2"}], "probe": probe}
    first.write_text(yaml.safe_dump(body))
    assert plan(write_fleet(tmp_path, entry("web"), entry("db"))).added.keys() == {"fleet-southcentralus-1"}


def test_planning_again_writes_nothing(tmp_path: Path) -> None:
    path = write_fleet(tmp_path, entry("web"), entry("db"))
    assert plan(path).added
    assert plan(path).added == {}


def test_what_a_state_holds_goes_to_the_file_of_that_stack(tmp_path: Path) -> None:
    found = plan(write_fleet(tmp_path, entry("web"), entry("db")), {version("db"): "fleet-southcentralus-7"})
    assert names(tmp_path) == {"fleet-southcentralus-1": ["web"], "fleet-southcentralus-7": ["db"]}
    assert list(found.sizes) == ["fleet-southcentralus-1", "fleet-southcentralus-7"]


def test_what_the_state_of_another_stack_holds_is_left_there_and_told(tmp_path: Path) -> None:
    found = plan(write_fleet(tmp_path, entry("web"), entry("db")), {version("db"): "prod"})
    assert names(tmp_path) == {"fleet-southcentralus-1": ["web"]}
    assert found.notes == ["Stack prod keeps 1 migration: its state has an image or a definition of these."]


def test_config_that_was_moved_without_its_resources_is_refused(tmp_path: Path) -> None:
    path = write_fleet(tmp_path, entry("web"))
    plan(path)
    with pytest.raises(InTwoStacks, match="state of stack fleet-southcentralus-2, but its config"):
        plan(path, {version("web"): "fleet-southcentralus-2"})


def test_a_migration_in_two_files_is_refused(tmp_path: Path) -> None:
    path = write_fleet(tmp_path, entry("web"))
    plan(path)
    first = tmp_path / "Pulumi.fleet-southcentralus-1.yaml"
    (tmp_path / "Pulumi.fleet-southcentralus-2.yaml").write_text(first.read_text())
    with pytest.raises(CommandFailed, match="stands in the files of"):
        plan(path)


def test_more_definitions_than_a_gallery_holds_are_told(tmp_path: Path) -> None:
    path = write_fleet(tmp_path, *(entry(f"image{number}") for number in range(1_001)))
    fleet = read_fleet(path, ENVIRONMENT)
    found = plan_fleet(fleet, Placements({}, {}), Grouper(Grouping.REGION, "", {}), prefix="fleet", largest=300)
    assert list(found.sizes.values()) == [300, 300, 300, 101]
    assert len(found.violations) == 1


def test_a_stack_gets_no_more_than_its_config_has_room_for(tmp_path: Path) -> None:
    many = {f"tag{number}": "b" * 256 for number in range(45)}
    path = write_fleet(tmp_path, *(entry(f"image{number}", tags=many) for number in range(20)))
    found = plan(path, largest=20)
    assert list(found.sizes.values()) == [9, 9, 2]
    assert found.notes == [
        "A stack of this fleet can have 9 migrations, not 20: its config must be shorter than 131,072 bytes. "
        "Move keys that all migrations share into `defaults`."
    ]


def test_encrypted_values_and_a_gallery_that_many_would_make_are_refused(tmp_path: Path) -> None:
    secret = entry("web", bootTest={"probe": {"script": {"secure": "v1:x"}}})
    path = tmp_path / "fleet.yaml"
    path.write_text(
        yaml.safe_dump({"config": {f"{PROJECT}:gallery": {"resourceGroup": "rg", "name": "g"}, "a:b": secret}})
    )
    with pytest.raises(CommandFailed, match="`a:b`"):
        refuse_secrets(read_fleet(path, ENVIRONMENT))
    making = read_fleet(write_fleet(tmp_path, entry("web"), create=True, location="southcentralus"), ENVIRONMENT)
    refuse_gallery_of_many(making, 1)
    with pytest.raises(CommandFailed, match="only one stack may do"):
        refuse_gallery_of_many(making, 2)


def test_versions_of_a_state_are_found_by_their_ids() -> None:
    spelled = version("web").replace("resourcegroups", "resourceGroups")
    state = {
        "resources": [
            {"type": "azure-native:compute:GalleryImageVersion", "id": spelled},
            {"type": "azure-native:compute/v20240303:GalleryImageVersion", "id": version("db")},
            {"type": "azure-native:compute:GalleryImageVersion"},
            {"type": "azure-native:compute:Image", "id": "/subscriptions/x"},
        ]
    }
    assert list(versions_held(state)) == [version("web"), version("db")]
    assert list(versions_held({})) == []
