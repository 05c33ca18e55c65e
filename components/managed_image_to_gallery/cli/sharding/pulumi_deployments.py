"""Shards as settings of Pulumi Deployments: the body of `POST …/deployments/settings`, one per stack. Pure.

Field names: `apitype.DeploymentSettings` of the pinned `github.com/pulumi/pulumi/sdk/v3` (`go/common/apitype/
deployments.go`) and pulumi.com/docs/reference/cloud-rest-api/schema/deploymentsettings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.json_types import JsonObject


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
    stacks: Iterable[str], organization: str, project: str, repository: Repository, identity: FederatedIdentity
) -> JsonObject:
    """The path of each stack's settings below the service's URL → the body to be sent there."""
    body = _body(repository, identity)
    return {f"/api/stacks/{organization}/{project}/{stack}/deployments/settings": body for stack in stacks}


def _body(repository: Repository, identity: FederatedIdentity) -> JsonObject:
    git: JsonObject = {"repoUrl": repository.url, "branch": f"refs/heads/{repository.branch}"}
    if repository.folder:
        git["repoDir"] = repository.folder
    azure: JsonObject = {
        "clientId": identity.client_id,
        "tenantId": identity.tenant_id,
        "subscriptionId": identity.subscription_id,
    }
    return {"sourceContext": {"git": git}, "operationContext": {"oidc": {"azure": azure}}}
