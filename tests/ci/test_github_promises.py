"""What docs/ci.md promises of GitHub's workflows and only GitHub keeps, read from their YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.ci.runners.github import FOLDER, workflow
from tests.ci.stack_files import stack_files

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = sorted(file.stem for file in FOLDER.glob("*.yml"))
STACKS = [*stack_files()]
WRITES = {
    ("drift", "drift"): {"id-token", "issues"},
    ("preview", "preview"): {"id-token", "pull-requests"},
    ("release", "provenance"): {"id-token", "attestations"},
    ("release", "image"): {"id-token", "attestations", "packages"},
    ("release", "pypi"): {"id-token"},
    ("release", "release"): {"contents"},
    ("update", "dev"): {"id-token"},
    ("update", "prod"): {"id-token"},
    ("update", "staging"): {"id-token"},
    ("update-stack", "update"): {"id-token"},
}
"""What the jobs may write that may write anything, by workflow and job."""


def jobs(name: str) -> Iterator[dict[str, Any]]:
    yield from workflow(name)["jobs"].values()


@pytest.mark.parametrize("name", ALL)
def test_a_job_may_write_only_what_it_is_for(name: str) -> None:
    assert workflow(name)["permissions"] == {}
    for job, told in workflow(name)["jobs"].items():
        granted = {scope for scope, access in told["permissions"].items() if access != "read"}
        assert granted == WRITES.get((name, job), set()), job


@pytest.mark.parametrize("name", ALL)
def test_no_checkout_leaves_its_token_behind(name: str) -> None:
    kept = [given for job in jobs(name) for given in _uses(job, "actions/checkout")]
    assert [given for given in kept if given["persist-credentials"] is not False] == []


@pytest.mark.parametrize("name", ALL)
def test_actions_are_pinned_by_commit_and_nothing_is_a_stored_secret(name: str) -> None:
    text = (FOLDER / f"{name}.yml").read_text()
    used = re.findall(r"uses: (?!\./)(\S+)", text)
    assert [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)] == []
    assert "secrets." not in text


def test_pull_requests_from_forks_get_only_the_checks_without_an_identity() -> None:
    preview = workflow("preview")["jobs"]
    assert preview["stacks"]["if"] == "github.event.pull_request.head.repo.full_name == github.repository"
    assert preview["preview"]["needs"] == "stacks"
    assert not any("environment" in job or "vars." in str(job) for job in jobs("checks"))


def test_one_update_of_a_stack_at_a_time_never_cancelled_half_way() -> None:
    (job,) = jobs("update-stack")
    assert job["concurrency"] == {"group": "update-${{ inputs.stack }}", "cancel-in-progress": False}
    assert job["environment"] == "${{ inputs.stack }}"


def test_environments_follow_each_other_and_none_is_forgotten() -> None:
    update = workflow("update")["jobs"]
    assert sorted(update) == STACKS
    assert [(name, update[name].get("needs")) for name in ("dev", "staging", "prod")] == [
        ("dev", None),
        ("staging", "dev"),
        ("prod", "staging"),
    ]
    (drift,) = jobs("drift")
    assert sorted(drift["strategy"]["matrix"]["stack"]) == STACKS


def test_previews_and_drift_never_use_the_identity_that_changes_something() -> None:
    (drift,) = jobs("drift")
    environments = [workflow("preview")["jobs"]["preview"]["environment"], drift["environment"]]
    assert environments == ["preview-${{ matrix.stack }}"] * 2


def test_what_runs_the_built_packages_may_sign_and_publish_nothing() -> None:
    release = workflow("release")["jobs"]
    assert release["build"]["permissions"] == {"contents": "read"}
    assert release["build"]["steps"][2]["run"] == 'python ci/release.py check "$GITHUB_REF_NAME"'
    for name, job in release.items():
        assert name == "build" or "build" in _needed(release, name), f"{name} does not wait for the check of the tag"
        assert not ("id-token" in job["permissions"] and any("pip install" in str(step) for step in job["steps"]))


def test_a_release_is_made_of_a_tag_alone_and_what_cannot_be_taken_back_comes_last() -> None:
    assert '\non:\n  push:\n    tags: ["v*"]\n\n' in (FOLDER / "release.yml").read_text(encoding="utf-8")
    release = workflow("release")["jobs"]
    assert _needed(release, "pypi") == {"build", "provenance", "image"}
    assert _needed(release, "release") == {*release} - {"release"}
    assert release["pypi"]["environment"] == "pypi"
    assert not any("if" in job for job in release.values()), "an own condition goes on after what failed"
    assert workflow("release")["concurrency"]["cancel-in-progress"] is False


def test_what_is_released_is_attested_from_the_same_files() -> None:
    release = workflow("release")["jobs"]
    (packages,) = _uses(release["provenance"], "actions/attest-build-provenance")
    (image,) = _uses(release["image"], "actions/attest-build-provenance")
    tried, pushed = _uses(release["image"], "docker/build-push-action")
    assert packages == {"subject-path": "dist/*"}
    assert image["subject-digest"] == "${{ steps.push.outputs.digest }}"
    assert image["push-to-registry"] is True
    assert "push" not in tried
    assert (pushed["push"], pushed["provenance"], pushed["sbom"]) == (True, "mode=max", True)
    assert "gh release create" in str(release["release"])
    assert "--verify-tag" in str(release["release"]), "without it a tag is made where there is none"


def _uses(job: dict[str, Any], action: str) -> list[dict[str, Any]]:
    """What the steps of a job give an action."""
    return [step["with"] for step in job.get("steps", ()) if str(step.get("uses", "")).startswith(f"{action}@")]


def _needed(all_jobs: dict[str, Any], name: str) -> set[str]:
    """The jobs that a job waits for, by whatever way."""
    told = all_jobs[name].get("needs", [])
    direct = {told} if isinstance(told, str) else {*told}
    return direct.union(*(_needed(all_jobs, one) for one in direct))
