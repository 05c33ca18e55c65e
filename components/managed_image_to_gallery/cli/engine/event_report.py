"""What an operation of the engine did, collected from its events.

Events come from a thread of the Automation API. The collector only appends; it is read by others while it grows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.engine.downloads import download_in
from managed_image_to_gallery.cli.engine.failures import (
    STOPPED,
    PolicyViolation,
    StepFailure,
    failure_of,
    plain,
    violation_of,
)
from managed_image_to_gallery.cli.kinds import plain_token
from managed_image_to_gallery.cli.preview_digest import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi.automation.events import DiagnosticEvent, EngineEvent, StepEventMetadata

_SUMMARY_OF_OTHERS = ("update failed", "preview failed", "an unhandled error occurred: program exited")
"""Diagnostics without a resource that only say that there were others."""

_OF_THE_ENGINE = ("::pulumi:pulumi:Stack::", "::pulumi:providers:")
"""Types of resources that there are before the program declares any."""


def _nothing() -> None:
    return None


@dataclass
class EventReport:
    """The resources that were begun, finished and failed, by URN in order; warnings; and errors as `failures`.

    `said` is what the program wrote to its standard error. `violations` are what policy packs have against resources.
    `replaced` are deletes of what was replaced, in this update or in an earlier one that did not come so far: the JSON
    of a preview leaves them out. `when_begun` is called once, at the first resource that the program declares: the
    engine has its lock, and the program has judged its config.
    """

    begun: dict[str, str] = field(default_factory=dict[str, str])
    finished: dict[str, str] = field(default_factory=dict[str, str])
    failed: list[str] = field(default_factory=list[str])
    warnings: list[str] = field(default_factory=list[str])
    errors: list[tuple[str | None, str]] = field(default_factory=list[tuple["str | None", str]])
    violations: list[PolicyViolation] = field(default_factory=list[PolicyViolation])
    replaced: list[Step] = field(default_factory=list["Step"])
    said: list[str] = field(default_factory=list[str])
    summary: dict[str, int] | None = None
    download: str = ""
    has_begun: bool = False
    when_begun: Callable[[], None] = field(default=_nothing)

    def take(self, event: EngineEvent) -> None:
        """Note one event."""
        if (download := download_in(event)) is not None:
            self.download = download
        if event.resource_pre_event:
            step = event.resource_pre_event.metadata
            self.begun[step.urn] = operation = str(getattr(step.op, "value", step.op))
            if operation == "delete-replaced":
                self.replaced.append(_deleted(step))
            self._reached(step.urn)
        if event.res_outputs_event:
            step = event.res_outputs_event.metadata
            self.finished[step.urn] = str(getattr(step.op, "value", step.op))
        if event.res_op_failed_event:
            self.failed.append(event.res_op_failed_event.metadata.urn)
        if event.diagnostic_event:
            self._diagnostic(event.diagnostic_event)
        if event.policy_event:
            self.violations.append(violation_of(event.policy_event))
        if event.summary_event:
            changes = event.summary_event.resource_changes
            self.summary = {str(getattr(op, "value", op)): count for op, count in changes.items()}

    @property
    def failures(self) -> list[StepFailure]:
        """Every error with its cause; the engine's own "there were errors" is left out when others say more.

        What a mandatory policy refuses is in `violations`, and says more.
        """
        failures = [failure_of(urn, message) for urn, message in self.errors]
        specific = [one for one in failures if not one.message.lower().startswith(_SUMMARY_OF_OTHERS)]
        causes = [one for one in specific if not one.is_stopped]
        if not specific and (last_words := plain("".join(self.said))):
            specific = [failure_of(None, last_words)]
        return list(dict.fromkeys(causes if self.refused_by_policy else causes or specific or failures))

    @property
    def refused_by_policy(self) -> bool:
        """Whether a mandatory policy alone makes the operation fail."""
        return any(violation.mandatory for violation in self.violations)

    def so_far(self) -> str:
        """How far the operation is, for whoever waits for it; called in another thread than `take`."""
        if self.download:
            return self.download
        if not self.begun:
            return "the engine and the program start"
        if not self.has_begun:
            return "the program reads Azure and judges its config"
        done, begun = len(self.finished), len(self.begun)
        going_on = f", {begun - done} going on" if begun > done else ""
        return f"{done} {'step' if done == 1 else 'steps'} done{going_on}"

    @property
    def failed_otherwise(self) -> set[str]:
        """What has failed by itself, without what was only not waited for any more when the update was stopped."""
        stopped = {urn for urn, message in self.errors if plain(message).endswith(STOPPED)}
        return set(self.failed) - stopped

    def _reached(self, urn: str) -> None:
        if not self.has_begun and not any(kind in urn for kind in _OF_THE_ENGINE):
            self.has_begun = True
            self.when_begun()

    def _diagnostic(self, event: DiagnosticEvent) -> None:
        if event.severity == "error":
            self.errors.append((event.urn, event.message))
        elif event.severity == "warning":
            self.warnings.append(plain(event.message))
        elif event.severity == "info#err":
            self.said.append(event.message)


def _deleted(step: StepEventMetadata) -> Step:
    old = step.old
    return Step("delete-replaced", step.urn, plain_token(step.type), old.id if old else "", "")
