"""`inventory` against local Azure: subscriptions, ages, filters, forms."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.local_azure import running_local_azure, without_proxies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.local_azure import LocalAzure

SEED = """
resourceGroups: {rg: {location: eastus}}
images:
  - {resourceGroup: rg, name: web, tags: {team: web}}
  - {resourceGroup: rg, name: odd, osState: Specialized}
"""


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    folder = tmp_path_factory.mktemp("azure")
    with running_local_azure(folder, seed=SEED) as running:
        yield running


def _run(azure: LocalAzure, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "gallery-migrate"), "inventory", *words]
    environment = without_proxies() | azure.env | changes
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def _names(azure: LocalAzure, *words: str, **changes: str) -> list[str]:
    done = _run(azure, *words, "--csv", **changes)
    assert done.returncode == 0, done.stderr
    return [row["name"] for row in csv.DictReader(io.StringIO(done.stdout))]


def test_without_a_subscription_all_can_be_read_when_asked_for(azure: LocalAzure) -> None:
    nowhere = _run(azure, ARM_SUBSCRIPTION_ID="")
    assert (nowhere.returncode, "--all-subscriptions" in nowhere.stderr) == (2, True)
    assert _names(azure, "--all-subscriptions", ARM_SUBSCRIPTION_ID="") == ["odd", "web"]


def test_filters_narrow_what_is_shown(azure: LocalAzure) -> None:
    assert _names(azure, "--ineligible") == ["odd"]
    assert _names(azure, "--tag", "team=w*") == ["web"]
    assert _names(azure, "rg/o*") == ["odd"]
    assert _run(azure, "nothing-*").returncode == 2


def test_every_image_has_the_time_it_was_made(azure: LocalAzure) -> None:
    images = json.loads(_run(azure, "--json").stdout)["images"]
    assert all(image["createdTime"] and isinstance(image["ageDays"], int) for image in images)
