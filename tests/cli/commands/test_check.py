"""`check` with the real engine: what it makes of the file is told with the line, the entry and what was written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from harness.product import seed
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

SURPRISES = {
    "version": "1.10",
    "endOfLifeDate": "2031-01-31",
    "tags.built": "2027-01-31",
    "tags.number": "0123",
    "tags.power": "1e3",
    "tags.truth": "true",
    "tags.nothing": "null",
    "tags.octal": "0o17",
}


TAGS = [key.removeprefix("tags.") for key in SURPRISES if key.startswith("tags.")]


@pytest.fixture
def operator(azure: LocalAzure, tmp_path: Path) -> Operator:
    azure.seed(seed())
    return Operator.at(tmp_path, azure)


@pytest.mark.parametrize("name", ["East US STG", "bleufrancecentral", "East US 3", "Saudi Arabia East"])
def test_a_region_that_only_the_subscriptions_list_has_is_taken(operator: Operator, name: str) -> None:
    operator.configure(targetRegions=[{"name": "South Central US"}, {"name": name}])
    done = operator.run("check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_near_miss_of_such_a_region_is_refused(operator: Operator) -> None:
    operator.configure(targetRegions=[{"name": "South Central US"}, {"name": "East US STH"}])
    done = operator.run("check", "--csv")
    assert done.returncode == 1
    assert "Did you mean East US STG?" in done.stdout


def test_every_value_that_yaml_reads_otherwise_is_told_with_its_quoted_form(operator: Operator) -> None:
    file = operator.path / "Pulumi.dev.yaml"
    body = yaml.safe_load(file.read_text())
    body["config"]["managed-image-to-gallery:migrations"][0].update(
        version="=version", endOfLifeDate="=endOfLifeDate", tags={key: f"=tags.{key}" for key in TAGS}
    )
    text = re.sub(r"=([\w.]+)", lambda found: SURPRISES[found[1]], yaml.safe_dump(body).replace("'", ""))
    file.write_text(text)
    lines = text.splitlines()

    found = {one["where"]: one for one in json.loads(operator.run("check", "--json").stdout)}

    for key, value in SURPRISES.items():
        fault = found[f"migrations[0].{key}"]
        assert fault["remedy"] == f'Write it in quotes: "{value}".', fault
        assert value in lines[fault["line"] - 1]
    shown = operator.run("check").stdout
    assert f"(line {found['migrations[0].version']['line']}): version" in shown
    assert "migrations[0]" not in shown


def test_a_stack_without_a_file_is_told_so(operator: Operator) -> None:
    (operator.path / "Pulumi.dev.yaml").unlink()
    shown = operator.run("check").stdout
    assert "Pulumi.dev.yaml" in shown
    assert "there is no such file" in shown


def test_a_project_of_another_name_is_told_so_before_the_engine_is(operator: Operator) -> None:
    project = operator.path / "Pulumi.yaml"
    project.write_text(project.read_text().replace("name: managed-image-to-gallery", "name: my-images", 1))
    operator.pulumi("stack", "init", "dev")
    for command in (["check"], ["doctor"], ["init", "*", "--yes"], ["publish", "--yes"]):
        done = operator.run(*command)
        assert "keys of the config begin with" in " ".join((done.stdout + done.stderr).split()), command
        assert done.returncode, command


def test_a_secret_that_azure_will_show_is_told_at_the_terminal(operator: Operator) -> None:
    path = "migrations[0].definition.description"
    operator.pulumi("config", "set", "--secret", "--path", f"managed-image-to-gallery:{path}", "s3cr3t", check=True)
    with operator.in_terminal("check") as shown:
        assert shown.end(seconds=300) == 0, shown.screen
    told = " ".join(shown.screen.split())
    assert f"{path} is a secret in Pulumi.dev.yaml and will be plain text in the state and in Azure." in told
    assert "s3cr3t" not in shown.screen
