"""Records are made and lost only where their migration's stage says so.

The engine drops whatever the program no longer declares. For evidence that is meant in stage published; when a
migration was only lost from the config, or its version is refused as an only copy, what stops the update comes after
the evidence would be gone. And evidence without its boot test is never made: the machines are there only until a
migration is validated, so later runs judge by the evidence that they left behind. Whether there is any, the program
cannot know before it has registered the record; the engine can: it asks a hook when it is about to make one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pulumi

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.component.state.resource_types import EVIDENCE_SUFFIX
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.component.deletion.only_copy_guard import OnlyCopyGuard
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.verdicts import GateResult

RECORD_HOOK_NAME = "validated-before-retired"
"""Stored in the state with records of every stage, so that it changes with none; refuses to make one out of turn."""

EVIDENCE_HOOK_NAME = "evidence-leaves-with-its-migration"
"""Stored in the state with all evidence; refuses to drop it behind the config's back, or before an only copy."""

BOOT_TEST_HOOK_NAME = "boot-test-before-evidence"
"""Stored in the state with every evidence that stayed without its machines; refuses to make one without them."""


class StageSkipped(Exception):
    """A record is missing that only an earlier stage makes."""

    def __init__(self, record: str, why: str, remedy: str) -> None:
        self.record = record
        super().__init__(f"there is no {record} in this stack's state: {why}. {remedy}")


def _no_evidence() -> StageSkipped:
    remedy = "Set stage: validated, run `pulumi up`, and only then set stage: retired."
    return StageSkipped("evidence", "stage validated was skipped", remedy)


def _not_adopted() -> StageSkipped:
    """Only stage published makes this record: stage validated alone would be refused for want of it."""
    return StageSkipped(
        "record of the adopted image",
        "stage published was skipped, or the record was lost",
        "Set stage: published and run `pulumi up`, which records the image as it is now; then set stage: validated and "
        "stage: retired, one after the other, each with a `pulumi up`.",
    )


class EvidenceNeeded(Exception):
    """Evidence would be dropped although nothing in the config says that its migration goes back."""

    def __init__(self, migration: str) -> None:
        self.migration = migration
        super().__init__(
            f"the evidence of {migration} is not dropped: no migration in the config has this name. "
            "Put it back; stage: published drops the evidence, and a rename needs an alias of the component."
        )


class BootTestNotPassed(Exception):
    """The gate was passed but for the boot test, and no evidence in the state proves that. Text: every verdict."""

    def __init__(self, result: GateResult) -> None:
        self.result = result
        super().__init__(f"{result.text()}\n  Next: set stage: published and run `pulumi up`, then validate again.")


class RecordHooks:
    """The hooks of one run, the stages of its migrations, and the names of the records that it may make.

    Each hook is asked at preview too. `must_exist`: a record that may only be read. `must_stay`: evidence that may not
    be dropped. The third is what evidence is bound to whose gate was refused by the boot test, see `must_be_tested`.
    """

    def __init__(self, only_copies: OnlyCopyGuard) -> None:
        self._only_copies = only_copies
        self._migrations: list[Migration] = []
        self._in_turn: set[str] = set()
        self._untested: dict[str, GateResult] = {}
        on_preview_too = pulumi.ResourceHookOptions(on_dry_run=True)
        self.must_exist = pulumi.ResourceHook(RECORD_HOOK_NAME, self.refuse_making, on_preview_too)
        self.must_stay = pulumi.ResourceHook(EVIDENCE_HOOK_NAME, self.refuse_loss, on_preview_too)
        self._must_be_tested = pulumi.ResourceHook(BOOT_TEST_HOOK_NAME, self.refuse_untested, on_preview_too)

    def add(self, migration: Migration) -> None:
        """Make a migration known."""
        self._migrations.append(migration)

    def allow(self, record: str) -> None:
        """Let a record be made that is not in the state yet."""
        self._in_turn.add(record)

    def must_be_tested(self, evidence: str, result: GateResult) -> pulumi.ResourceHook:
        """What evidence of this name is bound to when its gate was refused by the boot test."""
        self._untested[evidence] = result
        return self._must_be_tested

    async def refuse_making(self, args: pulumi.ResourceHookArgs) -> None:
        """Raise StageSkipped unless the record may be made in this run; what is not known may not."""
        if args.name not in self._in_turn:
            raise _no_evidence() if args.name.endswith(EVIDENCE_SUFFIX) else _not_adopted()

    async def refuse_untested(self, args: pulumi.ResourceHookArgs) -> None:
        """Raise BootTestNotPassed."""
        raise BootTestNotPassed(self._untested[args.name])

    async def refuse_loss(self, args: pulumi.ResourceHookArgs) -> None:
        """Raise EvidenceNeeded for a migration that was lost, OnlyCopyKept where the version has to stay too.

        The lost migration of a version that is given up is not missed. Stage published drops evidence on purpose.
        """
        migration = args.name.removesuffix(EVIDENCE_SUFFIX)
        stored: object = (args.old_outputs or {}).get("output")
        record = await pulumi.Output.from_input(stored).future()  # an output where evidence is kept as a secret
        if isinstance(record, str):  # it only took the place of evidence that was lost
            return
        version = _proven_version(record)
        stage = self._stage_of(migration, version)
        if stage is None and not self._only_copies.is_given_up(version):
            raise EvidenceNeeded(migration)
        if stage is not Stage.PUBLISHED and version:
            await self._only_copies.require_another_copy(version)

    def _stage_of(self, name: str, version: str) -> Stage | None:
        """The stage of the migration that the evidence belongs to, also if it has another name than it had then."""
        named = [one for one in self._migrations if one.name == name]
        of_version = [one for one in self._migrations if same_id(one.version_id, version)]
        return next((one.stage for one in named or of_version), None)


def _proven_version(record: object) -> str:
    """The id of the version that stored evidence is about; empty for a damaged record."""
    if not isinstance(record, dict):
        return ""
    try:
        return Body("evidence", cast("JsonObject", record)).text("subject", "versionId")
    except ReadFailed:
        return ""
