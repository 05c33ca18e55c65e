"""Shards as the matrix of a job in GitHub Actions and in Azure Pipelines. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

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
            "Emit a part of them (--only 'fleet-eastus-*'), or plan larger shards (--max-migrations).",
            ExitStatus.REFUSED,
        )
    return {"include": [{"stack": stack, "migrations": number} for stack, number in shards.items()]}


def azure_pipelines_matrix(shards: Mapping[str, int]) -> JsonObject:
    """`strategy.matrix` as an output variable holds it: job name → variables.

    A name has only letters, digits and underscores, starts with a letter and has at most 100 characters
    (learn.microsoft.com/azure/devops/pipelines/yaml-schema/jobs-job-strategy). Raises CommandFailed where two stacks
    would get one name.
    """
    found: JsonObject = {}
    for stack, number in shards.items():
        name = re.sub(r"\W", "_", stack, flags=re.ASCII)[:100]
        name = name if name[0].isalpha() else f"s{name}"[:100]
        if name in found:
            reason = f"{stack} and another shard would both be the job {name} of Azure Pipelines."
            raise CommandFailed(reason, "Choose owners or a prefix that differ in letters or digits.")
        found[name] = {"stack": stack, "migrations": str(number)}
    return found
