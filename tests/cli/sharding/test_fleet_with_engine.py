"""A fleet as a user runs it: planned, published by processes side by side on one backend, looked at as a whole."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from harness.product import PROJECT, ROOT
from tests.cli.commands.operator import Operator
from tests.cli.sharding.test_fleet_plan import names

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

REGIONS = ("southcentralus", "westeurope", "eastus2")
IMAGES = {region: [f"web-{region}-{number}" for number in range(4)] for region in REGIONS}
STACKS = [f"fleet-{region}-1" for region in REGIONS]


class FleetOperator(Operator):
    """The folder of a fleet; its own stack `dev` has no migration in it."""

    def write_fleet(self, images: dict[str, list[str]]) -> None:
        config = {
            f"{PROJECT}:gallery": {"resourceGroup": "rg", "name": "gallery"},
            f"{PROJECT}:migrations": [_entry(name, region) for region, found in images.items() for name in found],
        }
        (self.path / "fleet.yaml").write_text(yaml.safe_dump({"config": config}))

    def shard(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run("shard", "write", "fleet.yaml", "--max-migrations", "4", "--yes", *words)

    def publish_side_by_side(self, stacks: list[str]) -> None:
        for stack in stacks:
            self.pulumi("stack", "init", "--no-select", stack, check=True)
        running = {stack: self.start("up", "--yes", "--skip-preview", "--stack", stack) for stack in stacks}
        printed = {stack: process.communicate(timeout=300)[0] for stack, process in running.items()}
        assert {stack: process.returncode for stack, process in running.items()} == dict.fromkeys(stacks, 0), printed

    def config_of(self, stack: str) -> Path:
        return self.path / f"Pulumi.{stack}.yaml"


def _entry(name: str, region: str) -> dict[str, object]:
    return {
        "stage": "published",
        "source": {"resourceGroup": f"images-{region}", "name": name},
        "definition": {"name": name, "publisher": "p", "offer": "o", "sku": name},
        "version": "1.0.0",
        "targetRegions": [{"name": region}, {"name": "uksouth"}],
    }


def _seed(images: dict[str, list[str]]) -> str:
    listed = [
        {"resourceGroup": f"images-{region}", "name": name, "osType": "Linux", "hyperVGeneration": "V2"}
        for region, found in images.items()
        for name in found
    ]
    groups = {"rg": {"location": "southcentralus"}, **{f"images-{region}": {"location": region} for region in images}}
    return json.dumps(
        {"resourceGroups": groups, "images": listed, "galleries": [{"resourceGroup": "rg", "name": "gallery"}]}
    )


def _published(azure: LocalAzure) -> dict[str, tuple[str, str, set[str]]]:
    """Per definition, as Azure says: the version's state, the name of its source, the regions that are completed."""
    gallery = f"{azure.group_id('rg')}/providers/Microsoft.Compute/galleries/gallery/images"
    found: dict[str, tuple[str, str, set[str]]] = {}
    for definition in azure.get(gallery, api_version="2023-07-03").raise_for_status().json()["value"]:
        path = f"{gallery}/{definition['name']}/versions/1.0.0"
        answer = azure.get(path, api_version="2023-07-03", query={"$expand": "ReplicationStatus"})
        version = answer.raise_for_status().json()["properties"]
        source = version["storageProfile"]["source"]["id"].rsplit("/", 1)[1]
        regions = version["replicationStatus"]["summary"]
        completed = {one["region"].replace(" ", "").lower() for one in regions if one["state"] == "Completed"}
        found[definition["name"]] = (version["provisioningState"], source, completed)
    return found


def _images(azure: LocalAzure) -> set[str]:
    listed = azure.get(
        f"/subscriptions/{azure.subscription}/providers/Microsoft.Compute/images", api_version="2024-11-01"
    )
    return {one["name"] for one in listed.raise_for_status().json()["value"]}


@pytest.mark.exhaustive
def test_twelve_images_in_three_shards_side_by_side(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(_seed(IMAGES))
    fleet = FleetOperator.of(tmp_path, azure)
    assert isinstance(fleet, FleetOperator)
    fleet.write_fleet(IMAGES)

    planned = fleet.shard("--json")
    assert planned.returncode == 0, planned.stderr
    assert {row["stack"]: row["migrations"] for row in json.loads(planned.stdout)} == dict.fromkeys(STACKS, 4)
    fleet.publish_side_by_side(STACKS)

    expected = {name: ("Succeeded", name, {region, "uksouth"}) for region, found in IMAGES.items() for name in found}
    assert _published(azure) == expected
    assert _images(azure) == set(expected)
    _looked_at_as_a_whole(fleet)
    _grown_without_moving(fleet)
    _config_alone_moves_nothing(fleet)


def _looked_at_as_a_whole(fleet: FleetOperator) -> None:
    shown = fleet.run("status", "--stack", "fleet-*", "--json")
    rows = json.loads(shown.stdout)
    assert {(row["stack"], row["state"]) for row in rows} == {(stack, "Completed") for stack in STACKS}
    assert len(rows) == 24
    done = fleet.run("report", "--stack", "fleet-*", "--output", "fleet.html")
    assert done.returncode == 0, done.stderr
    assert "| All | 12 | 12 | 0 | 0 | 12 | 0 | 0 | 0 |" in (fleet.path / "fleet.md").read_text()
    assert "web-eastus2-3" in (fleet.path / "fleet-fleet-eastus2-1.html").read_text()
    listed = json.loads(fleet.pulumi("stack", "ls", "--json", check=True).stdout)
    assert [one["name"] for one in listed if one["current"]] == ["dev"]


def _grown_without_moving(fleet: FleetOperator) -> None:
    before = {stack: fleet.config_of(stack).read_bytes() for stack in STACKS}
    fleet.write_fleet({**IMAGES, "eastus2": ["web-eastus2-9", *IMAGES["eastus2"]]})
    assert fleet.shard().returncode == 0
    assert names(fleet.path)["fleet-eastus2-2"] == ["web-eastus2-9"]
    assert {stack: fleet.config_of(stack).read_bytes() for stack in STACKS} == before


def _config_alone_moves_nothing(fleet: FleetOperator) -> None:
    """All of one stack's config goes; where its migrations are is known from its state."""
    here, there = fleet.config_of(STACKS[1]), fleet.config_of("fleet-westeurope-9")
    here.rename(there)
    refused = fleet.shard()
    assert refused.returncode == 1
    assert (
        f"is in the state of stack {STACKS[1]}, but its config is in the file of fleet-westeurope-9" in refused.stderr
    )
    there.unlink()
    assert fleet.shard().returncode == 0
    assert names(fleet.path)[STACKS[1]] == IMAGES["westeurope"]


@pytest.mark.exhaustive
def test_an_estate_is_sharded_by_its_owners(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed((ROOT / "examples/fleet.yaml").read_text())
    fleet = FleetOperator.of(tmp_path, azure)
    assert isinstance(fleet, FleetOperator)
    fleet.write_fleet({})
    by_owner = ("--by", "owner", "--owner-tag", "team", "--max-migrations", "20")
    planned = fleet.shard("--subscription", azure.subscription, "--publisher", "contoso", *by_owner, "--json")
    assert planned.returncode == 0, planned.stderr
    sizes = {row["stack"]: row["migrations"] for row in json.loads(planned.stdout)}
    assert sum(sizes.values()) == 56
    assert {name.rsplit("-", 1)[0] for name in sizes} == {"fleet-shop", "fleet-platform"}
    assert {name: len(found) for name, found in names(tmp_path).items()} == sizes
    again = fleet.shard("--subscription", azure.subscription, *by_owner, "--json")
    assert {row["new"] for row in json.loads(again.stdout)} == {0}
