"""The outlook of a change for somebody at a terminal: the verdict, what stands against it, then what is done. Pure.

The same as the comment says, in the form in which commands show a plan before they ask: numbers first, one line per
migration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.output.short_ids import short
from managed_image_to_gallery.cli.plan_summary import PlanSummary
from managed_image_to_gallery.cli.preview.against import things_against
from managed_image_to_gallery.cli.preview.findings import findings_of
from managed_image_to_gallery.cli.preview.irreversible import irreversible_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.cli.preview.findings import Finding
    from managed_image_to_gallery.cli.preview.outlook import Outlook


def verdict(outlook: Outlook) -> str:
    """`Stack dev: may be applied; 3 images to delete, …`: the answer, and the plan in numbers."""
    totals = _summary(outlook).totals()
    if not outlook.may_be_applied:
        found = len(findings_of(outlook))
        why = things_against(found) if found else "the preview failed"
        return f"Stack {outlook.stack}: must not be applied, {why}."
    return f"Stack {outlook.stack}: may be applied. {totals}"


def warns(outlook: Outlook) -> bool:
    """Whether the verdict is to be seen in red: it is a no, or something cannot be undone."""
    return not outlook.may_be_applied or bool(irreversible_steps(outlook.preview.digest))


def lines(outlook: Outlook, width: int, *, verbose: bool) -> Iterator[str]:
    """What is below the verdict. verbose: every step of the engine, and every check of the gates."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for one in findings_of(outlook):
        found.setdefault((one.rule, one.remedy), []).append(one)
    for (rule, remedy), same in found.items():
        for one in same:
            where = f" ({one.where})" if one.where else ""
            yield f"  {one.about}{where}  {f'{rule}: ' if rule else ''}{short(one.text)}"
        if remedy:
            yield f"    → {remedy}"
    yield from (f"  told: {short(note)}" for note in outlook.told)
    summary = _summary(outlook)
    if found and summary.steps:
        yield f"The plan: {summary.totals()}"
    yield from summary.step_lines() if verbose else summary.lines(width)
    if verbose:
        yield from (line for one in outlook.migrations if one.gate for line in one.gate.text().splitlines())


def _summary(outlook: Outlook) -> PlanSummary:
    sizes = {one.name: one.size_gb for one in outlook.migrations if one.size_gb is not None}
    if outlook.preview.digest is None:
        return PlanSummary((), outlook.planned, sizes)
    return PlanSummary.of(outlook.preview.digest, outlook.planned, sizes)
