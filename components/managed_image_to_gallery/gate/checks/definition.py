"""The check of the image definition: do machines made from it get what the image is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.gate.checks.check import Judgement

if TYPE_CHECKING:
    from managed_image_to_gallery.gate.checks.facts import GateFacts


def definition_matches_image(facts: GateFacts) -> Judgement:
    """OS type, OS state and Hyper-V generation of the definition equal the image's.

    Source: docs/reference/azure-galleries.md#definition-fields.
    """
    image, definition = facts.image, facts.definition
    expected = f"{image.os_type}, {image.os_state}, {image.hyper_v_generation}"
    found = f"{definition.os_type}, {definition.os_state}, {definition.hyper_v_generation}"
    return Judgement(
        passed=expected.lower() == found.lower(),
        expected=f"a definition for {expected} as the image",
        found=f"a definition for {found}",
        remedy="These cannot be changed. Publish the source into a definition that matches it.",
    )
