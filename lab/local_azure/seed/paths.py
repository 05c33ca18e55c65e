"""Ids in a seed: short ones are expanded for the seed's subscription."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_azure.arm.regions import short_name

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json
    from local_azure.seed.model import InGroup, Seed

COMPUTE = "providers/Microsoft.Compute"
NETWORK = "providers/Microsoft.Network"

LONG_AGO = 7 * 24 * 3600.0
"""How many seconds before now a seed begins."""

A_DAY_AGO = 24 * 3600.0
"""And how many before now that happens what became of it."""


@dataclass(frozen=True)
class Put:
    """One PUT: where in the file it stands, the path, the body; None takes the type's newest api-version.

    `actions` are POSTed to the resource once it is there.
    """

    place: str
    path: str
    body: Json
    api_version: str | None = None
    actions: tuple[str, ...] = ()


class WrongNameError(ValueError):
    """A text of a seed that should name a Compute resource and does not."""

    def __init__(self, text: str, kind: str) -> None:
        super().__init__(f"{text!r} names none of {kind}: write group/name, or a whole id")
        self.text = text
        self.kind = kind


def expand_scope(text: str, subscription: str) -> str:
    """`""`, `group`, `group/Microsoft.Compute/images/name` or a full id as a full id."""
    if text.startswith("/"):
        return text
    group, _, rest = text.partition("/")
    scope = f"/subscriptions/{subscription}"
    if not group:
        return scope
    return f"{scope}/resourceGroups/{group}" + (f"/providers/{rest}" if rest else "")


@dataclass(frozen=True)
class Paths:
    """Paths and locations in one seed for one subscription."""

    seed: Seed
    subscription: str

    def group(self, name: str) -> str:
        """A resource group's id."""
        return expand_scope(name, self.subscription)

    def compute_id(self, text: str, kind: str) -> str:
        """`group/name` as the id of a Compute resource of a kind; anything else as `expand_scope` reads it.

        Raises `WrongNameError` for a text that is neither.
        """
        if text.startswith("/") or text.count("/") > 2:
            return expand_scope(text, self.subscription)
        group, _, name = text.partition("/")
        if not group or not name or "/" in name:
            raise WrongNameError(text, kind)
        return f"{self.group(group)}/{COMPUTE}/{kind}/{name}"

    def location(self, item: InGroup) -> str | None:
        """The item's location, or its group's in the seed, or None."""
        if item.location is not None:
            return item.location
        groups = {name.lower(): group for name, group in self.seed.resource_groups.items()}
        group = groups.get(item.resource_group.lower())
        return short_name(group.location) if group is not None else None

    def put(self, place: str, item: InGroup, collection: str, body: Json, *, name: str | None = None) -> Put:
        """The PUT of an item: its location and tags go into the body; `name` stands in for the item's own."""
        location = self.location(item)
        whole: Json = {"location": location} if location is not None else {}
        if item.tags is not None:
            whole["tags"] = item.tags
        return Put(place, f"{self.group(item.resource_group)}/{collection}/{name or item.name}", {**whole, **body})
