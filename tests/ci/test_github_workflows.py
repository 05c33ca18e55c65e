"""The steps of GitHub's workflows, run from the YAML with the real engine against local Azure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from harness.product import left_in
from tests.ci.runners.github import run_job
from tests.ci.runners.machine import version_id

if TYPE_CHECKING:
    from tests.ci.runners.github import JobRun
    from tests.ci.runners.machine import Machine

IMAGE = "Microsoft.Compute/images"
VERSION = "Microsoft.Compute/galleries/images/versions"
STACK = {"matrix.stack": "dev"}


def pull_request(runner: Machine, base: str) -> JobRun:
    """The workflow of a pull request: which stacks, and the preview of each."""
    which = run_job(runner, "preview", "stacks", {"github.event.pull_request.base.sha": base})
    assert which.succeeded, runner.told()
    assert json.loads(which.outputs["stacks"]) == ["dev"]
    return run_job(runner, "preview", "preview", {**STACK, "github.event.pull_request.number": "7"})


def merge(runner: Machine) -> JobRun:
    return run_job(runner, "update-stack", "update", {"inputs.stack": "dev"})


def night(runner: Machine) -> JobRun:
    return run_job(runner, "drift", "drift", STACK)


def test_a_stack_that_was_never_applied_differs_from_azure(reader: Machine) -> None:
    drift = night(reader)
    assert not drift.succeeded
    (opened,) = reader.calls("gh")
    assert opened["method"] == "POST", reader.told()
    assert opened["title"] == "Stack dev: ⚠️ differs from Azure or from its config"
    assert "- create `azure-native:compute:GalleryImageVersion`" in opened["body"]
    assert drift.summary == opened["body"]


@pytest.mark.exhaustive
def test_from_pull_request_to_update(runner: Machine) -> None:
    runner.configure(tags={"environment": "dev"})
    preview = pull_request(runner, runner.commit("tags"))
    assert preview.succeeded, runner.told()
    (call,) = runner.calls("gh")
    assert (call["method"], call["path"]) == ("POST", "repos/owner/repository/issues/7/comments")
    assert "### Stack `dev`: ✅ may be applied" in call["body"]
    assert preview.summary == call["body"]
    installs = [call["words"][0] for call in runner.calls("pip")]
    assert installs[0].endswith("--require-hashes -r requirements.lock"), installs

    update = merge(runner)
    assert update.succeeded, runner.told()
    assert "✅ may be applied" in update.summary
    assert "✅ gallery-migration@" in runner.told(), "policies judge the update itself too"
    assert VERSION in left_in(runner.azure)

    runner.configure(stage="retired")
    refused = pull_request(runner, runner.commit("too fast"))
    assert not refused.succeeded
    (call,) = runner.calls("gh")
    assert "⛔ must not be applied" in call["body"], "the reviewer is told above all when it must not be applied"
    assert not merge(runner).succeeded
    assert IMAGE in left_in(runner.azure)


@pytest.mark.exhaustive
def test_what_a_policy_refuses_is_in_the_comment_and_stops_the_update(runner: Machine) -> None:
    runner.configure(endOfLifeDate="2099-12-31")
    refused = pull_request(runner, runner.commit("far away"))
    assert not refused.succeeded
    (call,) = runner.calls("gh")
    assert "policy end-of-life: endOfLifeDate 2099-12-31" in call["body"]
    assert "advice of policy required-tags: " in call["body"], "policy/settings/dev.json makes it advice"
    assert not merge(runner).succeeded
    assert VERSION not in left_in(runner.azure)


@pytest.mark.exhaustive
def test_a_night_with_drift_opens_one_issue_and_one_without_closes_it(runner: Machine) -> None:
    assert merge(runner).succeeded, runner.told()
    assert night(runner).succeeded, runner.told()
    assert runner.calls("gh") == []

    runner.azure.change(version_id(runner), {"tags": {"by": "hand"}})
    drift = night(runner)
    assert not drift.succeeded
    (opened,) = runner.calls("gh")
    assert (opened["method"], opened["path"]) == ("POST", "repos/owner/repository/issues")
    assert opened["title"] == "Stack dev: ⚠️ differs from Azure or from its config"
    assert "- update `azure-native:compute:GalleryImageVersion` **`myImageDefinition-1.0.0-version`**" in opened["body"]
    assert 'tags: nothing → {"by": "hand"}' in opened["body"]
    assert drift.summary == opened["body"]

    runner.list_on_github(3, opened["body"])
    assert not night(runner).succeeded, "looking must not make the difference go away"
    (edited,) = runner.calls("gh")
    assert (edited["method"], edited["path"], edited["state"]) == ("PATCH", "repos/owner/repository/issues/3", "open")

    runner.azure.change(version_id(runner), {"tags": {"by": None}})
    assert night(runner).succeeded, runner.told()
    (closed,) = runner.calls("gh")
    assert (closed["method"], closed["state"]) == ("PATCH", "closed")


@pytest.mark.exhaustive
def test_a_night_without_an_answer_is_no_drift(runner: Machine) -> None:
    assert merge(runner).succeeded, runner.told()
    runner.azure.add_fault({"match": {"method": "GET", "type": "Microsoft.Compute/*"}, "refuse": {"status": 403}})
    assert not night(runner).succeeded
    (opened,) = runner.calls("gh")
    assert opened["title"] == "Stack dev: ❔ could not be compared with Azure"
