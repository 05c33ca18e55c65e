"""What runs every stack of a fleet: a matrix for CI, settings of Pulumi Deployments, resources for Kubernetes.

Field names of Pulumi Deployments (`POST …/deployments/settings`, one per stack): `apitype.DeploymentSettings` of
`github.com/pulumi/pulumi/sdk/v3` (`go/common/apitype/deployments.go`) and
pulumi.com/docs/reference/cloud-rest-api/schema/deploymentsettings. Those of the Pulumi Kubernetes Operator, version 2:
its CustomResourceDefinition `stacks.pulumi.com` (its repository, `deploy/helm/pulumi-operator/crds/
pulumi.com_stacks.yaml`); tests/cli/sharding keeps what is used of it.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import yaml

from managed_image_to_gallery.azure.budgets import STACKS_AT_ONCE
from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.sharding.choices import Engine
from managed_image_to_gallery.cli.sharding.fleet_file import read_fleet
from managed_image_to_gallery.cli.sharding.limits import stacks_at_once
from managed_image_to_gallery.cli.sharding.placements import shard_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from managed_image_to_gallery.azure.json_types import JsonObject


MAX_GITHUB_JOBS = 256
"""Jobs of one matrix (docs.github.com: "A matrix will generate a maximum of 256 jobs per workflow run")."""


def github_matrix(shards: Mapping[str, int]) -> JsonObject:
    """`strategy.matrix` for `fromJSON`: one job per stack. `shards`: stack → how many migrations it has.

    Raises CommandFailed for more shards than a matrix may have jobs.
    """
    if len(shards) > MAX_GITHUB_JOBS:
        raise CommandFailed(
            f"{len(shards)} shards are more than the {MAX_GITHUB_JOBS} jobs of a matrix in GitHub Actions.",
            "Emit a part of them (--only 'fleet-eastus-*'), or write larger shards (--max-migrations).",
            ExitStatus.REFUSED,
        )
    at_once = stacks_at_once(max(shards.values()))
    return {"include": [{"stack": stack, "migrations": number, "at_once": at_once} for stack, number in shards.items()]}


def azure_pipelines_matrix(shards: Mapping[str, int]) -> JsonObject:
    """`strategy.matrix` as an output variable holds it: job name → variables.

    A name has only letters, digits and underscores, starts with a letter and has at most 100 characters
    (learn.microsoft.com/azure/devops/pipelines/yaml-schema/jobs-job-strategy). Raises CommandFailed where two stacks
    would get one name.
    """
    found: JsonObject = {}
    at_once = str(stacks_at_once(max(shards.values())))
    for stack, number in shards.items():
        name = re.sub(r"\W", "_", stack, flags=re.ASCII)[:100]
        name = name if name[0].isalpha() else f"s{name}"[:100]
        if name in found:
            reason = f"{stack} and another shard would both be the job {name} of Azure Pipelines."
            raise CommandFailed(reason, "Choose owners or a prefix that differ in letters or digits.")
        found[name] = {"stack": stack, "migrations": str(number), STACKS_AT_ONCE: at_once}
    return found


@dataclass(frozen=True)
class Repository:
    """Where the project is: URL, branch, and the folder of `Pulumi.yaml` in it (empty: the root)."""

    url: str
    branch: str
    folder: str = ""


@dataclass(frozen=True)
class FederatedIdentity:
    """The identity in Microsoft Entra that trusts tokens of Pulumi Cloud; no secret is involved."""

    client_id: str
    tenant_id: str
    subscription_id: str


def deployments_settings(
    shards: Mapping[str, int], organization: str, project: str, repository: Repository, identity: FederatedIdentity
) -> JsonObject:
    """The path of each stack's settings below the service's URL → the body to be sent there."""
    body = _body(repository, identity, stacks_at_once(max(shards.values())))
    return {f"/api/stacks/{organization}/{project}/{stack}/deployments/settings": body for stack in shards}


def _body(repository: Repository, identity: FederatedIdentity, at_once: int) -> JsonObject:
    git: JsonObject = {"repoUrl": repository.url, "branch": f"refs/heads/{repository.branch}"}
    if repository.folder:
        git["repoDir"] = repository.folder
    azure: JsonObject = {
        "clientId": identity.client_id,
        "tenantId": identity.tenant_id,
        "subscriptionId": identity.subscription_id,
    }
    variables: JsonObject = {STACKS_AT_ONCE: str(at_once)}
    operation: JsonObject = {"oidc": {"azure": azure}, "environmentVariables": variables}
    return {"sourceContext": {"git": git}, "operationContext": operation}


@dataclass(frozen=True)
class Cluster:
    """Where and as whom the operator works, and with which environment.

    environment_from: a Kubernetes secret. variables: names of environment variables, each a key of that secret: a
    passphrase or token, and `ARM_*`.
    """

    namespace: str = "default"
    service_account: str = "pulumi"
    backend: str = ""
    environment_from: str = "gallery-migrate"
    variables: Sequence[str] = field(default_factory=tuple)


def stack_resources(shards: Mapping[str, int], repository: Repository, cluster: Cluster) -> Iterator[JsonObject]:
    """A resource per stack.

    Deleting a resource must never destroy its stack, so `destroyOnFinalize` is written out. A change that was refused
    by the gate is tried again with the operator's own growing pauses.
    """
    at_once: JsonObject = {"type": "Literal", "literal": {"value": str(stacks_at_once(max(shards.values())))}}
    for stack in shards:
        yield {
            "apiVersion": "pulumi.com/v1",
            "kind": "Stack",
            "metadata": {"name": _resource_name(stack), "namespace": cluster.namespace},
            "spec": _spec(stack, repository, cluster, at_once),
        }


def _spec(stack: str, repository: Repository, cluster: Cluster, at_once: JsonObject) -> JsonObject:
    spec: JsonObject = {
        "stack": stack,
        "projectRepo": repository.url,
        "branch": repository.branch,
        "serviceAccountName": cluster.service_account,
        "destroyOnFinalize": False,
        "envRefs": {
            STACKS_AT_ONCE: at_once,
            **{name: _from_secret(cluster.environment_from, name) for name in cluster.variables},
        },
    }
    if repository.folder:
        spec["repoDir"] = repository.folder
    if cluster.backend:
        spec["backend"] = cluster.backend
    return spec


def _from_secret(secret: str, key: str) -> JsonObject:
    return {"type": "Secret", "secret": {"name": secret, "key": key}}


def _resource_name(stack: str) -> str:
    """Letters, digits, `-` and `.` as Kubernetes demands of a name (RFC 1123 subdomain)."""
    return re.sub(r"[^a-z0-9.]+", "-", stack.rpartition("/")[2].lower()).strip("-.")


def sizes(folder: Path, prefix: str, only: str) -> dict[str, int]:
    """How many migrations each stack of the fleet has that fits a pattern, by its file. Raises CommandFailed."""
    files = {name: path for name, path in shard_files(folder, prefix).items() if fnmatchcase(name, only)}
    if not files:
        raise CommandFailed(
            f"There is no file Pulumi.{prefix}-….yaml, or none that --only matches.",
            "Run `gallery-migrate shard write`.",
        )
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
