"""What is known about a change of a stack before it is applied. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.cli.engine.policy_violations import PolicyViolation
    from managed_image_to_gallery.cli.engine.step_failures import StepFailure
    from managed_image_to_gallery.cli.plan_check import Refusal
    from managed_image_to_gallery.cli.preview_digest import Digest
    from managed_image_to_gallery.cli.progress.samples import Sample
    from managed_image_to_gallery.gate.verdicts import GateResult


@dataclass(frozen=True)
class MigrationOutlook:
    """One migration: the stage in the stack's state (None: not there yet), the stage the config asks for, its regions.

    `gate` is what the gate says now, where the change of stage needs it.
    """

    name: str
    stage_before: str | None
    stage_after: str
    samples: Sequence[Sample]
    gate: GateResult | None = None

    @property
    def changes_stage(self) -> bool:
        """Whether the change moves this migration to another stage."""
        return self.stage_before != self.stage_after


@dataclass(frozen=True)
class Outlook:
    """A stack: its preview, what the plan check refuses of it, what failed, and its migrations.

    `digest` is None when the engine printed none. `notes` are faults that kept something from being known: the
    config's, or reads that Azure did not answer. `violations` are what policy packs have against it.
    """

    stack: str
    digest: Digest | None
    refused: Sequence[Refusal]
    failures: Sequence[StepFailure]
    migrations: Sequence[MigrationOutlook]
    notes: Sequence[str] = ()
    violations: Sequence[PolicyViolation] = ()

    @property
    def may_be_applied(self) -> bool:
        """Whether nothing at all was found against it: what could not be answered counts against it."""
        gates = (migration.gate for migration in self.migrations)
        kept = not any(violation.mandatory for violation in self.violations)
        clean = self.digest is not None and kept and not (self.refused or self.failures or self.notes)
        return clean and all(gate is None or gate.passed for gate in gates)
