"""What a policy pack has against a resource, as the engine's events tell it. Pure.

The engine refuses a preview or an update with a violation of level `mandatory`; `advisory` ones are only told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.engine.step_failures import plain

if TYPE_CHECKING:
    from pulumi.automation.events import PolicyEvent


@dataclass(frozen=True)
class PolicyViolation:
    """One resource that a policy speaks against, and whether that stops the change."""

    policy: str
    resource: str
    message: str
    mandatory: bool


def violation_of(event: PolicyEvent) -> PolicyViolation:
    """The violation that an event tells of; its first line only repeats what the policy is for."""
    description, _, told = plain(event.message).partition("\n")
    resource = (event.resource_urn or "").rsplit("::", 1)[-1] or "the stack"
    mandatory = event.enforcement_level == "mandatory"
    return PolicyViolation(event.policy_name, resource, told.strip() or description, mandatory)
