"""The pipelines for Azure Repos: their promises read from the YAML, and their steps run from it.

The steps run with the real engine against local Azure, as `runners.azure_pipelines` says.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, cast

import pytest

from harness.product import ROOT, left_in
from tests.ci.runners.azure_pipelines import jobs, pipeline, run_job, wanted
from tests.ci.runners.machine import version_id
from tests.ci.stack_files import stack_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ci.runners.azure_pipelines import JobRun
    from tests.ci.runners.machine import Machine

STACKS = [*stack_files()]
ALL = ["drift", "preview", "update"]
PULL_REQUEST = {"System.PullRequest.PullRequestId": "7", "System.PullRequest.TargetBranch": "refs/heads/main"}
THREADS = "/project/_apis/git/repositories/repository/pullRequests/7/threads"


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
    assert {step.get("persistCredentials") for step in checkouts} == {False}


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


def pull_request(runner: Machine) -> JobRun:
    """The pipeline of a pull request that concerns only `dev`."""
    preview = jobs("preview")
    which = run_job(runner, preview["stacks"], PULL_REQUEST)
    assert which.succeeded, runner.told()
    assert [name for name in preview if name != "stacks" and wanted(preview[name], which)] == ["preview_dev"]
    return run_job(runner, preview["preview_dev"], PULL_REQUEST)


def test_a_night_fails_with_a_summary(reader: Machine) -> None:
    night = run_job(reader, jobs("drift")["drift_dev"])
    assert not night.succeeded
    assert "### Stack `dev`: ⚠️ differs" in night.summary, reader.told()
    assert "- create `azure-native:compute:GalleryImageVersion`" in night.summary


@pytest.mark.exhaustive
def test_a_pull_request_gets_one_comment_that_is_edited_in_place(runner: Machine) -> None:
    runner.git("update-ref", "refs/remotes/origin/main", "HEAD")
    runner.configure(tags={"environment": "dev"})
    runner.commit("tags")
    preview = pull_request(runner)
    assert preview.succeeded, runner.told()
    (call,) = runner.service.calls
    method, path, body = call
    (comment,) = body["comments"]
    assert (method, path) == ("POST", THREADS)
    assert "### Stack `dev`: ✅ may be applied" in comment["content"]
    assert preview.summary == comment["content"]

    runner.service.calls.clear()
    runner.service.threads = [{"id": 4, "comments": [{"id": 1, **comment}]}]
    runner.configure(version="one")
    runner.commit("no version")
    assert not pull_request(runner).succeeded
    ((method, path, body),) = runner.service.calls
    assert (method, path) == ("PATCH", f"{THREADS}/4/comments/1")
    assert r"**migrations\[0\].version** (`Pulumi.dev.yaml:" in body["content"], "the config is checked too"


@pytest.mark.exhaustive
def test_an_update_and_a_night_with_drift(runner: Machine) -> None:
    update = run_job(runner, jobs("update")["update_dev"])
    assert update.succeeded, runner.told()
    assert "✅ may be applied" in update.summary
    assert "Microsoft.Compute/galleries/images/versions" in left_in(runner.azure)
    drift = jobs("drift")["drift_dev"]
    night = run_job(runner, drift)
    assert night.succeeded, runner.told()
    assert "### Stack `dev`: ✅" in night.summary

    runner.azure.change(version_id(runner), {"tags": {"by": "hand"}})
    night = run_job(runner, drift)
    assert not night.succeeded
    assert "### Stack `dev`: ⚠️ differs" in night.summary
    assert "**`myImageDefinition-1.0.0-version`**" in night.summary
