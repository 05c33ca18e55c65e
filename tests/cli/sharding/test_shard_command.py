from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from typer.testing import CliRunner

from managed_image_to_gallery.cli.main import app
from tests.cli.migrations import SUBSCRIPTION, entry
from tests.cli.sharding.test_fleet_plan import plan, write_fleet

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

_STACK = "fleet-southcentralus-1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of two shards, two migrations and one."""
    monkeypatch.setenv("ARM_SUBSCRIPTION_ID", SUBSCRIPTION)
    plan(write_fleet(tmp_path, *(entry(name) for name in ("web", "db", "app"))))
    return tmp_path


def _emit(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["shard", "emit", *words, "--cwd", str(folder)])


def test_matrices_name_every_stack_or_those_that_are_asked_for(folder: Path) -> None:
    jobs = json.loads(_emit(folder, "github-actions").stdout)["include"]
    assert [job["migrations"] for job in jobs] == [2, 1]
    found = json.loads(_emit(folder, "azure-pipelines", "--only", "*-1").stdout)
    assert list(found) == ["fleet_southcentralus_1"]


def test_settings_of_pulumi_deployments_need_to_know_whose(folder: Path) -> None:
    asked = ("--repository", "https://git.example/x", "--organization", "contoso", "--client", "c", "--tenant", "t")
    found = json.loads(_emit(folder, "pulumi-deployments", *asked).stdout)
    path = f"/api/stacks/contoso/managed-image-to-gallery/{_STACK}/deployments/settings"
    assert found[path]["operationContext"]["oidc"]["azure"]["subscriptionId"] == SUBSCRIPTION
    refused = _emit(folder, "pulumi-deployments", *asked[:2])
    assert refused.exit_code == 2
    assert "--organization" in refused.stderr


def test_resources_for_the_operator_are_yaml_documents(folder: Path) -> None:
    asked = ("--repository", "https://git.example/x", "--variable", "ARM_CLIENT_ID")
    first, second = yaml.safe_load_all(_emit(folder, "kubernetes-operator", *asked).stdout)
    assert first["spec"]["stack"] == _STACK
    assert second["spec"]["envRefs"]["ARM_CLIENT_ID"]["secret"]["name"] == "gallery-migrate"


def test_without_shards_there_is_nothing_to_emit(tmp_path: Path) -> None:
    done = _emit(tmp_path, "github-actions")
    assert done.exit_code == 2
    assert "shard write" in done.stderr
