"""What stands against a change: one finding for each refusal or fault, with its place: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import in_order
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.plan_text import verb, word
from managed_image_to_gallery.cli.transitions.gate_report import remedy_for_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from managed_image_to_gallery.cli.engine.failures import StepFailure
    from managed_image_to_gallery.cli.plan_check import Refusal
    from managed_image_to_gallery.cli.preview.outlook import MigrationOutlook, Outlook

_PASSED = re.compile(r"passed\s")


@dataclass(frozen=True)
class Finding:
    """One thing against the change: what it is about, where that stands in the file, what is wrong, what to do.

    rule: what is broken, by its name, where it has one. whole: the text as it came, where that says more than one line.
    """

    about: str
    where: str
    text: str
    remedy: str = ""
    rule: str = ""
    whole: str = ""


def findings_of(outlook: Outlook) -> list[Finding]:
    """All of them: the faults of the config, what the plan check refuses, the gates, failures, policies, notes."""
    return [
        *(_of_fault(outlook, fault.path, fault.value, fault.rule, fault.remedy) for fault in outlook.faults),
        *(_of_refusal(outlook, refusal) for refusal in outlook.preview.refused),
        *(found for migration in _by_name(outlook.migrations) for found in _of_gate(outlook, migration)),
        *(found for failure in outlook.preview.failures for found in _of_failure(outlook, failure)),
        *(
            Finding(
                one.resource,
                _place(outlook, one.resource),
                one.message,
                rule=f"{'policy' if one.mandatory else 'advice of policy'} {one.policy}",
            )
            for one in outlook.preview.violations
        ),
        *(Finding("Not known", "", note, whole=note if "\n" in note else "") for note in outlook.notes),
    ]


def failed_resource(failure: StepFailure) -> str:
    """What failed: a resource's name; the run as a whole is a preview."""
    return failure.resource if failure.urn else "the preview"


def owner_of(resource: str, migrations: Iterable[MigrationOutlook]) -> MigrationOutlook | None:
    """The migration that a resource belongs to by its name: that with the longest name it begins with."""
    fitting = [one for one in migrations if resource == one.name or resource.startswith(f"{one.name}-")]
    return max(fitting, key=lambda one: len(one.name), default=None)


def _of_fault(outlook: Outlook, path: str, value: object, rule: str, remedy: str) -> Finding:
    said = "" if value is None else f"{value!r}: "
    return Finding(path, outlook.file.place(path), f"{said}{rule}", remedy)


def _of_refusal(outlook: Outlook, refusal: Refusal) -> Finding:
    step = refusal.step
    about = f"{verb(step)} {word(step)} {step.name}" if step else "the preview as a whole"
    where = _place(outlook, step.name) if step else ""
    return Finding(about, where, refusal.reason, refusal.remedy, refusal.rule)


def _of_gate(outlook: Outlook, migration: MigrationOutlook) -> Iterator[Finding]:
    if migration.gate is None:
        return
    for verdict in migration.gate.refusals:
        remedy = remedy_for_all(verdict, migration.gate.subject)
        place = outlook.file.place(migration.path)
        yield Finding(migration.name, place, verdict.found, remedy, f"gate: {verdict.check}")


def _of_failure(outlook: Outlook, failure: StepFailure) -> Iterator[Finding]:
    """One, or one for each entry that the message lists below its first line; none for what the gates say above."""
    refused_gates = tuple(f"gate of {one.name} " for one in outlook.migrations if not one.gate_passed)
    owner = owner_of(failure.resource, outlook.migrations)
    about, where = failed_resource(failure), outlook.file.place(owner.path) if owner else ""
    head, entries = _listed(failure.message)
    if not entries and not any(gate in failure.message for gate in refused_gates):
        yield Finding(about, where, f"failed: {head}")
    for entry in entries:
        if any(gate in failure.message if failure.urn else gate in entry for gate in refused_gates):
            continue
        path = entry.partition(": ")[0].partition(" = ")[0]
        at = outlook.file.place(path)
        text = entry.removeprefix(path).lstrip(": ") if at else entry
        yield Finding(path if at else about, at or where, text, whole=failure.message)


def _listed(message: str) -> tuple[str, list[str]]:
    """The first line of a message, and what is listed below it, each entry in one line; without what passed."""
    head, *rest = [line for line in message.splitlines() if line.strip()] or [""]
    margin = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    entries: list[str] = []
    for line in rest if margin else ():
        if len(line) - len(line.lstrip()) == margin:
            entries.append(line.strip())
        else:
            entries[-1] = f"{entries[-1]} {line.strip()}"
    return (head if margin else one_line(message)), [one for one in entries if not _PASSED.match(one)]


def _place(outlook: Outlook, resource: str) -> str:
    owner = owner_of(resource, outlook.migrations)
    return outlook.file.place(owner.path) if owner else ""


def _by_name(migrations: Iterable[MigrationOutlook]) -> list[MigrationOutlook]:
    return sorted(migrations, key=lambda one: in_order(one.name))
