from __future__ import annotations

import re

import pytest

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.sharding.ci_matrix import azure_pipelines_matrix, github_matrix


def test_a_matrix_of_github_has_a_job_per_stack_and_never_more_than_256() -> None:
    shards = {f"fleet-{number}": 5 for number in range(256)}
    jobs = github_matrix(shards)["include"]
    assert isinstance(jobs, list)
    assert jobs[7] == {"stack": "fleet-7", "migrations": 5}
    with pytest.raises(CommandFailed, match="257 shards are more than the 256"):
        github_matrix({**shards, "fleet-256": 5})


def test_jobs_of_azure_pipelines_have_names_that_it_takes() -> None:
    found = azure_pipelines_matrix({"fleet-west.europe-1": 3, "1-" + "x" * 120: 1})
    assert found["fleet_west_europe_1"] == {"stack": "fleet-west.europe-1", "migrations": "3"}
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,99}", name) for name in found)


def test_two_stacks_are_never_one_job() -> None:
    with pytest.raises(CommandFailed, match=r"fleet-a\.b-1"):
        azure_pipelines_matrix({"fleet-a-b-1": 1, "fleet-a.b-1": 1})
