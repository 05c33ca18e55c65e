"""From a managed image to a proposed entry of `migrations`: what can be read is read, what is guessed is said. Pure.

A managed image carries neither a publisher nor a plan. Publisher, offer and sku are names that a team chooses; a plan
may stand in tags, as a habit and not a rule, so it is a hint to confirm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.limits import MAX_NAME_LENGTH
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.cli.config_file.version_numbers import next_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from managed_image_to_gallery.azure.models import ImageReference, ManagedImage

PLAN_TAGS = {
    "name": ("planname", "plan", "plan_name", "plan-name"),
    "publisher": ("planpublisher", "plan_publisher", "plan-publisher"),
    "product": ("planproduct", "plan_product", "plan-product", "planoffer"),
}
"""Names of tags, folded, in which teams keep the parts of a Marketplace plan."""


@dataclass(frozen=True)
class Proposal:
    """An entry that could be written; `plan_hint` is the plan that its tags name, which is not in the entry yet."""

    image: ManagedImage
    entry: Mapping[str, object]
    plan_hint: Mapping[str, str] | None
    why_regions: str

    @property
    def entry_with_plan(self) -> dict[str, object]:
        """The entry with the plan of the hint."""
        definition = {**_mapping(self.entry["definition"]), "purchasePlan": dict(self.plan_hint or {})}
        return {**self.entry, "definition": definition}


@dataclass
class Proposer:
    """Proposes entries that fit each other and what is taken already.

    taken: definition name, folded → version numbers in the gallery and the config; grows with every proposal.
    """

    publisher: str
    scheme: str
    today: date
    subscription_id: str
    taken: dict[str, set[str]] = field(default_factory=dict[str, "set[str]"])

    def propose(self, image: ManagedImage, users: Sequence[ImageReference]) -> Proposal:
        """The entry for one image. Raises CommandFailed when a fixed version number is taken."""
        name = definition_name(image)
        numbers = self.taken.setdefault(name.lower(), set())
        number = next_version(self.scheme, numbers, self.today)
        numbers.add(number)
        regions = target_regions(image, users)
        others = len(regions) - 1
        return Proposal(
            image,
            {
                "stage": "published",
                "source": self._source(image),
                "definition": {
                    "name": name,
                    "publisher": self.publisher,
                    "offer": image.os_type,
                    "sku": name,
                    "osType": image.os_type,
                    "hyperVGeneration": image.hyper_v_generation,
                },
                "version": number,
                "targetRegions": [{"name": region} for region in regions],
            },
            plan_of_tags(image.tags),
            f"{regions[0]} (the image)" + (f" and {others} of its users'" if others else ""),
        )

    def _source(self, image: ManagedImage) -> dict[str, str]:
        if image.id.subscription_id.lower() != self.subscription_id.lower():
            return {"id": str(image.id)}
        return {"resourceGroup": image.id.resource_group, "name": image.id.name}


def definition_name(image: ManagedImage) -> str:
    """The image's name without a date or a version at its end, which belong in the version number."""
    name = re.sub(r"[-_.](?:v?\d+(?:[-_.]\d+)*|\d{8}(?:T?\d{4,6})?)$", "", image.id.name)
    name = re.sub(r"[^A-Za-z0-9_.-]", "-", name or image.id.name).strip("._-")[:MAX_NAME_LENGTH]
    return name or "image"


def target_regions(image: ManagedImage, users: Sequence[ImageReference]) -> list[str]:
    """The image's region first, as a version must have it, then those of its users."""
    own = canonical_region(image.location)
    found = {canonical_region(user.location) for user in users if user.location}
    return [own, *sorted(found - {own})]


def plan_of_tags(tags: Mapping[str, str]) -> dict[str, str] | None:
    """The Marketplace plan that an image's tags name; None unless they name all of it."""
    folded = {name.lower(): value for name, value in tags.items()}
    parts = {part: _first(folded, names) for part, names in PLAN_TAGS.items()}
    found = {part: value for part, value in parts.items() if value}
    return found if len(found) == len(PLAN_TAGS) else None


def _first(tags: Mapping[str, str], names: Iterable[str]) -> str:
    return next((tags[name] for name in names if tags.get(name)), "")


def _mapping(value: object) -> dict[str, object]:
    return dict(cast("dict[str, object]", value)) if isinstance(value, dict) else {}
