"""What can be chosen on the command line; imported for its `--help`, so it imports nothing."""

from __future__ import annotations

from enum import Enum


class Grouping(str, Enum):
    """What shards are made by. Each is read from the source image, else from the config."""

    SUBSCRIPTION = "subscription"
    """The subscription of the source image."""
    REGION = "region"
    """The region of the source image; without an inventory the first target region, where `init` writes it."""
    OWNER = "owner"
    """The value of a tag of the source image, else of the migration; `unowned` without one."""


class Engine(str, Enum):
    """What runs the stacks of a fleet."""

    GITHUB_ACTIONS = "github-actions"
    AZURE_PIPELINES = "azure-pipelines"
    PULUMI_DEPLOYMENTS = "pulumi-deployments"
    KUBERNETES_OPERATOR = "kubernetes-operator"
