"""Shards as `Stack` resources of the Pulumi Kubernetes Operator, version 2. Pure.

Field names: the operator's CustomResourceDefinition `stacks.pulumi.com` (its repository, `deploy/helm/pulumi-operator/
crds/pulumi.com_stacks.yaml`); tests/cli/sharding keeps what is used of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.cli.sharding.pulumi_deployments import Repository


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


def stack_resources(stacks: Iterable[str], repository: Repository, cluster: Cluster) -> Iterator[JsonObject]:
    """A resource per stack.

    Deleting a resource must never destroy its stack, so `destroyOnFinalize` is written out. A change that was refused
    by the gate is tried again with the operator's own growing pauses.
    """
    for stack in stacks:
        yield {
            "apiVersion": "pulumi.com/v1",
            "kind": "Stack",
            "metadata": {"name": _resource_name(stack), "namespace": cluster.namespace},
            "spec": _spec(stack, repository, cluster),
        }


def _spec(stack: str, repository: Repository, cluster: Cluster) -> JsonObject:
    spec: JsonObject = {
        "stack": stack,
        "projectRepo": repository.url,
        "branch": repository.branch,
        "serviceAccountName": cluster.service_account,
        "destroyOnFinalize": False,
        "envRefs": {name: _from_secret(cluster.environment_from, name) for name in cluster.variables},
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
