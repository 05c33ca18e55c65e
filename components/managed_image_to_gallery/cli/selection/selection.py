"""Which migrations of a stack a command may change, and when it is refused because of the others. Pure."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.component.state.resource_types import DEFINITION_SUFFIX, SOURCE_SUFFIX
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.config.list_rules import definition_groups
from managed_image_to_gallery.config.sharing import sharing_by_name, source_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.sharing import Sharing


class OthersWouldMove(CommandFailed):
    """The file gives migrations that are not selected another stage than they have in the stack."""

    status = ExitStatus.REFUSED

    def __init__(self, moved: Sequence[tuple[Migration, Stage | None]]) -> None:
        self.moved = tuple(moved)
        listed = [
            f"  {one.name}: {_stage_text(stage)} in the stack, {one.stage.value} in the file" for one, stage in moved
        ]
        super().__init__(
            "\n".join(
                ["The file and the stack have different stages for migrations that this command is not about:", *listed]
            ),
            "Nothing was changed. If the file is older than the stack, bring it up to date (`git pull`). If the file "
            "is right, name these migrations too, or apply the whole file with `gallery-migrate resume`.",
        )


class SharerNotPublished(CommandFailed):
    """A migration that the stack does not have yet is made from the same image, which must stay protected for it."""

    status = ExitStatus.REFUSED

    def __init__(self, migration: Migration, sharers: Sequence[str]) -> None:
        self.migration = migration
        super().__init__(
            f"{migration.name} shares its source image with {', '.join(sharers)}, which the stack does not have yet; "
            "nothing was changed.",
            f"Publish it first (`gallery-migrate publish {shlex.join(sharers)}`), or take it out of the config.",
        )


@dataclass(frozen=True)
class Selection:
    """The migrations of a stack that a command may change.

    migrations: all of the file, with the stages that they are to have. selected: names of those that the command may
    change. stages: what the stack has. declared: names of the stack's definitions and images.
    """

    migrations: Sequence[Migration]
    selected: frozenset[str]
    stages: Mapping[str, Stage]
    declared: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether all are selected: then there are no others, and what the file has lost is judged as ever."""
        return all(one.name in self.selected for one in self.migrations)

    def require(self) -> None:
        """Raise OthersWouldMove or SharerNotPublished where the others would not stay what they are."""
        moved = [
            (one, self.stages.get(one.name))
            for one in self.migrations
            if one.name not in self.selected and self.stages.get(one.name, Stage.PUBLISHED) is not one.stage
        ]
        if moved:
            raise OthersWouldMove(moved)
        sharing, present = sharing_by_name(self.migrations), self.present()
        for one in self.migrations:
            if one.name in self.selected and one.stage is not Stage.PUBLISHED:
                absent = [name for name in sharing[one.name].source_sharers if name not in present]
                if absent:
                    raise SharerNotPublished(one, absent)

    def present(self, waiting: Collection[str] = ()) -> frozenset[str]:
        """Names of the migrations that the engine gets to see: what the stack has, and what is selected.

        waiting: those of the selected that are not begun yet; they are seen only when the stack has them.
        """
        return frozenset(
            one.name
            for one in self.migrations
            if one.name in self.stages or (one.name in self.selected and one.name not in waiting)
        )

    def seen(self, waiting: Collection[str] = ()) -> list[Migration]:
        """The migrations that the engine gets to see, in the order in which it does.

        Whoever declares a shared definition or image in the stack comes before those that share it, so that it stays
        where it is. Handing it on while other resources are left out breaks the state: the engine (3.259) writes it
        under both names ("duplicate resource").
        """
        present = self.present(waiting)
        known = [one for one in self.migrations if one.name in present]
        known.sort(key=lambda one: one.name not in self.stages)
        return owners_first(known, self.declared)

    def seen_sharing(self) -> Mapping[str, Sharing]:
        """What the migrations share that the engine gets to see, by name."""
        return sharing_by_name(self.seen())

    def moved(self) -> list[str]:
        """Names of shared resources that would pass from one migration to another nevertheless."""
        found = self.seen_sharing()
        before = [one for one in self.seen() if one.name in self.stages]
        definitions = {f"{found[one.name].definition_owner}{DEFINITION_SUFFIX}" for one in before}
        sources = {f"{group[0].name}{SOURCE_SUFFIX}" for group in source_groups(before).values()}
        known = {
            name for name in self.declared if name.removesuffix(DEFINITION_SUFFIX).removesuffix(SOURCE_SUFFIX) in found
        }
        shared = {name for name in known if name.endswith((DEFINITION_SUFFIX, SOURCE_SUFFIX))}
        return sorted(shared - definitions - sources)


def owners_first(migrations: Sequence[Migration], declared: Collection[str]) -> list[Migration]:
    """The same migrations, each behind those that declare what it shares."""
    groups = [("definition", group) for group in definition_groups(migrations).values()]
    groups += [("source", group) for group in source_groups(migrations).values()]
    before: dict[str, list[Migration]] = {one.name: [] for one in migrations}
    for kind, group in groups:
        for owner in (one for one in group if f"{one.name}-{kind}" in declared):
            for one in group:
                before[one.name].append(owner)
    ordered: dict[str, Migration] = {}
    begun: set[str] = set()

    def place(one: Migration) -> None:
        if one.name in begun:
            return
        begun.add(one.name)
        for owner in before[one.name]:
            place(owner)
        ordered[one.name] = one

    for one in migrations:
        place(one)
    return list(ordered.values())


def _stage_text(stage: Stage | None) -> str:
    return stage.value if stage else "not there"
