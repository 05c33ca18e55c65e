"""The check of the boot test: does a machine from exactly this version come up, everywhere that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.models import SUCCEEDED
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.azure.times import moment
from managed_image_to_gallery.gate.boot_test import BootTest
from managed_image_to_gallery.gate.checks.check import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.azure.models import ImageVersion, RunCommandResult, VirtualMachine
    from managed_image_to_gallery.gate.boot_test import Boot, BootTestRecord
    from managed_image_to_gallery.gate.checks.facts import GateFacts

_RUNNING = "running"
_READY = "Ready"
_SHOWN_OUTPUT = 120
_REMEDY = (
    "Look at the test machine's boot diagnostics in Azure. If the machine was refused for want of plan information, "
    "the image came from the Marketplace: give definition.purchasePlan, for a definition that has it. To repeat the "
    "test run `pulumi up` in stage published; an image that does not boot must be corrected and published under "
    "another version number."
)


def boot_test(facts: GateFacts) -> Judgement:
    """Every machine asked for was made from this build of the version, runs, and its probe printed what it must.

    Sources: docs/reference/azure-machines.md#signs-of-life (Succeeded is not agent ready) and
    docs/reference/azure-machines.md#run-commands (a run command's own Succeeded says nothing).
    With a record of an earlier boot test in the subject, the record decides and no machine is needed.
    """
    test, record = facts.subject.boot_test, facts.subject.boot_test_record
    if test is None:
        return Judgement(passed=True, expected="no boot test", found="no boot test is asked for", remedy="")
    expected = f"machines from exactly this version that boot in {', '.join(m.place for m in test.machines)}"
    if record is not None:
        return _recorded(test, record, facts.version, expected)
    shortcomings = [text for machine in test.machines for text in _of_machine(test, machine.place, facts)]
    return Judgement(
        passed=bool(test.machines) and not shortcomings,
        expected=f"{expected}, with an agent that is ready and a probe that prints {test.expected_output!r}",
        found="; ".join(shortcomings) or f"booted in {', '.join(m.place for m in test.machines)}",
        remedy=_REMEDY,
    )


def _recorded(test: BootTest, record: BootTestRecord, version: ImageVersion, expected: str) -> Judgement:
    shortcomings = record.shortcomings(test, version.id, version.published_date)
    return Judgement(
        passed=bool(test.machines) and not shortcomings,
        expected=f"{expected}, by the stored evidence",
        found="; ".join(f"evidence of another boot test: {text}" for text in shortcomings)
        or f"booted in {', '.join(sorted(record.places))}, by the stored evidence",
        remedy="Set stage: published, run `pulumi up`, which makes test machines again, and validate again.",
    )


def _of_machine(test: BootTest, place: str, facts: GateFacts) -> Iterator[str]:
    boot = facts.boot(place)
    if boot.machine is None:
        yield f"{place}: there is no test machine"
        return
    for text in (*_made_from(boot.machine, facts.version), *_came_up(boot.machine), *_probed(boot, test)):
        yield f"{place}: {text}"


def _made_from(machine: VirtualMachine, version: ImageVersion) -> Iterator[str]:
    if machine.image_id is None or not same_id(machine.image_id, version.id):
        yield f"the machine was made from {machine.image_id or 'something else than an image'}"
    elif machine.exact_version not in (None, version.id.name):
        yield f"the machine was made from version {machine.exact_version}"
    elif not _is_younger(machine.time_created, version.published_date):
        yield (
            f"the machine was made {machine.time_created}, from an earlier version of the same number: this one was "
            f"published {version.published_date}"
        )


def _is_younger(machine_created: str | None, version_published: str | None) -> bool:
    """Whether the machine is known to be younger than the version; times that are missing or unreadable say nothing."""
    if machine_created is None or version_published is None:
        return False
    try:
        return moment(machine_created) >= moment(version_published)
    except ValueError:
        return False


def _came_up(machine: VirtualMachine) -> Iterator[str]:
    if machine.provisioning_state != SUCCEEDED:
        yield f"provisioningState {machine.provisioning_state}"
    if machine.power_state != _RUNNING:
        yield f"power state {machine.power_state or 'not known'}"
    if machine.agent_status != _READY:
        yield f"VM agent {machine.agent_status or 'has not reported'}"


def _probed(boot: Boot, test: BootTest) -> Iterator[str]:
    """`Succeeded` of the run command means only that the platform ran it.

    Source: docs/reference/azure-machines.md#run-commands.
    """
    probe = boot.probe
    if probe is None:
        yield "the probe was not run"
    elif probe.execution_state != SUCCEEDED or probe.exit_code != 0:
        yield f"the probe ended {probe.execution_state} with exit code {probe.exit_code}{_said(probe)}"
    elif test.expected_output not in probe.output:
        yield f"the probe did not print {test.expected_output!r}{_said(probe)}"


def _said(probe: RunCommandResult) -> str:
    text = " ".join((probe.error or probe.message or probe.output).split())[-_SHOWN_OUTPUT:]
    return f" ({text})" if text else ""
