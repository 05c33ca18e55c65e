from __future__ import annotations

from pathlib import Path

import yaml

from managed_image_to_gallery.cli.sharding.pulumi_deployments import FederatedIdentity, Repository, deployments_settings
from tests.cli.sharding.schema_check import faults

_SCHEMA = yaml.safe_load((Path(__file__).parent / "pulumi_deployments_schema.yaml").read_text())
_IDENTITY = FederatedIdentity("client", "tenant", "subscription")


def test_each_stack_has_a_body_that_the_service_knows_at_its_path() -> None:
    repository = Repository("https://git.example/fleet", "main", "stacks")
    found = deployments_settings(["fleet-a-1", "fleet-b-1"], "contoso", "project", repository, _IDENTITY)
    assert list(found) == [f"/api/stacks/contoso/project/fleet-{name}-1/deployments/settings" for name in "ab"]
    assert [list(faults(body, _SCHEMA)) for body in found.values()] == [[], []]


def test_a_folder_is_named_only_where_there_is_one() -> None:
    (body,) = deployments_settings(["a"], "o", "p", Repository("u", "main"), _IDENTITY).values()
    assert list(faults(body, _SCHEMA)) == []
    assert "repoDir" not in str(body)
