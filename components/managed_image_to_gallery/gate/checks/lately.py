"""The check of what was made from the image lately and is gone again: it will be made again by whoever made it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.times import moment_or_none
from managed_image_to_gallery.gate.checks.check import Judgement
from managed_image_to_gallery.gate.checks.source import covers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.wire_activity import Use
    from managed_image_to_gallery.gate.checks.facts import GateFacts

TOLD = 5
"""So many are told one by one: a CI system leaves hundreds, and the newest say who it is."""


@dataclass(frozen=True)
class Lately:
    """What was made from the image in the last days and is gone, newest first: refused, or accepted with a reason."""

    refused: tuple[Use, ...]
    accepted: tuple[tuple[Use, str], ...]


def lately_of(facts: GateFacts) -> Lately:
    """What the activity log tells of the source image, by what the config accepts. Raises ReadFailed."""
    refused: list[Use] = []
    accepted: list[tuple[Use, str]] = []
    for use in facts.activity.of(facts.subject.source_id):
        known = facts.subject.accepted_references
        reason = next((reason for name, reason in known if covers(name, use.reference)), None)
        if reason is None:
            refused.append(use)
        else:
            accepted.append((use, reason))
    return Lately(tuple(refused), tuple(accepted))


def not_used_lately(facts: GateFacts) -> Judgement:
    """Nothing was made from the image in the last days that is gone again, as far as the activity log tells.

    What still stands is judged by `no_references`. What cannot be read in an event may have been made from any image;
    it is counted and told, and refuses nothing.
    """
    days = facts.subject.not_used_for_days
    if not days:
        return Judgement(passed=True, expected="nothing", found="not asked: notUsedForDays is 0", remedy="")
    lately = lately_of(facts)
    told = [*_listed(facts, lately.refused), *(f"accepted: {use.resource_id} ({why})" for use, why in lately.accepted)]
    return Judgement(
        passed=not lately.refused,
        expected=f"nothing that was made from the source image in the last {days} days and is gone again",
        found=f"{'; '.join(told) or 'nothing was'} ({facts.activity.text})",
        remedy=f"Point whoever made these at {facts.subject.version_id}; where the next ones come from shows "
        f"whether that is done. Then wait until the last of these is {days} days old, accept each by its id with a "
        "reason in acceptedReferences, or ask for fewer days: notUsedForDays.",
        note=f"the activity log: {facts.activity.text}" if facts.activity.unreadable else "",
    )


def _listed(facts: GateFacts, uses: Sequence[Use]) -> list[str]:
    told = [f"{use.text}{_of_another(facts, use)}, and gone" for use in uses[:TOLD]]
    more = len(uses) - len(told)
    if more <= 0:
        return told
    callers = Counter(use.who for use in uses)
    return [*told, f"and {more:,} more; of all, " + ", ".join(f"{count:,} by {who}" for who, count in callers.items())]


def _of_another(facts: GateFacts, use: Use) -> str:
    """Whoever used what had this name before names this image, too: it is told, and counts."""
    created = facts.image_created_answer
    made = None if isinstance(created, ReadFailed) else moment_or_none(created)
    return " from the image that had this name before" if made is not None and use.at < made else ""
