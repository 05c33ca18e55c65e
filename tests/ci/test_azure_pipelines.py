"""The promises of the pipelines for Azure Repos, read from their YAML: there is no service here to run them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

from tests.acceptance.product import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ROOT / "ci" / "azure-pipelines"
STACKS = [file.name.split(".")[1] for file in sorted(ROOT.glob("Pulumi.*.yaml"))]
ALL = ["drift", "preview", "update"]


def pipeline(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load((FOLDER / f"{name}.yml").read_text()))


def mappings(value: object) -> Iterator[dict[str, Any]]:
    """Every mapping in a document, the outer ones first."""
    if isinstance(value, dict):
        own = cast("dict[str, Any]", value)
        yield own
        for inner in own.values():
            yield from mappings(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from mappings(inner)


def shell(name: str) -> str:
    """All shell of a pipeline."""
    steps = mappings(pipeline(name))
    return "\n".join(str(step.get("inlineScript") or step.get("script") or "") for step in steps)


@pytest.mark.parametrize("name", ALL)
def test_every_stack_file_has_its_job(name: str) -> None:
    (stacks,) = (one for one in pipeline(name)["parameters"] if one["name"] == "stacks")
    assert sorted(stacks["default"]) == STACKS


@pytest.mark.parametrize("name", ALL)
def test_the_scripts_that_are_called_can_be_run(name: str) -> None:
    called = set(re.findall(r"ci/\w+\.(?:sh|py)", shell(name)))
    assert f"ci/{name}.sh" in called
    assert [script for script in sorted(called) if not os.access(ROOT / script, os.X_OK)] == []


@pytest.mark.parametrize("name", ALL)
def test_the_repository_token_does_not_stay_in_the_checkout(name: str) -> None:
    checkouts = [step for step in mappings(pipeline(name)) if "checkout" in step]
    assert [step.get("persistCredentials") for step in checkouts] == [False]


@pytest.mark.parametrize(("name", "identity"), [("preview", "preview"), ("drift", "preview"), ("update", "update")])
def test_only_the_update_signs_in_with_the_changing_identity(name: str, identity: str) -> None:
    connections = [one["azureSubscription"] for one in mappings(pipeline(name)) if "azureSubscription" in one]
    assert connections == [identity + "-${{ stack }}"]


def test_updates_of_one_stack_wait_for_each_other_and_for_approval() -> None:
    update = pipeline("update")
    assert update["lockBehavior"] == "sequential"
    deployments = [one for one in mappings(update) if "deployment" in one]
    assert [one["environment"] for one in deployments] == ["${{ stack }}"]


def test_drift_is_looked_for_also_when_nothing_was_merged() -> None:
    (schedule,) = pipeline("drift")["schedules"]
    assert schedule["always"] is True
    assert "pulumi up" not in (ROOT / "ci" / "drift.sh").read_text()
