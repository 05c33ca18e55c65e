"""Checks of the source image: is it what was adopted, and does nothing need it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.gate.checks.check import Judgement
from managed_image_to_gallery.gate.remedies import sentences_for

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ImageReference
    from managed_image_to_gallery.gate.checks.facts import GateFacts
    from managed_image_to_gallery.gate.subject import GateSubject

_SCALE_SETS = "/providers/microsoft.compute/virtualmachinescalesets/"


def source_exists(facts: GateFacts) -> Judgement:
    """The source image is there, so that what is judged is what would be deleted."""
    return Judgement(
        passed=same_id(facts.image.id, facts.subject.source_id),
        expected=f"the image {facts.subject.source_text}",
        found=f"the image {facts.image.id}",
        remedy="Correct the migration's source.",
    )


def no_references(facts: GateFacts) -> Judgement:
    """Nothing names or needs the image, but for what the config accepts: see `reference_scan` for what is searched."""
    references = references_of_others(facts.subject, facts.references)
    refused, accepted, named = _judged(facts.subject, references)
    gone = [f"accepted, but not found any more: {one}" for one in _no_longer_found(facts, references)]
    return Judgement(
        passed=not refused,
        expected="nothing that needs the source image",
        found=", ".join([*(item.text for item in refused), *accepted, *named, *gone]) or "nothing names it",
        remedy=_remedy(facts.subject, refused),
        note=", ".join([*named, *gone]),
    )


def no_other_consumers(facts: GateFacts) -> Judgement:
    """Nothing of any other type needs the image, in what Resource Graph shows of it: see `resource_graph`.

    What holds its id as text alone (a template, a dashboard, a tag) is told and refuses nothing.
    """
    refused, accepted, named = _judged(facts.subject, references_of_others(facts.subject, facts.swept))
    nothing = "not searched: referenceScan.sweep is none" if facts.subject.sweep is None else "nothing names it"
    return Judgement(
        passed=not refused,
        expected="nothing of any other type that needs the source image",
        found=", ".join([*(item.text for item in refused), *accepted, *named]) or nothing,
        remedy=f"{_remedy(facts.subject, refused)} Resource Graph forgets what is gone already within hours.",
        note=", ".join(named),
    )


def _remedy(subject: GateSubject, refused: list[ImageReference]) -> str:
    pointed = f"Point these at {subject.version_id}, or accept each with a reason in acceptedReferences."
    return pointed + sentences_for(refused)


def _no_longer_found(facts: GateFacts, references: list[ImageReference]) -> list[str]:
    """The accepted ids that cover nothing of what was found: the entry can go. Nothing, where that is not known."""
    if isinstance(facts.swept_answer, ReadFailed) or isinstance(facts.activity_answer, ReadFailed):
        return []
    lately = [] if facts.activity_answer is None else facts.activity_answer.of(facts.subject.source_id)
    found = [*references, *facts.swept_answer, *(use.reference for use in lately)]
    return [known for known, _ in facts.subject.accepted_references if not any(covers(known, one) for one in found)]


def references_of_others(subject: GateSubject, references: list[ImageReference]) -> list[ImageReference]:
    """The references without the migration's own version, which is judged by checks of its own."""
    return [one for one in references if not same_id(one.consumer_id, subject.version_id)]


def _judged(
    subject: GateSubject, references: list[ImageReference]
) -> tuple[list[ImageReference], list[str], list[str]]:
    """The references that refuse, and texts: of those accepted with a reason, and of those that only name the image."""
    refused: list[ImageReference] = []
    accepted: list[str] = []
    named: list[str] = []
    for reference in references:
        reasons = [reason for known, reason in subject.accepted_references if covers(known, reference)]
        if reasons:
            accepted.append(f"accepted: {reference.consumer_id} ({reasons[0]})")
        elif reference.names_only:
            named.append(f"only named by {reference.text}")
        else:
            refused.append(reference)
    return refused, accepted, named


def covers(accepted: str, reference: ImageReference) -> bool:
    """Whether an accepted id is the reference's, its scale set's, or that of the machine that holds it.

    Nothing else covers what is below it: who accepts a definition has not accepted every version in it.
    """
    names = [name for name in (reference.consumer_id, reference.held_by) if name]
    return any(same_id(accepted, name) or _is_instance_of(accepted, name) for name in names)


def _is_instance_of(scale_set: str, name: str) -> bool:
    folded = scale_set.strip().rstrip("/").lower()
    return _SCALE_SETS in folded and name.lower().startswith(f"{folded}/virtualmachines/")


def no_locks(facts: GateFacts) -> Judgement:
    """No lock on the image, its group or its subscription: any level stops a delete.

    Source: docs/reference/image-consumers.md#locks.
    """
    locks = [f"{lock.level} lock {lock.id}" for lock in facts.locks]
    return Judgement(
        passed=not locks,
        expected="no lock on the image, its resource group or its subscription",
        found=", ".join(locks) or "no lock",
        remedy="Remove the lock, if the image may go; it also stops a delete from anywhere else.",
    )
