"""What `shard write` does before it writes: read the fleet, files, states and, when asked, Azure; plan; tell."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.resource_ids import gallery_id
from managed_image_to_gallery.azure.settings import CONFIG_NAMESPACE, AzureSettings
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.inventory.estate import Estate, EstateReader, read_estate
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.table import Form, Table
from managed_image_to_gallery.cli.sharding.fleet_file import (
    FleetFile,
    read_fleet,
    refuse_gallery_of_many,
    refuse_secrets,
)
from managed_image_to_gallery.cli.sharding.fleet_plan import FleetPlan, plan_fleet
from managed_image_to_gallery.cli.sharding.images import entries_for, facts_of, read_image_facts
from managed_image_to_gallery.cli.sharding.placements import Placements, configured_in, shard_files, versions_held
from managed_image_to_gallery.cli.sharding.planning import Grouper
from managed_image_to_gallery.cli.sharding.stacks import deployments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from managed_image_to_gallery.cli.sharding.choices import Grouping

_COLUMNS = {"stack": "Stack", "migrations": "Migrations", "new": "New", "file": "File"}


@dataclass(frozen=True)
class Request:
    """What was asked for: the fleet's file, the project's folder, how shards are made, and where images are known from.

    inventory: the file of an inventory, or None. subscriptions: those whose images without a migration join the fleet.
    """

    fleet: Path
    folder: Path
    prefix: str
    max_migrations: int
    by: Grouping
    owner_tag: str
    inventory: Path | None
    subscriptions: Sequence[str]
    publisher: str


def plan_of(request: Request) -> tuple[FleetFile, FleetPlan]:
    """The fleet, with the images that join it, and its plan. Raises CommandFailed, ConfigFaults or ReadFailed."""
    fleet = read_fleet(request.fleet, os.environ)
    refuse_secrets(fleet)
    placements = _placements(request.folder, request.prefix)
    facts = read_image_facts(request.inventory) if request.inventory else {}
    if request.subscriptions:
        estate = asyncio.run(_estate(fleet, request.subscriptions))
        facts |= facts_of(estate)
        fleet = fleet.with_more(_joining(estate, fleet, placements, request.publisher))
    grouper = Grouper(request.by, request.owner_tag, facts)
    plan = plan_fleet(fleet, placements, grouper, prefix=request.prefix, largest=request.max_migrations)
    refuse_gallery_of_many(fleet, len(plan.sizes))
    return fleet, plan


def show(plan: FleetPlan, form: Form, *, beyond_limits: bool) -> None:
    """Print the shards and what the operator has to know. Raises CommandFailed for what Azure could not hold."""
    Table(_COLUMNS, plan.rows()).print(form)
    for note in plan.notes:
        tell(note, err=True)
    tell(plan.summary, err=True)
    if plan.violations and not beyond_limits:
        remedy = "Use a gallery in another subscription for a part of the fleet: one fleet file per gallery."
        raise CommandFailed("\n".join(plan.violations), remedy, ExitStatus.REFUSED)


def _placements(folder: Path, prefix: str) -> Placements:
    held = {key: name for name, state in deployments(folder).items() for key in versions_held(state)}
    found = Placements(configured_in(shard_files(folder, prefix), os.environ), held)
    found.refuse_contradictions()
    return found


async def _estate(fleet: FleetFile, subscriptions: Sequence[str]) -> Estate:
    own = {key: str(value) for key, value in fleet.shared.items() if key.startswith(f"{CONFIG_NAMESPACE}:")}
    async with EstateReader.connect(AzureSettings.read(own, os.environ)) as reader:
        assert isinstance(reader, EstateReader)  # noqa: S101 - `connect` makes what it is called on
        return await read_estate(reader, list(dict.fromkeys(subscriptions)))


def _joining(estate: Estate, fleet: FleetFile, placements: Placements, publisher: str) -> list[dict[str, object]]:
    known = [*fleet.plan.migrations, *placements.migrations]
    group, name = fleet.plan.gallery.resource_group, fleet.plan.gallery.name
    gallery = gallery_id(fleet.subscription_id, group, name)
    return entries_for(estate, known, publisher or group, gallery, datetime.now(UTC).date())
