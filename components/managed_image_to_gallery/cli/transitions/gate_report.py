"""What the gate said of many migrations: numbers, then what is refused, each cause with one remedy. Pure."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import cause_of, concerned, in_order, listed
from managed_image_to_gallery.cli.output.short_ids import short
from managed_image_to_gallery.gate.verdicts import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult, Verdict


def gate_counts(results: Sequence[GateResult]) -> str:
    """`46 pass, 9 are refused:`"""
    refused = sum(not result.passed for result in results)
    passed = len(results) - refused
    passing = f"{passed} {'passes' if passed == 1 else 'pass'} the gate"
    if not refused:
        return f"{passing}."
    return f"{passing}, {refused} {'is' if refused == 1 else 'are'} refused:"


def refusal_lines(results: Sequence[GateResult]) -> list[str]:
    """A line per refused check: name, check, what was found; below those of one check what to do about it.

    A question that Azure did not answer has one cause for all whom it concerns, and is told once with their number. A
    remedy that names each one's own version is told once too: `references` has the ids.
    """
    refused = sorted(
        ((verdict, result.subject) for result in results for verdict in result.refusals),
        key=lambda pair: (pair[0].outcome is Outcome.UNANSWERED, *_cause(*pair), in_order(pair[1].migration)),
    )
    lines: list[str] = []
    for _, group in groupby(refused, key=lambda pair: _cause(*pair)):
        lines += _group(list(group))
    return lines


def _cause(verdict: Verdict, subject: GateSubject) -> tuple[str, str, str]:
    """What verdicts have in common that are told together: the check with its remedy, or what Azure said instead."""
    if verdict.outcome is Outcome.UNANSWERED:
        return "", cause_of(verdict.found), verdict.remedy
    return verdict.check, "", remedy_for_all(verdict, subject)


def remedy_for_all(verdict: Verdict, subject: GateSubject) -> str:
    """The remedy in words that are true for every migration."""
    return verdict.remedy.replace(
        str(subject.version_id), "the image version (`gallery-migrate references` has its id)"
    )


def _group(group: Sequence[tuple[Verdict, GateSubject]]) -> Iterator[str]:
    verdict, subject = group[0]
    if verdict.outcome is Outcome.UNANSWERED:
        yield _unanswered(group)
    else:
        width = max(len(each.migration) for _, each in group)
        for each, of in group:
            yield f"  {of.migration:<{width}}  {each.check}: {short(each.found)}"
    if verdict.remedy:
        yield f"    → {verdict.remedy if len(group) == 1 else remedy_for_all(verdict, subject)}"


def _unanswered(group: Sequence[tuple[Verdict, GateSubject]]) -> str:
    names = sorted({subject.migration for _, subject in group}, key=in_order)
    checks = list(dict.fromkeys(verdict.check for verdict, _ in group))
    asked = f"{listed(checks)} could not be answered: {group[0][0].found}"
    return f"  {asked}\n    {concerned(names)}"
