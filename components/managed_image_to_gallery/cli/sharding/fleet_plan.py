"""A fleet's file, what is there already, and Azure's limits, together: what would be written. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.cli.sharding.limits import (
    LONGEST_VARIABLE,
    least_minutes_of_writes,
    limit_violations,
    most_migrations,
)
from managed_image_to_gallery.cli.sharding.placements import Placements, stack_order
from managed_image_to_gallery.cli.sharding.planning import Grouper, Member, plan_shards

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.cli.output.table import Value
    from managed_image_to_gallery.cli.sharding.fleet_file import FleetFile
    from managed_image_to_gallery.config.migration import Migration


@dataclass(frozen=True)
class FleetPlan:
    """`sizes`: migrations per shard, as they will be. `added`: entries to append, by shard. Texts for the operator."""

    sizes: Mapping[str, int]
    added: Mapping[str, Sequence[Mapping[str, object]]]
    notes: Sequence[str]
    violations: Sequence[str]

    def rows(self) -> list[dict[str, Value]]:
        """A row per shard."""
        return [
            {"stack": name, "migrations": size, "new": len(self.added.get(name, ())), "file": f"Pulumi.{name}.yaml"}
            for name, size in self.sizes.items()
        ]

    @property
    def summary(self) -> str:
        """All shards in one line."""
        new = sum(map(len, self.added.values()))
        return f"{counted(len(self.sizes), 'stack')}: {counted(sum(self.sizes.values()), 'migration')}, {new} new."


def plan_fleet(fleet: FleetFile, placements: Placements, grouper: Grouper, *, prefix: str, largest: int) -> FleetPlan:
    """The plan. Raises TiedToTwoStacks. A stack gets fewer migrations than `largest` where its config had no room."""
    asked = {one.version_id.key: one for one in fleet.plan.migrations}
    there = {key: migration for key, (_, migration) in placements.configured.items()}
    everything = {**asked, **there}
    placed = _placed(everything, placements, grouper)
    members = [grouper.member(one) for one in asked.values()]
    most = min(largest, most_migrations(fleet.shared, fleet.entries)) if fleet.entries else largest
    shards = plan_shards(members, placed, prefix=prefix, largest=most)
    added: dict[str, list[Mapping[str, object]]] = {}
    elsewhere: Counter[str] = Counter()
    for one, entry in zip(fleet.plan.migrations, fleet.entries, strict=True):
        stack = shards.stacks[one.version_id.key]
        if not stack.startswith(f"{prefix}-"):
            elsewhere[stack] += 1
        elif one.version_id.key not in placements.configured:
            added.setdefault(stack, []).append(entry)
    sizes = Counter(stack for stack in shards.stacks.values() if stack.startswith(f"{prefix}-"))
    return FleetPlan(
        sizes={name: sizes[name] for name in sorted(sizes, key=stack_order)},
        added=added,
        notes=[*_notes(elsewhere, sizes, most), *_room(most, largest, sizes), *_pace(len(shards.new))],
        violations=list(limit_violations(_homes(everything, grouper))),
    )


def _homes(migrations: Mapping[str, Migration], grouper: Grouper) -> dict[ResourceId, str]:
    """Each version that the fleet makes, and where it is at home: those of others are in their galleries already."""
    return {one.version_id: grouper.region(one) for one in migrations.values() if not one.is_existing}


def _placed(migrations: Mapping[str, Migration], placements: Placements, grouper: Grouper) -> dict[Member, str]:
    stacks = {key: placements.stack_of(key) for key in migrations}
    return {grouper.member(migrations[key]): stack for key, stack in stacks.items() if stack}


def _notes(elsewhere: Mapping[str, int], sizes: Mapping[str, int], largest: int) -> list[str]:
    stay = [
        f"Stack {stack} keeps {counted(number, 'migration')}: its state has an image or a definition of these."
        for stack, number in elsewhere.items()
    ]
    large = [
        f"{stack} has {number} migrations, more than {largest}: they share an image or a definition, or it had them."
        for stack, number in sizes.items()
        if number > largest
    ]
    return [*stay, *large]


def _room(most: int, largest: int, sizes: Mapping[str, int]) -> list[str]:
    text = (
        f"A stack of this fleet can have {most:,} migrations, not {largest:,}: its config must be shorter than "
        f"{LONGEST_VARIABLE:,} bytes. Move keys that all migrations share into `defaults`."
    )
    return [text] if most < largest and any(size >= most for size in sizes.values()) else []


def _pace(new: int) -> list[str]:
    minutes = least_minutes_of_writes(new)
    text = f"Azure limits writes of versions: {new:,} publications take {minutes:.0f} minutes or more."
    return [text] if minutes else []
