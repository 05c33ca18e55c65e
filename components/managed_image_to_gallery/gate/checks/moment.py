"""The check of the proof's age: what was read must hold now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.gate.checks.check import Judgement

if TYPE_CHECKING:
    from managed_image_to_gallery.gate.checks.facts import GateFacts

MAX_PROOF_AGE_SECONDS = 5.0
"""How old the image, the version, the definition, the locks and the creation time may be when the gate says yes.

Reads of Azure take tenths of a second; between two rounds somebody may delete the version that was proven.
"""


def read_at_one_moment(facts: GateFacts) -> Judgement:
    """Everything that can change in a moment was read in one round, no longer ago than `MAX_PROOF_AGE_SECONDS`."""
    passed = facts.age <= MAX_PROOF_AGE_SECONDS
    bound = f"all read within {MAX_PROOF_AGE_SECONDS:g} seconds"
    return Judgement(
        passed=passed,
        expected=f"image, version, definition, locks and creation time, {bound}",
        found=bound if passed else f"the reads took {facts.age:.0f} seconds",
        remedy="Azure answers slowly, or throttles this identity: run it again later, or retire fewer images at once.",
    )
