"""What engines take to run the stacks of a fleet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from managed_image_to_gallery.azure.budgets import STACKS_AT_ONCE
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.sharding.engines import (
    Cluster,
    FederatedIdentity,
    Repository,
    azure_pipelines_matrix,
    deployments_settings,
    github_matrix,
    stack_resources,
)
from tests.cli.sharding.schema_check import faults


def test_a_matrix_of_github_has_a_job_per_stack_and_never_more_than_256() -> None:
    shards = {f"fleet-{number}": 5 for number in range(256)}
    jobs = github_matrix(shards)["include"]
    assert isinstance(jobs, list)
    assert jobs[7] == {"stack": "fleet-7", "migrations": 5, "at_once": 50}
    with pytest.raises(CommandFailed, match="257 shards are more than the 256"):
        github_matrix({**shards, "fleet-256": 5})


def test_jobs_of_azure_pipelines_have_names_that_it_takes() -> None:
    found = azure_pipelines_matrix({"fleet-west.europe-1": 3, "1-" + "x" * 120: 1})
    expected = {"stack": "fleet-west.europe-1", "migrations": "3", STACKS_AT_ONCE: "83"}
    assert found["fleet_west_europe_1"] == expected
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,99}", name) for name in found)


def test_two_stacks_are_never_one_job() -> None:
    with pytest.raises(CommandFailed, match=r"fleet-a\.b-1"):
        azure_pipelines_matrix({"fleet-a-b-1": 1, "fleet-a.b-1": 1})


_SCHEMA = yaml.safe_load((Path(__file__).parent / "pulumi_deployments_schema.yaml").read_text())
_IDENTITY = FederatedIdentity("client", "tenant", "subscription")


def test_each_stack_has_a_body_that_the_service_knows_at_its_path() -> None:
    repository = Repository("https://git.example/fleet", "main", "stacks")
    found = deployments_settings({"fleet-a-1": 100, "fleet-b-1": 20}, "contoso", "project", repository, _IDENTITY)
    assert list(found) == [f"/api/stacks/contoso/project/fleet-{name}-1/deployments/settings" for name in "ab"]
    assert [list(faults(body, _SCHEMA)) for body in found.values()] == [[], []]
    assert str(found).count(f"'environmentVariables': {{'{STACKS_AT_ONCE}': '2'}}") == 2


def test_a_folder_is_named_only_where_there_is_one() -> None:
    (body,) = deployments_settings({"a": 1}, "o", "p", Repository("u", "main"), _IDENTITY).values()
    assert list(faults(body, _SCHEMA)) == []
    assert "repoDir" not in str(body)


_CRD = yaml.safe_load((Path(__file__).parent / "stack_crd.yaml").read_text())
_REPOSITORY = Repository("https://git.example/fleet", "main", "stacks")
_CLUSTER = Cluster("ops", "runner", "azblob://state", "fleet-environment", ("ARM_CLIENT_ID", "ARM_TENANT_ID"))


def _resources(*stacks: str, cluster: Cluster = _CLUSTER) -> list[Any]:
    """As a cluster would read them from YAML."""
    return list(
        yaml.safe_load_all(yaml.safe_dump_all(stack_resources(dict.fromkeys(stacks, 100), _REPOSITORY, cluster)))
    )


@pytest.mark.parametrize("cluster", [_CLUSTER, Cluster()])
def test_a_resource_has_only_what_the_definition_knows(cluster: Cluster) -> None:
    (one,) = _resources("fleet-eastus-1", cluster=cluster)
    assert list(faults(one, _CRD)) == []
    assert one["spec"]["envRefs"][STACKS_AT_ONCE] == {"type": "Literal", "literal": {"value": "2"}}


def test_the_check_finds_what_the_definition_forbids() -> None:
    (one,) = _resources("fleet-eastus-1")
    one["spec"] |= {"repository": "x", "refresh": "yes", "envRefs": {"A": {"type": "Vault"}}}
    del one["spec"]["stack"]
    assert len(list(faults(one, _CRD))) == 4


def test_deleting_a_resource_never_destroys_its_stack() -> None:
    assert all(one["spec"]["destroyOnFinalize"] is False for one in _resources("fleet-a-1", "fleet-b-1"))


def test_names_are_those_that_kubernetes_takes_and_stacks_keep_theirs() -> None:
    one, other = _resources("org/fleet-Team_shop-1", "fleet-a-1")
    assert re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", one["metadata"]["name"])
    assert (one["spec"]["stack"], other["spec"]["stack"]) == ("org/fleet-Team_shop-1", "fleet-a-1")
