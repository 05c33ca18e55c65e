"""A preview of a stack as one object: its steps, what the plan check refuses of them, and what failed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.underway import UNDERWAY
from managed_image_to_gallery.cli.azure_spelling import respelled
from managed_image_to_gallery.cli.engine.engine_errors import EngineFailed, engine_failed, reason_of
from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.engine.failures import StepFailure, failure_of
from managed_image_to_gallery.cli.engine.pack_environments import missing_environments
from managed_image_to_gallery.cli.engine.start_errors import StartFailure
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.plan_check import PREVIEW_FAILED, refusal_texts, refusals
from managed_image_to_gallery.cli.preview_digest import NotAPreview, read_digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pulumi import automation

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.engine.failures import PolicyViolation
    from managed_image_to_gallery.cli.plan_check import Refusal
    from managed_image_to_gallery.cli.preview_digest import Digest


class PlanRefused(CommandFailed):
    """The preview failed, or would do what must not be done; nothing was changed."""

    status = ExitStatus.REFUSED


@dataclass(frozen=True)
class PolicyPacks:
    """Folders of policy packs, and a file of settings for each, or none at all."""

    folders: Sequence[Path] = ()
    configs: Sequence[Path] = ()


NO_POLICIES = PolicyPacks()


@dataclass(frozen=True)
class Preview:
    """What an update would do.

    digest: the steps, of a preview that failed those found until then; None when the engine printed none. refused: what
    the plan check refuses of them. failures: why the preview failed. violations: what policy packs have against it.
    """

    digest: Digest | None
    refused: Sequence[Refusal] = ()
    failures: Sequence[StepFailure] = ()
    violations: Sequence[PolicyViolation] = ()

    @property
    def succeeded(self) -> bool:
        """Whether the engine came to the end: every step is known, and no mandatory policy is violated."""
        return self.digest is not None and not self.failures and not any(one.mandatory for one in self.violations)

    @property
    def may_be_applied(self) -> bool:
        """Whether the preview succeeded and the plan check has nothing against it."""
        return self.succeeded and not self.refused

    def checked(self) -> Digest:
        """The steps, if they may be applied. Raises PlanRefused, which says why not."""
        if self.digest is None or not self.may_be_applied:
            texts = [
                *refusal_texts(self.refused),
                *(failure.text() for failure in self.failures),
                *(f"policy {one.policy}: {one.resource}: {one.message}" for one in self.violations if one.mandatory),
            ]
            raise PlanRefused("\n".join(["The plan is refused; nothing was changed.", *texts]), "")
        return self.digest


def preview_of(
    stack: automation.Stack,
    settings: AzureSettings,
    policies: PolicyPacks,
    config_file: Path | None,
    exclude: Sequence[str],
) -> Preview:
    """Run the engine's preview and judge it. Raises EngineFailed when it succeeded and cannot be read."""
    from pulumi.automation.errors import CommandError

    if missing := [StepFailure("", "", each.why, each) for each in missing_environments(policies.folders)]:
        return Preview(None, failures=missing)
    report, printed, error = EventReport(), list[str](), None
    try:
        with UNDERWAY.waiting_for("Pulumi computes the plan", report.so_far):
            stack.preview(
                json=True,
                config_file=str(config_file) if config_file else None,
                exclude=list(exclude) or None,
                on_output=printed.append,
                on_event=report.take,
                policy_packs=[str(pack) for pack in policies.folders] or None,
                policy_pack_configs=[str(file) for file in policies.configs] or None,
            )
    except (CommandError, RuntimeError) as failed:
        error = failed
    digest = _digest(printed, report, settings)
    if error is None:
        if digest is None:
            raise EngineFailed("The engine's preview cannot be read.", "Run `pulumi preview --json` and look at it.")
        return Preview(digest, refusals(digest), (), report.violations)
    failures = report.failures or ([] if report.refused_by_policy else [_failure_in(digest, error)])
    # The failures, with their remedies, say that it failed.
    refused = [one for one in refusals(digest) if one.rule != PREVIEW_FAILED] if digest else []
    return Preview(digest, refused, failures, report.violations)


def _digest(printed: Sequence[str], report: EventReport, settings: AzureSettings) -> Digest | None:
    """What the engine printed and what it left out of that, with the ids of deleted images as Azure spells them.

    None when it printed no preview.
    """
    try:
        digest = read_digest("\n".join(printed), os.environ).with_replaced(report.replaced)
    except NotAPreview:
        return None
    return respelled(digest, settings)


def _failure_in(digest: Digest | None, error: Exception) -> StepFailure:
    """What the engine printed as an error; where it printed no preview, why it did not even begin one."""
    messages = digest.errors if digest else []
    failure = failure_of(None, messages[0] if messages else reason_of(error))
    if digest or failure.start or failure.code:
        return failure
    start = StartFailure("the preview", failure.message, engine_failed(error).remedy)
    return StepFailure("", "", failure.message, start)
