"""Which stack each migration of a fleet belongs to. Pure.

A migration that has a stack keeps it. What only one stack may declare ties migrations together: a source image (Azure
copies from one image once at a time, so its versions follow each other in one program) and an image definition. A new
migration goes where its ties are, else into the first stack of its group with room, else into a new one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.sharding.choices import Grouping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from managed_image_to_gallery.cli.sharding.images import ImageFacts
    from managed_image_to_gallery.config.migration import Migration


class TiedToTwoStacks(CommandFailed):
    """Migrations that must be in one stack are tied to several (`stacks`), of which none may be chosen silently."""

    status = ExitStatus.REFUSED

    def __init__(self, version: str, stacks: Iterable[str]) -> None:
        self.version = version
        self.stacks = sorted(stacks)
        super().__init__(
            f"{version} shares its source image or image definition with migrations in {' and '.join(self.stacks)}.",
            "Move them into one stack (`pulumi state move`), or set `definition.existing: true` in all stacks but one.",
        )


@dataclass(frozen=True)
class Member:
    """A migration as far as its place matters.

    version: folded id of its image version, by which it is known. group: the value that shards are made by, as a part
    of a stack's name. ties: folded ids of what only one stack may declare.
    """

    version: str
    group: str
    ties: frozenset[str]


@dataclass(frozen=True)
class Shards:
    """The stack of every member, by `version`, and the versions that had none before, in the fleet's order."""

    stacks: Mapping[str, str]
    new: Sequence[str]


def plan_shards(members: Sequence[Member], placed: Mapping[Member, str], *, prefix: str, largest: int) -> Shards:
    """The stack of each member. Raises TiedToTwoStacks.

    placed: migrations that have a stack, whether the fleet still names them or not. A stack gets more than `largest`
    migrations only when ties leave no choice.
    """
    homes = _homes(placed)
    stacks = {member.version: stack for member, stack in placed.items()}
    sizes = Counter(placed.values())
    new = [member for member in members if member.version not in stacks]
    for unit in _units(new):
        ties = frozenset[str]().union(*(member.ties for member in unit))
        found = {homes[tie] for tie in ties if tie in homes}
        if len(found) > 1:
            raise TiedToTwoStacks(unit[0].version, found)
        stack = found.pop() if found else _with_room(unit, sizes, prefix, largest)
        sizes[stack] += len(unit)
        stacks.update({member.version: stack for member in unit})
    return Shards(stacks, [member.version for member in new])


def stack_name_part(text: str) -> str:
    """A text as a part of a stack's name, which has letters, digits, `-`, `_` and `.` (pulumi.com: stack names)."""
    return re.sub(r"[^a-z0-9_.]+", "-", text.lower()).strip("-._")[:60] or "none"


def _homes(placed: Mapping[Member, str]) -> dict[str, str]:
    homes: dict[str, str] = {}
    for member, stack in placed.items():
        for tie in member.ties:
            if homes.setdefault(tie, stack) != stack:
                raise TiedToTwoStacks(member.version, {homes[tie], stack})
    return homes


def _units(members: Iterable[Member]) -> Iterator[list[Member]]:
    """Members that are tied to each other, directly or through others, in the order of each unit's first."""
    roots: dict[str, str] = {}

    def root(key: str) -> str:
        while (above := roots.setdefault(key, key)) != key:
            roots[key] = key = roots[above]
        return key

    listed = list(members)
    for member in listed:
        for tie in member.ties:
            roots[root(tie)] = root(member.version)
    units: dict[str, list[Member]] = {}
    for member in listed:
        units.setdefault(root(member.version), []).append(member)
    yield from units.values()


def _with_room(unit: Sequence[Member], sizes: Counter[str], prefix: str, largest: int) -> str:
    names = (f"{prefix}-{unit[0].group}-{number}" for number in count(1))
    return next(name for name in names if not sizes[name] or sizes[name] + len(unit) <= largest)


@dataclass(frozen=True)
class Grouper:
    """Groups migrations by one `Grouping`; `facts` by folded image id, empty without an inventory."""

    by: Grouping
    owner_tag: str
    facts: Mapping[str, ImageFacts]

    def member(self, migration: Migration) -> Member:
        """The migration as a member of the fleet."""
        return Member(migration.version_id.key, stack_name_part(self._group(migration)), ties_of(migration))

    def region(self, migration: Migration) -> str:
        """Where the version will be at home: Azure demands the image's own region."""
        known = self.facts.get(migration.source_id.key)
        return known.region if known else next(iter(migration.regions), "unknown")

    def _group(self, migration: Migration) -> str:
        if self.by is Grouping.SUBSCRIPTION:
            return migration.source_id.subscription_id
        return self.region(migration) if self.by is Grouping.REGION else self._owner(migration)

    def _owner(self, migration: Migration) -> str:
        known = self.facts.get(migration.source_id.key)
        configured = {name.lower(): value for name, value in (migration.settings.tags or {}).items()}
        return {**configured, **(known.tags if known else {})}.get(self.owner_tag.lower(), "unowned")


def ties_of(migration: Migration) -> frozenset[str]:
    """The source image, and the definition unless the stack only reads it."""
    definition = () if migration.definition.existing else (migration.definition_id.key,)
    return frozenset((migration.source_id.key, *definition))
