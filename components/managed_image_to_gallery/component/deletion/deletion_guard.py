"""The delete hook: the last word before a source image is deleted, at preview and immediately before the delete.

It fails closed. The engine calls it by name for every image that an update would delete, whatever the reason: the
stage, a lost config entry, a renamed resource, `pulumi destroy --run-program`. So it is registered in every run, knows
the migrations of that run, and refuses everything that it cannot prove (docs/stages.md#three-belts, the second).
"""

from __future__ import annotations

import asyncio
import textwrap
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import pulumi

from managed_image_to_gallery.azure.errors import InvalidEvidence
from managed_image_to_gallery.azure.resource_ids import parse_resource_id, resource_id_or_none
from managed_image_to_gallery.component.deletion.shared_connection import SharedConnection
from managed_image_to_gallery.component.state.own_state import key_of
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.gate.adopted import adopted_from_dict
from managed_image_to_gallery.gate.checks.moment import MAX_PROOF_AGE_SECONDS
from managed_image_to_gallery.gate.evidence import Evidence, evidence_from_dict
from managed_image_to_gallery.gate.gate import run_gates

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from managed_image_to_gallery.azure.json_types import ReadOnlyJsonObject
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.component.deletion.leaving import Leaving
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult

HOOK_NAME = "proof-before-deleting-the-source-image"
"""Stored in the state with every source image: renaming it would leave them with a hook that nobody registers."""

DEADLINE_SECONDS = 900.0
"""How long one image's proof may take, besides waits that Azure asks for; after that the deletion is refused."""


class DeletionRefused(Exception):
    """The image may not be deleted. The text is all that the engine shows, so it says everything."""

    def __init__(self, image: str, reasons: Sequence[str], next_step: str) -> None:
        self.image = image
        self.reasons = tuple(reasons)
        self.next_step = next_step
        listed = "\n".join(f"  - {reason}" for reason in reasons)
        super().__init__(f"the managed image {image} is not deleted:\n{listed}\n  Next: {next_step}")


@dataclass(frozen=True)
class Candidate:
    """A migration of this run, the output of its stored evidence, if it declares one, and its record of adoption.

    in_state: whether the stack's state had the image before this run.
    """

    migration: Migration
    evidence: pulumi.Output[object] | None
    adopted: pulumi.Output[object]
    in_state: bool = False


async def _at_once() -> None:
    """Nothing to wait for."""


class DeletionGuard:
    """The hook of one run, and the migrations that it knows.

    clock: monotonic seconds, for the age of a proof. turn: waits until Azure's budget bears one more deletion.
    """

    def __init__(
        self,
        settings: AzureSettings,
        leaving: Leaving,
        clock: Callable[[], float] = time.monotonic,
        turn: Callable[[], Awaitable[object]] = _at_once,
    ) -> None:
        self._azure = SharedConnection(settings, lambda: bool(self._to_come))
        self._leaving = leaving
        self.clock = clock
        self._turn = turn
        self._candidates: dict[str, list[Candidate]] = {}
        self.before_delete = pulumi.ResourceHook(HOOK_NAME, self.judge, pulumi.ResourceHookOptions(on_dry_run=True))

    def add(self, candidate: Candidate) -> None:
        """Make a migration known. What is not known is not deleted."""
        self._candidates.setdefault(candidate.migration.source_id.key, []).append(candidate)

    @cached_property
    def _to_come(self) -> set[str]:
        """The folded ids of the images that this run deletes, and whose proof has not begun. Made after all are known.

        It is a guess: a proof waits a moment for others, and no longer for what never comes.
        """
        return {
            image
            for image, several in self._candidates.items()
            if _all_retired(several) and any(one.in_state for one in several)
        }

    async def judge(self, args: pulumi.ResourceHookArgs) -> None:
        """Raise DeletionRefused unless every migration from the image is retired and proven."""
        outputs = args.old_outputs or {}
        image = args.id or str(outputs.get("id", "")) or args.urn
        shown = self._for_people(image, str(outputs.get("name", "")))
        try:
            await self._wait_for_turn(image)
            await self._azure.pace.within(DEADLINE_SECONDS, self._judge(image, shown))
        except DeletionRefused:
            raise
        except TimeoutError:
            reason = f"the proof was not complete after {DEADLINE_SECONDS:.0f} seconds"
            raise DeletionRefused(shown, [reason], "run `pulumi up` again when Azure answers.") from None
        except Exception as error:  # whatever went wrong, the image is not proven
            reason = f"the proof failed with {type(error).__name__}: {error}"
            raise DeletionRefused(shown, [reason], "correct that and run `pulumi up` again.") from error
        finally:
            self._to_come.discard(key_of(image))

    async def _wait_for_turn(self, image: str) -> None:
        """Before the proof, which must be fresh when the image is deleted; what is refused anyway is not waited for."""
        candidates = self._candidates.get(key_of(image), [])
        if candidates and _all_retired(candidates) and not pulumi.runtime.is_dry_run():
            await self._turn()

    def _for_people(self, image: str, name: str) -> str:
        """The id as the config spells it, or else with Azure's spelling of the name; the state has it folded."""
        candidates = self._candidates.get(key_of(image), [])
        if candidates:
            return str(candidates[0].migration.source_as_written)
        head, slash, last = image.rpartition("/")
        return f"{head}{slash}{name}" if name and name.lower() == last.lower() else image

    async def _judge(self, image: str, shown: str) -> None:
        candidates = self._candidates.get(key_of(image), [])
        if not candidates:
            raise DeletionRefused(
                shown,
                ["no migration in the config names it", *self._elsewhere(image)],
                "put its migration back into the config; an image leaves the stack only through stage retired. If an "
                "update has adopted it by mistake, `gallery-migrate resume` takes it out of the state.",
            )
        unfinished = [c.migration for c in candidates if c.migration.stage is not Stage.RETIRED]
        if unfinished:
            raise DeletionRefused(
                shown,
                [f"migration {migration.name} is in stage {migration.stage.value}" for migration in unfinished],
                "undo what would delete it (a renamed or moved resource, another spelling of its id, destroy); "
                "to delete it on purpose bring every migration from it to stage retired, one stage at a time. If the "
                "state has it more than once, `gallery-migrate resume` takes it out of the state.",
            )
        reasons = await self._missing_proofs(candidates)
        reasons = reasons or self._leaving.let_image_go(
            parse_resource_id(image), (version for candidate in candidates for version in candidate.migration.versions)
        )
        if reasons:
            raise DeletionRefused(
                shown,
                reasons,
                "correct that and run `pulumi up` again. Evidence that does not fit is renewed by going back to "
                "stage: published, `pulumi up`, and validating again.",
            )

    def _elsewhere(self, image: str) -> list[str]:
        """Whether the image is in a subscription of which the config names none."""
        known = {each.migration.source_id.subscription_id for several in self._candidates.values() for each in several}
        found = resource_id_or_none(image)
        if not known or found is None or found.subscription_id in known:
            return []
        return [f"it is in subscription {found.subscription_id}; the config's are in {', '.join(sorted(known))}"]

    async def _missing_proofs(self, candidates: Sequence[Candidate]) -> list[str]:
        """What is missing for the retired migrations of one image: their evidence, or the gate's answer now."""
        found = [await _subject(candidate) for candidate in candidates]
        unproven = [reason for reasons in found if isinstance(reasons, list) for reason in reasons]
        subjects = [subject for subject in found if not isinstance(subject, list)]
        if unproven:
            return unproven
        self._to_come.discard(candidates[0].migration.source_id.key)
        async with self._azure.reader() as reader:
            results = await run_gates(reader, subjects, clock=self.clock)
        for note in (note for result in results if result.passed for note in result.notes):
            pulumi.log.info(note)
        return [reason for result in results for reason in _objections(result, self.clock() - result.began)]


async def _subject(candidate: Candidate) -> GateSubject | list[str]:
    """What the gate is asked, by the stored evidence; or what is wrong with the evidence."""
    migration = candidate.migration
    if migration.late.undecided:
        return [f"{migration.name}: {', '.join(migration.late.undecided)} will be known in the update only"]
    evidence = await _stored_evidence(candidate)
    if isinstance(evidence, str):
        return [f"{migration.name} ({migration.version_id}): {evidence}"]
    subject = migration.gate_subject(adopted_from_dict(await _known(candidate.adopted)), evidence)
    differences = evidence.differences(subject)
    if differences:
        return [f"{migration.name} ({migration.version_id}): {difference}" for difference in differences]
    return subject


def _all_retired(candidates: Sequence[Candidate]) -> bool:
    return all(candidate.migration.stage is Stage.RETIRED for candidate in candidates)


def _objections(result: GateResult, age: float) -> list[str]:
    """What speaks against a deletion now, by a proof that is `age` seconds old."""
    subject = result.subject
    if not result.verdicts:
        return [f"{subject.migration} ({subject.version_id}): the gate made no check"]
    if not result.passed:
        return [textwrap.indent(result.refusal_text(), "    ").lstrip()]
    if age > MAX_PROOF_AGE_SECONDS:
        return [f"{subject.migration} ({subject.version_id}): the proof is {age:.0f} seconds old already"]
    return []


async def _stored_evidence(candidate: Candidate) -> Evidence | str:
    """The evidence in the state, or why there is none to go by."""
    stored = await _known(candidate.evidence) if candidate.evidence is not None else None
    if not isinstance(stored, dict):
        return "there is no evidence in the state: stage validated was skipped"
    try:
        return evidence_from_dict(cast("ReadOnlyJsonObject", stored))
    except InvalidEvidence as error:
        return f"the evidence in the state cannot be used: {error.reason}"


async def _known(output: pulumi.Output[object]) -> object:
    """The value of an output; shielded, so that a deadline does not cancel what the program itself waits for."""
    return await asyncio.shield(output.future())
