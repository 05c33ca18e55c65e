"""`shard`: a fleet as many stacks, and what the engines that run them take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.cli.commands.options import CSV, FOLDER, HERE, JSON, NO_INPUT, YES
from managed_image_to_gallery.cli.help import WholeSummaries
from managed_image_to_gallery.cli.output.saying import hand_over, tell
from managed_image_to_gallery.cli.sharding.choices import Engine, Grouping

shard = typer.Typer(
    cls=WholeSummaries,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Split many migrations (a fleet) into several stacks; see docs/fleets.md.\n\n"
    "Example: gallery-migrate shard write fleet.yaml --dry-run",
)

_PREFIX = Annotated[str, typer.Option(help="First part of the names of the stacks.")]


@shard.command("write")
def write(
    fleet: Annotated[Path, typer.Argument(help="All migrations, in the form of Pulumi.<stack>.yaml.", dir_okay=False)],
    by: Annotated[Grouping, typer.Option(help="What migrations are grouped by.")] = Grouping.REGION,
    owner_tag: Annotated[str, typer.Option(help="With --by owner: the tag that names the owner.")] = "owner",
    inventory: Annotated[
        Path | None,
        typer.Option(help="Output of `inventory --json`: regions and tags of the images.", dir_okay=False),
    ] = None,
    subscription: Annotated[
        list[str] | None,
        typer.Option(help="Subscription whose images without a migration are added, as by `init`; may be repeated."),
    ] = None,
    publisher: Annotated[str, typer.Option(help="With --subscription: publisher of new definitions.")] = "",
    max_migrations: Annotated[int, typer.Option(min=1, help="The largest number of migrations in one stack.")] = 100,
    prefix: _PREFIX = "fleet",
    cwd: FOLDER = HERE,
    beyond_limits: Annotated[
        bool, typer.Option("--beyond-limits", help="Write the files although Azure's limits are exceeded.")
    ] = False,
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

    Example: gallery-migrate shard write fleet.yaml --subscription 1111… --publisher contoso
    """
    from managed_image_to_gallery.cli.output.table import form_of
    from managed_image_to_gallery.cli.questions import confirm
    from managed_image_to_gallery.cli.sharding.command import Request, plan_of, show
    from managed_image_to_gallery.cli.sharding.placements import write_shards

    folder = cwd.resolve()
    request = Request(fleet, folder, prefix, max_migrations, by, owner_tag, inventory, subscription or (), publisher)
    asked, plan = plan_of(request)
    show(plan, form_of(as_json=as_json, as_csv=as_csv), beyond_limits=beyond_limits)
    if dry_run or not plan.added:
        return
    confirm(f"Write {counted(len(plan.added), 'file')}?", yes=yes, can_ask=not no_input)
    written = write_shards(folder, asked, plan.added)
    tell(f"{counted(len(written), 'file')} written. Next, per stack: `pulumi stack init STACK`", err=True)


@shard.command("emit")
def emit(
    engine: Annotated[Engine, typer.Argument(help="What runs the stacks.")],
    prefix: _PREFIX = "fleet",
    only: Annotated[str, typer.Option(help="Only stacks whose name matches this pattern.")] = "*",
    cwd: FOLDER = HERE,
    repository: Annotated[str, typer.Option(help="URL of the Git repository with the project.")] = "",
    branch: Annotated[str, typer.Option(help="Branch to run.")] = "main",
    repository_folder: Annotated[str, typer.Option(help="Folder of Pulumi.yaml in the repository.")] = "",
    organization: Annotated[str, typer.Option(help="Organization in Pulumi Cloud.")] = "",
    client: Annotated[str, typer.Option(envvar="ARM_CLIENT_ID", help="Client id of the federated identity.")] = "",
    tenant: Annotated[str, typer.Option(envvar="ARM_TENANT_ID", help="Tenant id of that identity.")] = "",
    subscription: Annotated[str, typer.Option(envvar="ARM_SUBSCRIPTION_ID", help="Subscription id to work in.")] = "",
    namespace: Annotated[str, typer.Option(help="Kubernetes namespace.")] = "default",
    service_account: Annotated[str, typer.Option(help="Kubernetes service account of the workspaces.")] = "pulumi",
    backend: Annotated[str, typer.Option(help="URL of the Pulumi backend; by default Pulumi Cloud.")] = "",
    environment_from: Annotated[
        str, typer.Option(help="Kubernetes secret that has the environment variables.")
    ] = "gallery-migrate",
    variable: Annotated[list[str] | None, typer.Option(help="A key of that secret; may be repeated.")] = None,
) -> None:
    """Print the input with which an engine runs every stack of the fleet. Runs and schedules nothing.

    It says also how many stacks Azure's request budgets bear side by side (on standard error, and to each stack in
    GALLERY_MIGRATE_STACKS_AT_ONCE).

    Example: gallery-migrate shard emit github-actions

    Example: gallery-migrate shard emit kubernetes-operator --repository https://… --variable ARM_CLIENT_ID
    """
    from managed_image_to_gallery.cli.sharding.engines import Cluster, FederatedIdentity, Repository, emitted, sizes
    from managed_image_to_gallery.cli.sharding.limits import stacks_at_once

    shards = sizes(cwd.resolve(), prefix, only)
    text = emitted(
        engine,
        shards,
        Repository(repository, branch, repository_folder),
        organization,
        FederatedIdentity(client, tenant, subscription),
        Cluster(namespace, service_account, backend, environment_from, variable or ()),
    )
    hand_over(f"{text}\n")
    at_once = stacks_at_once(max(shards.values()))
    tell(f"Update {counted(at_once, 'stack')} at a time: Azure's request budgets do not bear more.", err=True)
