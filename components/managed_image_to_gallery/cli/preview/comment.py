"""The one comment of a change: Markdown that GitHub and Azure Repos both show. Pure.

The first line is a mark that nobody sees: a comment that begins with it is edited instead of a new one being made.
What a reviewer needs comes first, details are collapsed. Steps are in the order of their names: the engine's own is
another in every run, and a comment that is edited in place should change only where something changed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.output.markdown import block, code, in_html, inline
from managed_image_to_gallery.cli.plan_text import changes, deletions, verb, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from managed_image_to_gallery.cli.preview.outlook import MigrationOutlook, Outlook
    from managed_image_to_gallery.cli.preview_digest import Digest, Step

LONGEST = 60_000
"""Characters of a comment; GitHub takes 65,536 and Azure Repos 150,000."""

_CUT = "\n\n*Cut here: the whole preview is in the log of this run.*\n"


def mark(stack: str) -> str:
    """The line that a stack's comment begins with."""
    return f"<!-- gallery-migrate preview of {stack} -->"


def comment(outlook: Outlook) -> str:
    """The comment for one stack, at most LONGEST characters."""
    blocks = [
        mark(outlook.stack),
        f"### Stack {code(outlook.stack)}: {_verdict(outlook)}",
        *_irreversible(outlook),
        *_against(outlook),
        *_migrations(outlook.migrations),
        *_changes(outlook.preview.digest),
        *_gates(outlook.migrations),
        *_steps(outlook.preview.digest),
    ]
    text = "\n\n".join(blocks) + "\n"
    return text if len(text) <= LONGEST else text[: LONGEST - len(_CUT)] + _CUT


def as_json(outlook: Outlook) -> str:
    """The same for programs."""
    body = {
        "stack": outlook.stack,
        "mayBeApplied": outlook.may_be_applied,
        "irreversible": [step.cloud_id for step in _deleted(outlook)],
        "refused": [refusal.text() for refusal in outlook.preview.refused],
        "failures": [{"resource": each.resource, "message": each.message} for each in outlook.preview.failures],
        "policyViolations": [
            {"policy": each.policy, "resource": each.resource, "message": each.message, "mandatory": each.mandatory}
            for each in outlook.preview.violations
        ],
        "notes": list(outlook.notes),
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


def _verdict(outlook: Outlook) -> str:
    if not outlook.may_be_applied:
        return "⛔ must not be applied"
    return "✅ may be applied" if outlook.preview.digest and changes(outlook.preview.digest) else "✅ nothing changes"


def _deleted(outlook: Outlook) -> Sequence[Step]:
    return sorted(
        deletions(outlook.preview.digest) if outlook.preview.digest else (), key=lambda step: (step.key, step.name)
    )


def _irreversible(outlook: Outlook) -> Iterator[str]:
    for step in _deleted(outlook):
        why = "the image version is the only copy afterwards" if step.kind is Kind.IMAGE else "it cannot be undone"
        yield f"🔴 **Irreversible:** {inline(verb(step))} {inline(word(step))} {code(step.cloud_id)}; {why}."


def _against(outlook: Outlook) -> Iterator[str]:
    found = [
        *(
            f"**{inline(refusal.rule)}**: {inline(refusal.reason)} → {inline(refusal.remedy)}"
            for refusal in outlook.preview.refused
        ),
        *(f"**{inline(failure.resource)}** failed: {inline(failure.message)}" for failure in outlook.preview.failures),
        *(
            f"{'Policy' if violation.mandatory else 'Advice of policy'} **{inline(violation.policy)}**, "
            f"{inline(violation.resource)}: {inline(violation.message)}"
            for violation in outlook.preview.violations
        ),
        *(f"Not known: {inline(note)}" for note in outlook.notes),
    ]
    if found:
        yield "\n".join(f"- {each}" for each in found)


def _migrations(migrations: Iterable[MigrationOutlook]) -> Iterator[str]:
    rows = [f"| {inline(each.name)} | {_stages(each)} | {_gate_word(each)} | {_regions(each)} |" for each in migrations]
    if rows:
        yield "\n".join(["| Migration | Stage | Gate | Replication |", "| --- | --- | --- | --- |", *rows])


def _stages(migration: MigrationOutlook) -> str:
    if not migration.changes_stage:
        return inline(migration.stage_after)
    return f"{inline(migration.stage_before or 'new')} → **{inline(migration.stage_after)}**"


def _gate_word(migration: MigrationOutlook) -> str:
    if migration.gate is None:
        return "not needed"
    if migration.gate.passed:
        return f"✅ passed ({len(migration.gate.verdicts)} checks)"
    return f"⛔ refused by {len(migration.gate.refusals)} of {len(migration.gate.verdicts)}"


def _regions(migration: MigrationOutlook) -> str:
    regions = (
        f"{sample.region} {sample.state}" + ("" if sample.is_final or not sample.progress else f" {sample.progress} %")
        for sample in migration.samples
    )
    return "<br>".join(inline(each) for each in regions) or "not known"


def _changes(digest: Digest | None) -> Iterator[str]:
    if digest is None:
        return
    counts: dict[str, int] = {}
    for step in changes(digest):
        counts[verb(step)] = counts.get(verb(step), 0) + 1
    text = ", ".join(f"{inline(verb)}: {count}" for verb, count in sorted(counts.items()))
    yield f"**Changes** {text or 'none'}"


def _gates(migrations: Iterable[MigrationOutlook]) -> Iterator[str]:
    for migration in migrations:
        if migration.gate is not None:
            yield _collapsed(f"Gate of {migration.name}: {_gate_word(migration)}", [migration.gate.text()])


def _steps(digest: Digest | None) -> Iterator[str]:
    found = sorted(changes(digest) if digest else (), key=lambda step: (step.name, step.operation))
    if found:
        rows = [f"{verb(step):<8} {word(step):<18} {step.name}" for step in found]
        yield _collapsed(f"Every step ({len(rows)})", rows)


def _collapsed(summary: str, lines: Iterable[str]) -> str:
    return f"<details><summary>{in_html(summary)}</summary>\n\n{block(chr(10).join(lines))}\n\n</details>"
