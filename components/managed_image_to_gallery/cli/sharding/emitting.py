"""The text that an engine takes to run every stack of a fleet."""

from __future__ import annotations

import json
import os
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import yaml

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.named_sources import PROJECT
from managed_image_to_gallery.cli.sharding.choices import Engine
from managed_image_to_gallery.cli.sharding.ci_matrix import azure_pipelines_matrix, github_matrix
from managed_image_to_gallery.cli.sharding.fleet_file import read_fleet
from managed_image_to_gallery.cli.sharding.kubernetes_operator import stack_resources
from managed_image_to_gallery.cli.sharding.placements import shard_files
from managed_image_to_gallery.cli.sharding.pulumi_deployments import deployments_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from managed_image_to_gallery.cli.sharding.kubernetes_operator import Cluster
    from managed_image_to_gallery.cli.sharding.pulumi_deployments import FederatedIdentity, Repository


def sizes(folder: Path, prefix: str, only: str) -> dict[str, int]:
    """How many migrations each stack of the fleet has that fits a pattern, by its file. Raises CommandFailed."""
    files = {name: path for name, path in shard_files(folder, prefix).items() if fnmatchcase(name, only)}
    if not files:
        raise CommandFailed(f"There is no file Pulumi.{prefix}-….yaml that fits.", "Run `gallery-migrate shard write`.")
    return {name: len(read_fleet(path, os.environ).entries) for name, path in files.items()}


def emitted(
    engine: Engine,
    shards: Mapping[str, int],
    repository: Repository,
    organization: str,
    identity: FederatedIdentity,
    cluster: Cluster,
) -> str:
    """JSON, or YAML documents for Kubernetes. Raises CommandFailed when the engine needs what was not given."""
    if engine is Engine.GITHUB_ACTIONS:
        return json.dumps(github_matrix(shards))
    if engine is Engine.AZURE_PIPELINES:
        return json.dumps(azure_pipelines_matrix(shards))
    if engine is Engine.PULUMI_DEPLOYMENTS:
        needed = {"organization": organization, "client": identity.client_id, "tenant": identity.tenant_id}
        _demand(repository=repository.url, subscription=identity.subscription_id, **needed)
        return json.dumps(deployments_settings(shards, organization, PROJECT, repository, identity), indent=2)
    _demand(repository=repository.url)
    return yaml.safe_dump_all(stack_resources(shards, repository, cluster), sort_keys=False)


def _demand(**options: str) -> None:
    missing = [f"--{name}" for name, value in options.items() if not value]
    if missing:
        raise CommandFailed(f"This engine needs {', '.join(missing)}.", "See `gallery-migrate shard emit --help`.")
