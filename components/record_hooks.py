"""Records are made and lost only where their migration's stage says so.

The engine drops whatever the program no longer declares. For evidence that is meant in stage published; when a
migration was only lost from the config, the protected version stops the update, but not before the evidence is gone.
"""

from __future__ import annotations

import pulumi

RECORD_HOOK_NAME = "validated-before-retired"
"""Stored in the state with records of every stage, so that it changes with none; refuses to make one out of turn."""

EVIDENCE_HOOK_NAME = "evidence-leaves-with-its-migration"
"""Stored in the state with the evidence of every validated migration; refuses to drop it behind the config's back."""

EVIDENCE_SUFFIX = "-evidence"
"""What follows the migration's name in the name of its evidence."""


class StageSkipped(Exception):
    """A record is missing that only the stage `validated` makes."""

    def __init__(self, record: str) -> None:
        self.record = record
        super().__init__(
            f"there is no {record} in this stack's state: stage validated was skipped. "
            "Set stage: validated, run `pulumi up`, and only then set stage: retired."
        )


class EvidenceNeeded(Exception):
    """Evidence would be dropped although nothing in the config says that its migration goes back."""

    def __init__(self, migration: str) -> None:
        self.migration = migration
        super().__init__(
            f"the evidence of {migration} is not dropped: no migration in the config has this name. "
            "Put it back; stage: published drops the evidence, and a rename needs an alias of the component."
        )


class RecordHooks:
    """The hooks of one run, the names of its migrations, and the names of the records that it may make."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._in_turn: set[str] = set()
        on_preview_too = pulumi.ResourceHookOptions(on_dry_run=True)
        self.must_exist = pulumi.ResourceHook(RECORD_HOOK_NAME, self.refuse_making, on_preview_too)
        self.kept = pulumi.ResourceHook(EVIDENCE_HOOK_NAME, self.refuse_loss, on_preview_too)

    def add(self, migration: str) -> None:
        """Make a migration known by its name."""
        self._names.add(migration)

    def allow(self, record: str) -> None:
        """Let a record be made that is not in the state yet."""
        self._in_turn.add(record)

    async def refuse_making(self, args: pulumi.ResourceHookArgs) -> None:
        """Raise StageSkipped unless the record may be made in this run; what is not known may not."""
        if args.name not in self._in_turn:
            raise StageSkipped("evidence" if args.name.endswith(EVIDENCE_SUFFIX) else "record of the adopted image")

    async def refuse_loss(self, args: pulumi.ResourceHookArgs) -> None:
        """Raise EvidenceNeeded unless the config still has the migration."""
        migration = args.name.removesuffix(EVIDENCE_SUFFIX)
        if migration not in self._names:
            raise EvidenceNeeded(migration)
