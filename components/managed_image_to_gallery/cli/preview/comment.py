"""The one comment of a change: Markdown that GitHub and Azure Repos both show. Pure.

The first line is a mark that nobody sees: a comment that begins with it is edited instead of a new one being made.
What decides comes first: the verdict, what cannot be undone, what stands against it, what changes; details are
collapsed. Everything is in the order of names: the engine's own is another in every run, and a comment that is edited
in place should change only where something changed.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import in_order
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.output.markdown import code, inline
from managed_image_to_gallery.cli.plan_text import changes, verb, word
from managed_image_to_gallery.cli.preview.against import against, others_against, things_against
from managed_image_to_gallery.cli.preview.findings import failed_resource, findings_of
from managed_image_to_gallery.cli.preview.irreversible import irreversible, irreversible_steps
from managed_image_to_gallery.cli.preview.parts import Part, collapsed, fitted, lines_of_code, paragraph
from managed_image_to_gallery.cli.preview.tables import TIMES, gate_word, migration_tables
from managed_image_to_gallery.config.faults import ConfigFaults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from managed_image_to_gallery.cli.engine.preview import Preview
    from managed_image_to_gallery.cli.preview.outlook import MigrationOutlook, Outlook
    from managed_image_to_gallery.cli.preview_digest import Digest, Step

LONGEST = 60_000
"""Characters of a comment; GitHub takes 65,536 and Azure Repos 150,000."""

PRINTED = "what this command printed, in the log of this run"
"""Where the whole is when the command prints it beside a comment that is cut."""


def mark(stack: str) -> str:
    """The line that a stack's comment begins with."""
    return f"<!-- gallery-migrate preview of {stack} -->"


def comment(outlook: Outlook, longest: int | None = LONGEST, whole: str | None = None) -> str:
    """The comment for one stack, at most so many characters.

    whole: where all of it is, for a comment that is cut.
    """
    found = findings_of(outlook)
    parts = [
        paragraph(mark(outlook.stack)),
        paragraph(f"### Stack {code(outlook.stack)}: {_verdict(outlook, len(found))}"),
        *irreversible(outlook.preview.digest),
        *against(found),
        *_told(outlook.told),
        *_changes(outlook.preview),
        *migration_tables(outlook),
        *others_against(found),
        *_gates(outlook.migrations),
        *_steps(outlook.preview.digest),
    ]
    command = code(f"gallery-migrate preview --stack {outlook.stack} --comment FILE")
    return fitted(parts, longest, whole or f"{command} prints it")


def as_json(outlook: Outlook) -> str:
    """The same for programs."""
    preview = outlook.preview
    faults = [str(ConfigFaults(list(outlook.faults)))] if outlook.faults else []
    body = {
        "stack": outlook.stack,
        "mayBeApplied": outlook.may_be_applied,
        "irreversible": [step.cloud_id for step in sorted(irreversible_steps(preview.digest), key=_by_id)],
        "refused": [refusal.text() for refusal in preview.refused],
        "failures": [{"resource": failed_resource(each), "message": each.message} for each in preview.failures],
        "policyViolations": [
            {"policy": each.policy, "resource": each.resource, "message": each.message, "mandatory": each.mandatory}
            for each in preview.violations
        ],
        "notes": [*faults, *outlook.notes],
        "migrations": [
            {
                "name": each.name,
                "stageBefore": each.stage_before,
                "stageAfter": each.stage_after,
                "regions": {sample.region: sample.state for sample in each.samples},
                "gatePassed": each.gate.passed if each.gate else None,
            }
            for each in outlook.migrations
        ],
    }
    return json.dumps(body, indent=2)


def _by_id(step: Step) -> tuple[str, str]:
    return step.key, step.name


def _verdict(outlook: Outlook, found: int) -> str:
    if not outlook.may_be_applied:
        return f"⛔ must not be applied, {things_against(found)}" if found else "⛔ must not be applied"
    return "✅ may be applied" if outlook.preview.digest and changes(outlook.preview.digest) else "✅ nothing changes"


def _told(notes: Sequence[str]) -> Iterator[Part]:
    if notes:
        entries = [f"- {inline(one_line(note))}" for note in notes]
        yield Part("**Told, and nothing against it:**", entries, what="things that are told")


def _changes(preview: Preview) -> Iterator[Part]:
    if preview.digest is None:
        return
    counts = Counter(f"{verb(step)} {word(step)}" for step in changes(preview.digest))
    text = ", ".join(f"{inline(what)} {TIMES} {count}" for what, count in sorted(counts.items()))
    until = "" if preview.succeeded else " until the preview failed"
    yield paragraph(f"**Steps{until}:** {text or 'none'}")


def _gates(migrations: Iterable[MigrationOutlook]) -> Iterator[Part]:
    """The gates that refuse first: each as a whole, because half a gate proves nothing."""
    asked = sorted(
        (one for one in migrations if one.gate is not None), key=lambda one: (one.gate_passed, in_order(one.name))
    )
    for migration in asked:
        if migration.gate is not None:
            lines = lines_of_code(migration.gate.text().splitlines(), "")
            whole = collapsed(f"Gate of {migration.name}: {gate_word(migration)}", lines)
            yield Part(entries=[whole.text()], what="gates in full")


def _steps(digest: Digest | None) -> Iterator[Part]:
    found = sorted(changes(digest) if digest else (), key=lambda step: (step.name, step.operation))
    if found:
        rows = [f"{verb(step):<8} {word(step):<18} {step.name}" for step in found]
        yield collapsed(f"Every step ({len(rows)})", lines_of_code(rows, "steps"))
