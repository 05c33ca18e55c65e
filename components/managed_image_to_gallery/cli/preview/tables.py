"""The migrations of a change: those that it changes first, by name, and behind them those that stay: pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted, in_order
from managed_image_to_gallery.cli.output.markdown import inline
from managed_image_to_gallery.cli.plan_text import changes, verb, word
from managed_image_to_gallery.cli.preview.findings import owner_of
from managed_image_to_gallery.cli.preview.parts import Part, collapsed, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from managed_image_to_gallery.cli.preview.outlook import MigrationOutlook, Outlook

_DONE = "Completed"
_LONG_NAME = 40
_PIECE = 20
TIMES = "\N{MULTIPLICATION SIGN}"


def migration_tables(outlook: Outlook) -> Iterator[Part]:
    """A table of the new ones, one of those that change, and a count of the others with theirs behind it."""
    by_name = sorted(outlook.migrations, key=lambda one: in_order(one.name))
    steps = _steps_by_migration(outlook)
    new = [one for one in by_name if one.stage_before is None]
    moved = [one for one in by_name if one.stage_before is not None and (one.changes_stage or one.name in steps)]
    changed = {one.name for one in (*new, *moved)}
    yield from _new(new, outlook.currency)
    yield from _moved(moved, steps if outlook.preview.succeeded else None)
    is_known = outlook.preview.succeeded
    yield from _unchanged([one for one in by_name if one.name not in changed], is_known=is_known)


def gate_word(migration: MigrationOutlook) -> str:
    """What the gate says, in a few words."""
    if migration.gate is None:
        return "not needed"
    if migration.gate.passed:
        return f"✅ passed ({counted(len(migration.gate.verdicts), 'check')})"
    return f"⛔ refused by {len(migration.gate.refusals)} of {len(migration.gate.verdicts)}"


def _new(new: Sequence[MigrationOutlook], currency: str) -> Iterator[Part]:
    if not new:
        return
    yield paragraph(f"**New: {_sums(new, currency)}**")
    headings = ["Migration", "Stage", "Source image", "GB:", f"Regions {TIMES} replicas"]
    cost = [f"{currency} a month, at most:"] if currency else []
    rows = [
        [
            _cell(one.name),
            inline(one.stage_after),
            _cell(one.source),
            inline("not known" if one.size_gb is None else f"{one.size_gb:,}"),
            inline(", ".join(f"{region}{TIMES}{count}" for region, count in one.replicas)),
            *([inline("not known" if one.cost is None else f"{one.cost.replicas:,.2f}")] if currency else []),
        ]
        for one in new
    ]
    yield table([*headings, *map(inline, cost)], rows, "new migrations")


def _sums(new: Sequence[MigrationOutlook], currency: str) -> str:
    regions = {region for one in new for region, _ in one.replicas}
    replicas = sum(count for one in new for _, count in one.replicas)
    unknown = sum(one.size_gb is None for one in new)
    parts = [
        f"{len(new)} image version{'' if len(new) == 1 else 's'}",
        f"{replicas} replica{'' if replicas == 1 else 's'} in {len(regions)} region{'' if len(regions) == 1 else 's'}",
        f"{sum(one.size_gb or 0 for one in new):,} GB of source images",
    ]
    if currency:
        total = sum(one.cost.replicas for one in new if one.cost)
        parts.append(f"at most {total:,.2f} {inline(currency)} a month")
    return ", ".join(parts) + (f"; {unknown} of unknown size" if unknown else "")


def _moved(moved: Sequence[MigrationOutlook], steps: dict[str, Counter[str]] | None) -> Iterator[Part]:
    """steps: None of a preview that failed, which does not know them all."""
    if not moved:
        return
    yield paragraph(f"**Changed: {len(moved)} migration{'' if len(moved) == 1 else 's'}**")
    rows = [
        [_cell(one.name), _stages(one), inline(_counts(one.name, steps)), gate_word(one), _regions(one)]
        for one in moved
    ]
    yield table(["Migration", "Stage", "Steps", "Gate", "Replication"], rows, "changed migrations")


def _unchanged(stay: Sequence[MigrationOutlook], *, is_known: bool) -> Iterator[Part]:
    """is_known: a preview that failed does not know what it would have come to."""
    if not stay:
        return
    counts = Counter(one.stage_after for one in stay)
    behind = sum(any(sample.state != _DONE for sample in one.samples) for one in stay)
    kind = "Unchanged" if is_known else "In the same stage"
    text = f"{kind}: {len(stay)} ({', '.join(f'{count} {stage}' for stage, count in counts.items())})"
    rows = [[_cell(one.name), inline(one.stage_after), _regions(one)] for one in stay]
    listed = table(["Migration", "Stage", "Replication"], rows, "unchanged migrations")
    yield collapsed(f"{text}{f', {behind} not replicated everywhere' if behind else ''}", listed)


def _stages(migration: MigrationOutlook) -> str:
    if not migration.changes_stage:
        return inline(migration.stage_after)
    return f"{inline(migration.stage_before or 'new')} → **{inline(migration.stage_after)}**"


def _regions(migration: MigrationOutlook) -> str:
    """The regions that are not complete, each; else that all are."""
    states = {sample.region: sample for sample in migration.samples}
    if not states:
        return "not known"
    behind = [sample for sample in states.values() if sample.state != _DONE]
    if not behind:
        return f"complete in {len(states)} region{'' if len(states) == 1 else 's'}"
    texts = (
        f"{one.region} {one.state}" + ("" if one.is_final or not one.progress else f" {one.progress} %")
        for one in behind
    )
    done = len(states) - len(behind)
    return "<br>".join(map(inline, [*texts, *([f"complete in {done} more"] if done else [])]))


def _steps_by_migration(outlook: Outlook) -> dict[str, Counter[str]]:
    """What the plan does for each migration: `create image version` → how often."""
    found: dict[str, Counter[str]] = {}
    for step in changes(outlook.preview.digest) if outlook.preview.digest else ():
        owner = owner_of(step.name, outlook.migrations)
        if owner is not None:
            found.setdefault(owner.name, Counter())[f"{verb(step)} {word(step)}"] += 1
    return found


def _cell(text: str) -> str:
    """A name in a cell, with places where a long one may break: else its column pushes the others off the page."""
    pieces = [text] if len(text) <= _LONG_NAME else [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    return "&#8203;".join(inline(piece) for piece in pieces)


def _counts(name: str, steps: dict[str, Counter[str]] | None) -> str:
    counts = steps.get(name, Counter[str]()) if steps is not None else Counter({"not known": 1})
    if not counts:
        return "nothing"
    return ", ".join(what if count == 1 else f"{what} {TIMES} {count}" for what, count in sorted(counts.items()))
