"""The check of the versions that others still have to get from the image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.azure.times import moment_or_none
from managed_image_to_gallery.azure.version_scan import need_of
from managed_image_to_gallery.gate.checks.check import Judgement

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.gate.checks.facts import GateFacts


def required_versions(facts: GateFacts) -> Judgement:
    """Every version of `requires` is a complete copy of this image, whoever publishes it.

    An environment that has not begun yet names the image nowhere in Azure: only the config can say that it is to come.
    """
    short = [f"{one} {reason}" for one, version in facts.required if (reason := _lack(facts, one, version))]
    count = len(facts.subject.required_versions)
    return Judgement(
        passed=not short,
        expected="each version of requires to be complete, made from this image",
        found="; ".join(short) or (f"all {count} are complete" if count else "none is required"),
        remedy="Keep the image until they are published and replicated, or take out of requires what is not to come.",
    )


def _lack(facts: GateFacts, wanted: ResourceId, version: ImageVersion | None) -> str:
    """What keeps a version from being a complete copy of the image; empty when it is one."""
    if version is None:
        return "does not exist"
    if not same_id(version.id, wanted) or not same_id(version.source_id or "", facts.subject.source_id):
        return f"is made from {version.source_id or 'a source that Azure does not name'}"
    need = need_of(version)
    if need is not None:
        return f"is not complete: {need[1]}"
    made, published = moment_or_none(facts.image_created), moment_or_none(version.published_date)
    if made is None or published is None or published < made:
        return (
            f"is not known to be of this image: published {version.published_date or 'at no known time'}, "
            f"the image made {facts.image_created or 'at no known time'}"
        )
    return ""
