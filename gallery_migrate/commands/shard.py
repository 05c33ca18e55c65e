"""`shard`: a fleet as many stacks, and what the engines that run them take."""

from __future__ import annotations

import os
import sys
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Optional

import typer
import yaml

from gallery_migrate.commands.options import FOLDER, HERE, NO_INPUT, YES
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.failures import CommandFailed
from gallery_migrate.output.options import CSV, JSON
from gallery_migrate.output.table import Table, form_of, print_json
from gallery_migrate.plan_check import PROJECT
from gallery_migrate.questions import confirm
from gallery_migrate.sharding.fleet_file import read_fleet, refuse_gallery_of_many, refuse_secrets
from gallery_migrate.sharding.fleet_plan import FleetPlan, plan_fleet
from gallery_migrate.sharding.image_facts import read_image_facts
from gallery_migrate.sharding.members import Grouper, Grouping
from gallery_migrate.sharding.placements import Placements, configured_in, shard_files, versions_held
from gallery_migrate.sharding.writing import write_shards

shard = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Split a fleet into stacks; see docs/fleets.md.")

_COLUMNS = {"stack": "Stack", "migrations": "Migrations", "new": "New", "file": "File"}
_PREFIX = Annotated[str, typer.Option(help="First part of the stacks' names.")]


@shard.command("write")
def write(
    fleet: Annotated[Path, typer.Argument(help="All migrations, in the form of Pulumi.<stack>.yaml.", dir_okay=False)],
    by: Annotated[Grouping, typer.Option(help="What shards are made by.")] = Grouping.REGION,
    owner_tag: Annotated[str, typer.Option(help="With --by owner: the tag that names the owner.")] = "owner",
    inventory: Annotated[
        Optional[Path],  # noqa: UP045 - typer on 3.10
        typer.Option(help="Output of `inventory --json`: regions and tags of the images.", dir_okay=False),
    ] = None,
    max_migrations: Annotated[int, typer.Option(min=1, help="Most migrations of one stack.")] = 500,
    prefix: _PREFIX = "fleet",
    cwd: FOLDER = HERE,
    beyond_limits: Annotated[bool, typer.Option("--beyond-limits", help="Also what Azure's limits forbid.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan, write nothing.")] = False,
    yes: YES = False,
    no_input: NO_INPUT = False,
    as_json: JSON = False,
    as_csv: CSV = False,
) -> None:
    """Plan the stacks of a fleet and append its new migrations to their files.

    A migration that is in a stack's file or state stays in that stack. Nothing is changed in a file that is there.

    Example: gallery-migrate shard write fleet.yaml --by region --max-migrations 500

    Example: gallery-migrate shard write fleet.yaml --by owner --owner-tag team --inventory inventory.json
    """
    folder = cwd.resolve()
    asked = read_fleet(fleet, os.environ)
    refuse_secrets(asked)
    placements = _placements(folder, prefix)
    facts = read_image_facts(inventory) if inventory else {}
    plan = plan_fleet(asked, placements, Grouper(by, owner_tag, facts), prefix=prefix, largest=max_migrations)
    refuse_gallery_of_many(asked, len(plan.sizes))
    Table(_COLUMNS, plan.rows()).print(form_of(as_json=as_json, as_csv=as_csv))
    _judge(plan, beyond_limits=beyond_limits)
    if dry_run or not plan.added:
        return
    confirm(f"Write {len(plan.added)} file(s)?", yes=yes, can_ask=not no_input)
    written = write_shards(folder, asked, plan.added)
    typer.echo(f"{len(written)} file(s) written. Next, per stack: pulumi stack init STACK", err=True)


def _placements(folder: Path, prefix: str) -> Placements:
    from gallery_migrate.sharding.stacks import deployments

    held = {key: name for name, state in deployments(folder).items() for key in versions_held(state)}
    found = Placements(configured_in(shard_files(folder, prefix), os.environ), held)
    found.refuse_contradictions()
    return found


def _judge(plan: FleetPlan, *, beyond_limits: bool) -> None:
    """Tell what the operator has to know; refuse what Azure could not hold."""
    for note in plan.notes:
        typer.echo(note, err=True)
    if plan.violations and not beyond_limits:
        remedy = "Give a part of the fleet a gallery in another subscription: one fleet file per gallery."
        raise CommandFailed("\n".join(plan.violations), remedy, ExitStatus.REFUSED)


class Engine(str, Enum):
    """What runs the stacks."""

    GITHUB_ACTIONS = "github-actions"
    AZURE_PIPELINES = "azure-pipelines"
    PULUMI_DEPLOYMENTS = "pulumi-deployments"
    KUBERNETES_OPERATOR = "kubernetes-operator"


@shard.command("emit")
def emit(
    engine: Annotated[Engine, typer.Argument(help="What runs the stacks.")],
    prefix: _PREFIX = "fleet",
    only: Annotated[str, typer.Option(help="Only stacks that fit this pattern.")] = "*",
    cwd: FOLDER = HERE,
    repository: Annotated[str, typer.Option(help="URL of the Git repository with the project.")] = "",
    branch: Annotated[str, typer.Option(help="Branch to run.")] = "main",
    repository_folder: Annotated[str, typer.Option(help="Folder of Pulumi.yaml in it.")] = "",
    organization: Annotated[str, typer.Option(help="Organization in Pulumi Cloud.")] = "",
    client: Annotated[str, typer.Option(envvar="ARM_CLIENT_ID", help="Client id of the federated identity.")] = "",
    tenant: Annotated[str, typer.Option(envvar="ARM_TENANT_ID", help="Its tenant.")] = "",
    subscription: Annotated[str, typer.Option(envvar="ARM_SUBSCRIPTION_ID", help="Its subscription.")] = "",
    namespace: Annotated[str, typer.Option(help="Kubernetes namespace.")] = "default",
    service_account: Annotated[str, typer.Option(help="Kubernetes service account of the workspaces.")] = "pulumi",
    backend: Annotated[str, typer.Option(help="URL of the backend; without it Pulumi Cloud.")] = "",
    environment_from: Annotated[str, typer.Option(help="Kubernetes secret with the environment.")] = "gallery-migrate",
    variable: Annotated[Optional[list[str]], typer.Option(help="A key of that secret; may be repeated.")] = None,  # noqa: UP045
) -> None:
    """Print what an engine takes to run every stack of the fleet. Schedules nothing itself.

    Example: gallery-migrate shard emit github-actions >> matrix.json

    Example: gallery-migrate shard emit kubernetes-operator --repository https://… --variable ARM_CLIENT_ID
    """
    from gallery_migrate.sharding import ci_matrix, kubernetes_operator, pulumi_deployments

    shards = _sizes(cwd.resolve(), prefix, only)
    at = pulumi_deployments.Repository(repository, branch, repository_folder)
    if engine is Engine.GITHUB_ACTIONS:
        print_json(ci_matrix.github_matrix(shards))
    elif engine is Engine.AZURE_PIPELINES:
        print_json(ci_matrix.azure_pipelines_matrix(shards))
    elif engine is Engine.PULUMI_DEPLOYMENTS:
        _demand(repository=repository, organization=organization, client=client, tenant=tenant)
        identity = pulumi_deployments.FederatedIdentity(client, tenant, subscription)
        print_json(pulumi_deployments.deployments_settings(shards, organization, PROJECT, at, identity))
    else:
        _demand(repository=repository)
        cluster = kubernetes_operator.Cluster(namespace, service_account, backend, environment_from, variable or ())
        resources = kubernetes_operator.stack_resources(shards, at, cluster)
        yaml.safe_dump_all(resources, sys.stdout, sort_keys=False)


def _demand(**options: str) -> None:
    missing = [f"--{name.replace('_', '-')}" for name, value in options.items() if not value]
    if missing:
        raise CommandFailed(f"This engine needs {', '.join(missing)}.", "See `gallery-migrate shard emit --help`.")


def _sizes(folder: Path, prefix: str, only: str) -> dict[str, int]:
    """How many migrations each stack of the fleet has, by its file."""
    files = {name: path for name, path in shard_files(folder, prefix).items() if fnmatchcase(name, only)}
    if not files:
        raise CommandFailed(f"There is no file Pulumi.{prefix}-….yaml that fits.", "Run `gallery-migrate shard write`.")
    return {name: len(read_fleet(path, os.environ).entries) for name, path in files.items()}
