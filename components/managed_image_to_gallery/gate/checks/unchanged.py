"""The check of the source image's content: is it what was adopted and published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.gate.checks.check import Judgement

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.gate.adopted import AdoptedImage
    from managed_image_to_gallery.gate.checks.facts import GateFacts


def image_unchanged(facts: GateFacts) -> Judgement:
    """Every named member of the image's content is as it was when the image was adopted (`image_content`).

    Tags are no content: what changed of them is named, and refuses nothing.
    """
    adopted, subject = facts.subject.adopted, facts.subject
    if adopted is None:
        return Judgement(
            passed=False,
            expected="a record of the image as it was adopted",
            found="no such record in the stack's state",
            remedy="Set stage published and run `pulumi up`, which adopts the image and keeps the record.",
        )
    if not same_id(adopted.source_id, subject.source_id):
        return Judgement(
            passed=False,
            expected=f"a record of the adopted image {facts.source_text}",
            found=f"the record of {adopted.source_id}",
            remedy="Put the migration's source back as it was; publish another image as a migration of its own.",
        )
    changes = adopted.changes(facts.image)
    return Judgement(
        passed=not changes,
        expected=f"{_compared(adopted)} as adopted",
        found="; ".join(changes) or f"{_compared(adopted)} as adopted{_tags(adopted, facts.image)}",
        remedy=f"{_reason(adopted)} Look at what changed and publish it as another version. "
        f"{_renewal(subject.migration)}",
    )


def _compared(adopted: AdoptedImage) -> str:
    if adopted.whole_body:
        return f"digest {adopted.whole_body[:12]}… of the whole image, tags included,"
    return f"{len(adopted.content)} members of the content"


def _tags(adopted: AdoptedImage, image: ManagedImage) -> str:
    changes = adopted.changed_tags(image)
    return f"; tags changed: {'; '.join(changes)}" if changes else ""


def _reason(adopted: AdoptedImage) -> str:
    if adopted.whole_body:
        return (
            "The image was changed after it was adopted, or only its tags were: its record is of an earlier version of "
            "this program, and does not tell which."
        )
    return "The image was changed after it was adopted."


def _renewal(migration: str) -> str:
    return (
        "If the version has the change, or it does not matter, renew the record: set stage: published, run "
        f"`pulumi up`, then `pulumi up --replace` with the URN of {migration}-adopted, and validate again."
    )
