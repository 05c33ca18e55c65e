"""What a self test proves, in order. Each step asks Azure itself, beside what the command said."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.selftest.asking import Asking
from managed_image_to_gallery.cli.selftest.bodies import MACHINE_SIZE
from managed_image_to_gallery.cli.selftest.probes import ask_all
from managed_image_to_gallery.cli.selftest.scratch import AzureRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.cli.selftest.project import Outcome, Project
    from managed_image_to_gallery.cli.selftest.scratch import Scratch
    from managed_image_to_gallery.cli.selftest.wanted import Sample, Wanted

NO_MACHINE_TO_GIVE = frozenset(
    {"SkuNotAvailable", "QuotaExceeded", "OperationNotAllowed", "AllocationFailed", "ZonalAllocationFailed"}
)
"""How Azure refuses a machine for which the subscription has no quota, or the region no room.

Source: learn.microsoft.com/troubleshoot/azure/azure-resource-manager/deployment/error-sku-not-available and
.../error-resource-quota.
"""

FORGETTING_SECONDS, ONE_TRY_SECONDS = 900.0, 30.0
"""Resource Graph shows what is gone for some minutes (docs/reference/resource-graph.md): retiring is tried again."""


class NotProven(CommandFailed):
    """A step did not come out as it must: `expected`, `found`, and the file that has what was printed."""

    status = ExitStatus.INCOMPLETE

    def __init__(self, expected: str, found: str, log: Path | None = None) -> None:
        self.expected = expected
        self.found = found
        self.log = log
        where = f"Read {log}, then run the same command again" if log else "Run the same command again"
        remedy = f"{where}; it goes on with this step. --cleanup deletes what was made."
        super().__init__(f"Expected {expected}; found {found}.", remedy)


class NotTried(Exception):
    """A step that cannot be tried here, which says nothing against the rest: `why`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Step:
    """One step: its name, what it proves, and what is run. again: whether an earlier try of it was interrupted."""

    name: str
    proves: str
    run: Callable[[Run, bool], None]


@dataclass
class Run:
    """What the steps work on."""

    wanted: Wanted
    project: Project
    scratch: Scratch
    say: Callable[[str], None]
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    before: dict[str, JsonObject | None] = field(default_factory=dict)

    @property
    def first(self) -> Sample:
        """The image that the refusals are tried with."""
        return self.wanted.samples[0]

    @property
    def last(self) -> Sample:
        """The migration whose regions are changed after it was retired."""
        return self.wanted.samples[-1]


def _sources(run: Run, _again: bool) -> None:
    run.scratch.make()
    run.scratch.make_sources()


def _preview(run: Run, _again: bool) -> None:
    outcome = run.project.migrate("preview", "--json")
    require(outcome.status == 0, "a preview that may be applied", outcome)
    irreversible = json.loads(outcome.output[outcome.output.index("{") :])["irreversible"]
    require(not irreversible, "a preview that deletes nothing", outcome)


def _publish(run: Run, again: bool) -> None:
    before = run.scratch.images()
    _go_on(run, again)
    outcome = run.project.migrate("publish", "--yes")
    require(outcome.status == 0, "every version published", outcome)
    _require_versions(run, {sample.name: sample.regions for sample in run.wanted.samples})
    changed = [name for name, image in run.scratch.images().items() if image != before[name]]
    _require_azure(not changed, "every source image as it was before", f"{', '.join(changed)} changed")


def _no_change(run: Run, _again: bool) -> None:
    outcome = run.project.pulumi("preview", "--expect-no-changes")
    require(outcome.status == 0, "nothing left to change", outcome)


def _jump(run: Run, again: bool) -> None:
    _unlock(run, again)
    run.project.set_stage(0, "retired")
    outcome = run.project.pulumi("up", "--yes", "--skip-preview")
    run.project.set_stage(0, "published")
    require(outcome.status != 0, "the jump from published to retired refused", outcome)
    _require_images(run, run.wanted.samples)


def _validate(run: Run, again: bool) -> None:
    _go_on(run, again)
    outcome = run.project.migrate("validate", "--yes")
    require(outcome.status == 0, "the gate passed and its evidence stored", outcome)
    _require_images(run, run.wanted.samples)


def _locked(run: Run, _again: bool) -> None:
    run.scratch.lock()
    try:
        _refuse_to_retire(run, "a lock")
    finally:
        run.scratch.unlock()


def _disk(run: Run, _again: bool) -> None:
    run.scratch.make_disk()
    try:
        _refuse_to_retire(run, "a disk made from the image")
    finally:
        run.scratch.delete_disk()


def _machine(run: Run, _again: bool) -> None:
    try:
        _begin_machine(run)
        _refuse_to_retire(run, "a virtual machine made from the image")
    finally:
        run.scratch.delete_machine()


def _begin_machine(run: Run) -> None:
    try:
        run.scratch.begin_machine(f"Aa1-{token_urlsafe(24)}")
    except AzureRefused as refusal:
        if refusal.code not in NO_MACHINE_TO_GIVE:
            raise
        raise NotTried(f"Azure gives no {MACHINE_SIZE} in {run.wanted.regions[0]} ({refusal.code})") from None


def _probes(run: Run, _again: bool) -> None:
    ask_all(Asking(run.scratch, run.sleep, run.clock), run.say)


def _retire(run: Run, again: bool) -> None:
    consent = [word for sample in run.wanted.samples for word in ("--expect-delete", sample.name)]
    deadline = run.clock() + FORGETTING_SECONDS
    if again:
        run.project.pulumi("cancel", "--yes")
        run.project.migrate("resume", "--yes", *consent)
    while _left(run):
        there = [word for name in _left(run) for word in ("--expect-delete", name)]
        outcome = run.project.migrate("retire", "--yes", *there)
        if outcome.status == 0 or run.clock() >= deadline:
            require(outcome.status == 0, "every source image deleted", outcome)
            break
        run.sleep(ONE_TRY_SECONDS)
    _require_images(run, ())
    _require_versions(run, {sample.name: sample.regions for sample in run.wanted.samples})


def _regions(run: Run, again: bool) -> None:
    _unlock(run, again)
    position = len(run.wanted.samples) - 1
    key = f"{PROJECT}:migrations[{position}].targetRegions[1].name"
    run.project.pulumi("config", "set", "--path", key, run.wanted.regions[1])
    outcome = run.project.pulumi("up", "--yes", "--skip-preview")
    require(outcome.status == 0, "a region added to a retired migration's version", outcome)
    _require_versions(run, {run.last.name: run.wanted.regions})


STEPS = (
    Step("sources", "managed images of both systems and generations are there", _sources),
    Step("preview", "the first preview imports and creates, and deletes nothing", _preview),
    Step("publish", "every version is complete in its regions, and no source image was changed", _publish),
    Step("no-change", "a second preview changes nothing", _no_change),
    Step("refused-jump", "retired straight after published is refused, and the image stays", _jump),
    Step("validate", "the gate passes, and every image stays", _validate),
    Step("refused-lock", "a locked image is not deleted", _locked),
    Step("refused-disk", "an image that a disk was made from is not deleted", _disk),
    Step("refused-machine", "an image that a virtual machine was made from is not deleted", _machine),
    Step("probes", "what only Azure can answer was asked, whatever the answers are", _probes),
    Step("retire", "every source image is deleted, and every version stays complete", _retire),
    Step("regions", "a version of a deleted image can still be replicated to another region", _regions),
)
"""Every step; that of the machine only where one is asked for."""


def steps_of(wanted: Wanted) -> list[Step]:
    """The steps of this self test."""
    return [step for step in STEPS if wanted.with_vm or step.run is not _machine]


def _go_on(run: Run, again: bool) -> None:
    """After an interruption, what a user would type."""
    if again:
        _unlock(run, again)
        run.project.migrate("resume", "--yes")


def _unlock(run: Run, again: bool) -> None:
    if again:
        run.project.pulumi("cancel", "--yes")


def _refuse_to_retire(run: Run, because: str) -> None:
    outcome = run.project.migrate("retire", run.first.migration, "--yes", "--expect-delete", run.first.name)
    require(outcome.status == ExitStatus.REFUSED, f"the deletion refused because of {because}", outcome)
    _require_images(run, run.wanted.samples)


def _left(run: Run) -> list[str]:
    return [name for name, image in run.scratch.images().items() if image is not None]


def _require_images(run: Run, expected: Iterable[Sample]) -> None:
    names, left = [sample.name for sample in expected], _left(run)
    _require_azure(left == names, f"the images {names} in Azure", f"{left}")


def _require_versions(run: Run, expected: dict[str, tuple[str, ...]]) -> None:
    versions = run.scratch.versions()
    for name, regions in expected.items():
        found = _complete_regions(versions[name])
        wanted = sorted(map(canonical_region, regions))
        _require_azure(found == wanted, f"version of {name} complete in {wanted}", f"it is in {found}")


def _complete_regions(version: JsonObject | None) -> list[str]:
    if version is None:
        return []
    body = Body("image version", version)
    summary = body.objects("properties", "replicationStatus", "summary")
    completed = [each.text("region") for each in summary if each.optional_text("state") == "Completed"]
    done = body.text("properties", "provisioningState") == "Succeeded"
    return sorted(map(canonical_region, completed)) if done else []


def require(holds: bool, expected: str, outcome: Outcome) -> None:
    """Go on only where a command came to what it must. Raises NotProven."""
    if not holds:
        found = f"`{' '.join(outcome.words)}` ended with {outcome.status}: {outcome.last_line!r:.200}"
        raise NotProven(expected, found, outcome.log)


def _require_azure(holds: bool, expected: str, found: str) -> None:
    if not holds:
        raise NotProven(expected, found)
