from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from managed_image_to_gallery.cli.sharding.kubernetes_operator import Cluster, stack_resources
from managed_image_to_gallery.cli.sharding.pulumi_deployments import Repository
from tests.cli.sharding.schema_check import faults

_CRD = yaml.safe_load((Path(__file__).parent / "stack_crd.yaml").read_text())
_REPOSITORY = Repository("https://git.example/fleet", "main", "stacks")
_CLUSTER = Cluster("ops", "runner", "azblob://state", "fleet-environment", ("ARM_CLIENT_ID", "ARM_TENANT_ID"))


def _resources(*stacks: str, cluster: Cluster = _CLUSTER) -> list[Any]:
    """As a cluster would read them from YAML."""
    return list(yaml.safe_load_all(yaml.safe_dump_all(stack_resources(stacks, _REPOSITORY, cluster))))


@pytest.mark.parametrize("cluster", [_CLUSTER, Cluster()])
def test_a_resource_has_only_what_the_definition_knows(cluster: Cluster) -> None:
    (one,) = _resources("fleet-eastus-1", cluster=cluster)
    assert list(faults(one, _CRD)) == []


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
