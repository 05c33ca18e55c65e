"""What a run makes in Azure, and that it is declared no sooner than Azure's budgets bear it.

The engine asks the provider as soon as a resource is declared, and the provider gives up after three answers of 429:
200 new definitions at once fail. So what is not in the state yet waits for its turn before it is declared, in an
input that is known only then; the program itself goes on. What the state has costs no such request and waits for
nothing. A preview imports, but writes nothing. Deletions wait in the delete hook (`deletion`), before the proof.
"""

from __future__ import annotations

import asyncio
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

import pulumi

from managed_image_to_gallery.azure.budgets import (
    DEFINITIONS,
    DELETIONS,
    IMPORTS,
    STACKS_AT_ONCE,
    VERSIONS,
    Budget,
)
from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.component.state.own_state import key_of
from managed_image_to_gallery.config.faults import ConfigFaults, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.turns import Turns
    from managed_image_to_gallery.component.state.own_state import OwnState
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.sharing import Sharing

WORTH_SAYING_SECONDS = 30.0
"""Shorter waits are not told."""

Made: TypeAlias = "frozenset[Budget]"
"""The budgets that a migration's resources are taken from in this run: those of what the state does not have."""


def made_by_this_run(
    own: OwnState, migrations: Sequence[Migration], sharing: Mapping[str, Sharing], *, is_preview: bool
) -> dict[str, Made]:
    """What this run makes, imports or deletes of each migration, by its name: pure."""
    there = {
        IMPORTS: {key_of(one.source_id) for one in own.migrations if "source" in one.parts},
        DEFINITIONS: {key_of(one.definition_id) for one in own.migrations if "definition" in one.parts},
        VERSIONS: {key_of(one.version_id) for one in own.migrations if "version" in one.parts},
    }
    counted_here = (IMPORTS,) if is_preview else (IMPORTS, DEFINITIONS, VERSIONS)
    declared = {one.name: _declared(one, sharing[one.name]) for one in migrations}
    made = {
        name: {budget for budget in counted_here if budget in ids and ids[budget] not in there[budget]}
        for name, ids in declared.items()
    }
    if not is_preview:
        for one in migrations:
            if _lets_source_go(sharing[one.name]) and own.has_source(one.source_id):
                made[one.name].add(DELETIONS)
    return {name: frozenset(budgets) for name, budgets in made.items()}


def _lets_source_go(sharing: Sharing) -> bool:
    return sharing.owns_source and not sharing.declares_source


def _declared(migration: Migration, sharing: Sharing) -> dict[Budget, str]:
    """The folded ids of what the migration itself declares, and not a neighbour for it."""
    is_made = not (migration.is_existing or migration.settings.import_version)
    ids: dict[Budget, str] = {VERSIONS: migration.version_id.key} if is_made else {}
    if sharing.declares_source:
        ids[IMPORTS] = migration.source_id.key
    is_there = sharing.merged_definition.existing or sharing.imports_definition
    if sharing.definition_owner == migration.name and not is_there:
        ids[DEFINITIONS] = migration.definition_id.key
    return ids


def share_of(environment: Mapping[str, str]) -> float:
    """The part of Azure's budgets that this run may use. Raises ConfigFaults."""
    text = environment.get(STACKS_AT_ONCE, "") or "1"
    if not text.isdecimal() or not int(text):
        remedy = "Set it to how many stacks are updated side by side in the subscription, or unset it for one."
        raise ConfigFaults([Fault(STACKS_AT_ONCE, text, "must be a number of stacks, 1 or more", remedy)])
    return 1 / int(text)


def announcement(turns: Turns, made: Iterable[Made]) -> str | None:
    """What Azure's budgets make of this run: the longest wait, if it is worth telling. Nothing is promised by it."""
    numbers: dict[Budget, int] = {}
    for budget in (each for one in made for each in one):
        numbers[budget] = numbers.get(budget, 0) + 1
    wait = turns.longest_wait(numbers) if numbers else None
    if wait is None or wait.seconds < WORTH_SAYING_SECONDS:
        return None
    shared = f" to all, and {1 / turns.share:.0f} stacks share them" if turns.share < 1 else ""
    return (
        f"Azure allows {wait.window.requests:,} {wait.budget.requests} in {wait.window.span}{shared}: the last of "
        f"{wait.requests:,} begins in about {counted(ceil(wait.seconds / 60), 'minute')}."
    )


def at_its_turn(
    text: str, budget: Budget, made: Made, turns: Turns, after: Sequence[pulumi.Resource] = ()
) -> pulumi.Input[str]:
    """An input of a resource that is declared in its turn, if the run makes it; `after`: what it waits for besides.

    The turn is asked for last: of turns that are saved up while a resource waits for another, too many would come at
    once.
    """
    if budget not in made:
        return text

    async def known() -> str:
        await asyncio.gather(*(one.urn.future() for one in after), return_exceptions=True)
        await turns.turn(budget)
        return text

    return pulumi.Output.from_input(known())
