"""A deletion waits until Azure's budget bears it, and is proven after that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from managed_image_to_gallery.azure.budgets import DELETIONS, VERSION_DELETIONS
from managed_image_to_gallery.azure.pacing import Pace
from managed_image_to_gallery.azure.turns import Turns
from managed_image_to_gallery.component import run
from managed_image_to_gallery.component.deletion.deletion_guard import DEADLINE_SECONDS, DeletionRefused
from managed_image_to_gallery.component.deletion.only_copy_guard import OnlyCopyKept
from managed_image_to_gallery.component.run import current_run
from tests.azure import bodies
from tests.azure.movable_clock import MovableClock
from tests.component.recording import record
from tests.component.stacks import as_config, entry, program, stack_of
from tests.component.test_managed_image_to_gallery import before, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tests.component.told_azure import ToldAzure


def turns_wait_by(clock: MovableClock, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> None:
    """Have the turns of a run wait by a clock; meanwhile: what happens in each wait."""

    async def sleep(seconds: float) -> None:
        meanwhile()
        await clock.sleep(seconds)

    def turns(share: float) -> Turns:
        return Turns(share, clock=lambda: clock.now, sleep=sleep)

    monkeypatch.setattr(run, "Turns", turns)


AT_ONCE = 108
"""Of 120 deletions in three minutes a tenth stays spare."""


@pytest.mark.parametrize(
    ("stage", "preview", "waits"), [("retired", False, 1), ("retired", True, 0), ("validated", False, 0)]
)
def test_a_deletion_waits_for_its_turn_before_the_proof_is_read(
    azure: ToldAzure, monkeypatch: pytest.MonkeyPatch, stage: str, preview: bool, waits: int
) -> None:
    """At preview nothing is deleted, and what is refused anyway takes no turn from others."""
    clock = MovableClock()
    read_before: list[int] = []

    turns_wait_by(clock, monkeypatch, lambda: read_before.append(len(azure.asked)))

    async def main() -> None:
        program()
        azure.asked.clear()
        for _ in range(AT_ONCE):
            await current_run().turns.turn(DELETIONS)
        outputs: dict[str, Any] = {"name": bodies.IMAGE.name}
        kind = "azure-native:compute:Image"
        args = pulumi.ResourceHookArgs(urn="urn", id=str(bodies.IMAGE), name="source", type=kind, old_outputs=outputs)
        await current_run().deletion_guard.judge(args)

    stashed = stored() if stage == "retired" else before(stage)
    error = record(main, preview=preview, config=as_config(stack_of(entry(stage))), stashed=stashed).error

    assert isinstance(error, DeletionRefused) is (stage != "retired")
    assert error is None or isinstance(error, DeletionRefused)
    assert read_before == [0] * waits
    assert clock.waits == [pytest.approx(1.5)] * waits


@pytest.mark.parametrize(
    ("preview", "lost", "kept", "waits"),
    [(False, False, False, 1), (False, True, True, 1), (True, False, False, 0)],
    ids=["may go", "its image goes meanwhile", "preview"],
)
def test_a_version_waits_for_its_turn_and_is_proven_after_that(
    azure: ToldAzure, monkeypatch: pytest.MonkeyPatch, preview: bool, lost: bool, kept: bool, waits: int
) -> None:
    """Of 150 deletions of versions in three minutes a tenth stays spare."""
    clock = MovableClock()

    turns_wait_by(clock, monkeypatch, lambda: azure.remove(bodies.IMAGE) if lost else None)

    async def main() -> None:
        program()
        for _ in range(135):
            await current_run().turns.turn(VERSION_DELETIONS)
        kind = "azure-native:compute:GalleryImageVersion"
        args = pulumi.ResourceHookArgs(urn="urn", id=str(bodies.VERSION), name="version", type=kind)
        await current_run().only_copies.judge(args)

    error = record(
        main, preview=preview, config=as_config(stack_of(entry("validated"))), stashed=before("validated")
    ).error

    assert isinstance(error, OnlyCopyKept) is kept, error
    assert clock.waits == [pytest.approx(1.2)] * waits


def test_what_azure_asks_to_wait_is_not_counted_against_the_proof(
    azure: ToldAzure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deadline is that of the pace of its reads, which leaves such waits out (test_pacing.py)."""
    deadlines: list[float] = []

    async def within(_: Pace, seconds: float, work: Coroutine[object, object, object]) -> object:
        deadlines.append(seconds)
        return await work

    async def main() -> None:
        program()
        monkeypatch.setattr(Pace, "within", within)
        kind = "azure-native:compute:Image"
        outputs: dict[str, Any] = {"name": bodies.IMAGE.name}
        args = pulumi.ResourceHookArgs(urn="urn", id=str(bodies.IMAGE), name="source", type=kind, old_outputs=outputs)
        await current_run().deletion_guard.judge(args)

    assert not record(main, preview=False, config=as_config(stack_of(entry("retired"))), stashed=stored()).error
    assert deadlines == [DEADLINE_SECONDS]
