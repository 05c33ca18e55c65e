"""What a run makes is what the state does not have; it is declared in its turn, and the wait is told once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.azure.budgets import DEFINITIONS, DELETIONS, IMPORTS, STACKS_AT_ONCE, VERSIONS
from managed_image_to_gallery.azure.turns import Turns
from managed_image_to_gallery.component import run
from managed_image_to_gallery.component.state.own_state import OwnMigration, OwnState
from managed_image_to_gallery.component.state.resource_types import DEFINITION, IMAGE
from managed_image_to_gallery.component.turns import (
    announcement,
    at_its_turn,
    made_by_this_run,
    share_of,
)
from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.parse import parse_stack_config
from managed_image_to_gallery.config.sharing import sharing_by_name
from tests.azure import bodies
from tests.azure.movable_clock import MovableClock
from tests.component.recording import record
from tests.component.stacks import as_config, entry, program, stack_of
from tests.component.told_azure import ToldAzure, published

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.budgets import Budget
    from managed_image_to_gallery.azure.json_types import JsonObject

ALL = frozenset({IMPORTS, DEFINITIONS, VERSIONS})


def made(own: OwnState, *entries: JsonObject, is_preview: bool = False) -> list[frozenset[Budget]]:
    migrations = parse_stack_config(stack_of(*entries), bodies.SUBSCRIPTION).migrations
    found = made_by_this_run(own, migrations, sharing_by_name(migrations), is_preview=is_preview)
    return [found[one.name] for one in migrations]


def moved_by(clock: MovableClock) -> Callable[[float], Turns]:
    """What makes the turns of a run."""
    return lambda share: Turns(share, clock=lambda: clock.now, sleep=clock.sleep)


def in_state(*parts: str, name: str = "other") -> OwnState:
    """What the state has of the entry's migration, under whatever name."""
    (migration,) = parse_stack_config(stack_of(entry()), bodies.SUBSCRIPTION).migrations
    return OwnState(
        (
            OwnMigration(
                f"urn::{name}",
                source_id=str(migration.source_id).upper(),
                version_id=str(migration.version_id),
                definition_id=str(migration.definition_id),
                parts=frozenset(parts),
            ),
        )
    )


def test_a_new_stack_makes_everything_and_its_preview_only_imports() -> None:
    assert made(OwnState(), entry()) == [ALL]
    assert made(OwnState(), entry(), is_preview=True) == [{IMPORTS}]


@pytest.mark.parametrize(("part", "budget"), [("source", IMPORTS), ("definition", DEFINITIONS), ("version", VERSIONS)])
def test_what_the_state_has_is_not_made_whatever_its_name(part: str, budget: Budget) -> None:
    assert made(in_state(part), entry()) == [ALL - {budget}]
    assert made(in_state("source", "definition", "version"), entry()) == [frozenset()]


def test_what_is_shared_is_made_once() -> None:
    second = entry(version="1.1.0")

    assert made(OwnState(), entry(), second) == [ALL, {VERSIONS}]


def test_what_somebody_else_makes_and_what_is_gone_is_not_made() -> None:
    existing = entry(definition={"name": "theirs", "existing": True})

    assert made(OwnState(), existing) == [{IMPORTS, VERSIONS}]
    assert made(in_state("definition", "version"), entry("retired")) == [frozenset()]


def test_the_source_of_a_retired_migration_is_deleted_but_in_a_preview() -> None:
    own = in_state("source", "definition", "version")

    assert made(own, entry("retired")) == [{DELETIONS}]
    assert made(own, entry("retired"), is_preview=True) == [frozenset()]
    assert made(own, entry("retired"), entry("validated", version="1.1.0")) == [frozenset(), {VERSIONS}]


@pytest.mark.parametrize(("number", "told"), [(37, None), (100, None), (159, None)])
def test_short_waits_are_not_told(number: int, told: None) -> None:
    assert announcement(Turns(clock=lambda: 0.0), [ALL] * number) is told


def test_the_longest_wait_is_told() -> None:
    text = announcement(Turns(clock=lambda: 0.0), [ALL] * 300)

    assert text == (
        "Azure allows 150 writes of definitions in three minutes: the last of 300 begins in about 4 minutes."
    )


def test_a_share_is_told_with_the_wait() -> None:
    text = announcement(Turns(0.25, clock=lambda: 0.0), [ALL] * 50)

    assert text == (
        "Azure allows 150 writes of definitions in three minutes to all, and 4 stacks share them: "
        "the last of 50 begins in about 2 minutes."
    )


@pytest.mark.parametrize(("text", "share"), [(None, 1), ("", 1), ("1", 1), ("4", 0.25)])
def test_stacks_side_by_side_take_equal_shares(text: str | None, share: float) -> None:
    assert share_of({} if text is None else {STACKS_AT_ONCE: text}) == share


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5"])
def test_a_number_of_stacks_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ConfigFaults, match="must be a number of stacks, 1 or more") as caught:
        share_of({STACKS_AT_ONCE: text})
    assert text in str(caught.value)


def test_what_is_not_made_is_known_at_once() -> None:
    assert at_its_turn("name", DEFINITIONS, frozenset({IMPORTS}), Turns()) == "name"


def test_a_turn_is_asked_for_when_what_it_waits_for_is_there() -> None:
    """Turns that were saved up meanwhile would all come at once."""
    clock = MovableClock()

    class Neighbour:
        """As far as it is asked: its URN is known after a minute."""

        @property
        def urn(self) -> Neighbour:
            return self

        async def future(self) -> str:
            clock.now = 60.0
            return "urn"

    async def scenario() -> list[float]:
        turns = Turns(clock=lambda: clock.now, sleep=clock.sleep)
        after = cast("Any", [Neighbour()])
        inputs = [at_its_turn("1.0.0", DEFINITIONS, ALL, turns, after) for _ in range(140)]
        values = [await cast("Any", one).future() for one in inputs]
        assert values == ["1.0.0"] * 140
        return clock.waits

    assert len(asyncio.run(scenario())) == 140 - 56


@pytest.mark.parametrize(("is_preview", "seconds"), [(True, 0), (False, (140 * 5 + 1 - 225) / 25)])
def test_a_stack_declares_new_definitions_in_turns(
    monkeypatch: pytest.MonkeyPatch, told: Callable[[ToldAzure], ToldAzure], is_preview: bool, seconds: float
) -> None:
    """Of 250 reads at once, for which 25 come back in a second, a tenth stays spare; a preview writes nothing."""
    clock = MovableClock()
    told(published())
    monkeypatch.setattr(run, "Turns", moved_by(clock))
    entries = [
        entry(definition={"name": f"definition{number}", "publisher": "p", "offer": "o", "sku": f"s{number}"})
        for number in range(140)
    ]

    recording = record(program, preview=is_preview, config=as_config(stack_of(*entries)))

    assert recording.error is None
    assert recording.of_type(IMAGE) == ["definition0-1.0.0-source"]
    names = {str(recording.inputs(name)["galleryImageName"]) for name in recording.of_type(DEFINITION)}
    assert names == {f"definition{number}" for number in range(140)}
    assert clock.now == pytest.approx(seconds)


def test_what_azure_says_is_left_is_heeded_by_imports(
    monkeypatch: pytest.MonkeyPatch, told: Callable[[ToldAzure], ToldAzure]
) -> None:
    """Somebody else has read images: the import waits until there is more than the spare part."""
    clock = MovableClock()
    told(published()).remaining = {"GetImages3Min": 16, "GetImages30Min": 1_000}
    monkeypatch.setattr(run, "Turns", moved_by(clock))

    recording = record(program, preview=True, config=as_config(stack_of(entry())))

    assert recording.error is None
    assert clock.waits == [pytest.approx(10.5)]
