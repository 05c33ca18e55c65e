"""docs/environments.md says how the stack files differ; the files say it first."""

from __future__ import annotations

from typing import Any, cast

import pytest
import yaml

from harness.product import PROJECT, ROOT
from tests.ci.stack_files import stack_files

STACKS = ("dev", "staging", "prod")


@pytest.fixture(scope="module")
def table() -> dict[str, list[str]]:
    """The first table of the page: the cells of a row by its heading."""
    page = (ROOT / "docs" / "environments.md").read_text().split("## Where the state is")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows}


def config(stack: str, key: str) -> Any:
    settings = cast("dict[str, Any]", yaml.safe_load(stack_files()[stack].read_text(encoding="utf-8")))
    return settings["config"][f"{PROJECT}:{key}"]


def replicas(region: dict[str, Any]) -> str:
    count = region["replicaCount"]
    storage = f", {region['storageAccountType']}" if "storageAccountType" in region else ""
    return f"{count} replica{'' if count == 1 else 's'}{storage}"


def test_galleries(table: dict[str, list[str]]) -> None:
    galleries = [config(stack, "gallery") for stack in STACKS]
    assert table["gallery"] == [f"`{one['resourceGroup']}/{one['name']}`" for one in galleries]


@pytest.mark.parametrize("region", ["South Central US", "West Central US"])
def test_replicas(table: dict[str, list[str]], region: str) -> None:
    targets = [{one["name"]: one for one in config(stack, "defaults")["targetRegions"]} for stack in STACKS]
    assert [sorted(one) for one in targets] == [["South Central US", "West Central US"]] * 3
    assert table[region] == [replicas(one[region]) for one in targets]


def test_retention_and_tags(table: dict[str, list[str]]) -> None:
    defaults = [config(stack, "defaults") for stack in STACKS]
    assert table["end of life"] == [one["endOfLifeDate"] for one in defaults]
    blocked = ["blocked" if one.get("blockDeletionBeforeEndOfLife") else "possible" for one in defaults]
    assert table["deletion of a version before its end of life"] == blocked
    tags = [one.get("tags", {}).get("environment") for one in defaults]
    assert table["tag `environment`"] == [f"`{tag}`" if tag else "none" for tag in tags]
