"""From an image to the entry of its migration: what the config says already, the next free version number, the regions.

A number that was ever used must not come again: the numbers in Azure and those of the config are both taken. Pure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.azure.limits import MAX_VERSION_PART
from managed_image_to_gallery.azure.names import number_in_azure, version_number, violations_of_version_number
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.cli.config_file.definitions import PLAN_TAGS, plan_of_tags
from managed_image_to_gallery.cli.config_file.resolved import GALLERY, REFERENCE_SCAN
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.named_sources import source_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from managed_image_to_gallery.azure.models import ImageReference, ManagedImage
    from managed_image_to_gallery.gate.standing import Copy


@dataclass(frozen=True)
class Proposal:
    """An entry that could be written.

    plan_hint: the plan that the image's tags name, which is not in the entry yet. plan_lacks: the parts of it that they
    leave out, where they name some. copies: the versions that the entry names instead of a new one.
    """

    image: ManagedImage
    entry: Mapping[str, object]
    plan_hint: Mapping[str, str] | None
    why_regions: str
    plan_lacks: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()

    @property
    def definition_name(self) -> str:
        """The name of the entry's image definition."""
        return str(_mapping(self.entry["definition"])["name"])

    @property
    def entry_with_plan(self) -> dict[str, object]:
        """The entry with the plan of the hint."""
        definition = {**_mapping(self.entry["definition"]), "purchasePlan": dict(self.plan_hint or {})}
        return {**self.entry, "definition": definition}


@dataclass
class Proposer:
    """Proposes entries that fit each other and what is there already.

    taken: definition name, folded → version numbers in the gallery and the config; grows with every proposal.
    """

    scheme: str
    today: date
    subscription_id: str
    taken: dict[str, set[str]] = field(default_factory=dict[str, "set[str]"])

    def propose(
        self, image: ManagedImage, definition: Mapping[str, object], users: Sequence[ImageReference]
    ) -> Proposal:
        """The entry for one image of a definition. Raises CommandFailed when a fixed version number is taken."""
        numbers = self.taken.setdefault(str(definition["name"]).lower(), set())
        number = next_version(self.scheme, numbers, self.today)
        numbers.add(number)
        regions = target_regions(image, users)
        others = len(regions) - 1
        plan = plan_of_tags(image.tags)
        lacking = [part for part in PLAN_TAGS if part not in plan]
        return Proposal(
            image,
            {
                "stage": "published",
                "source": source_of(image, self.subscription_id),
                "definition": dict(definition),
                "version": number,
                "targetRegions": [{"name": region} for region in regions],
            },
            plan if plan and not lacking and "publisher" in definition else None,
            f"{regions[0]} (of the image)" + (f" and {others} of its users" if others else ""),
            tuple(lacking) if plan else (),
        )


def source_of(image: ManagedImage, subscription_id: str) -> dict[str, str]:
    """The `source` of an entry: group and name where the image is in the stack's subscription, else its id."""
    if image.id.subscription_id.lower() != subscription_id.lower():
        return {"id": str(image.id)}
    return {"resourceGroup": image.id.resource_group, "name": image.id.name}


def target_regions(image: ManagedImage, users: Sequence[ImageReference]) -> list[str]:
    """The image's region first, as a version must have it, then those of its users."""
    own = canonical_region(image.location)
    found = {canonical_region(user.location) for user in users if user.location}
    return [own, *sorted(found - {own})]


def _mapping(value: object) -> dict[str, object]:
    return dict(cast("dict[str, object]", value)) if isinstance(value, dict) else {}


FIRST = "1.0.0"


class Scheme(str, Enum):
    """How the next number is found."""

    PATCH = "patch"
    """The highest number plus one in the last place; 1.0.0 is the first."""
    DATE = "date"
    """year.month and day.number of that day: 2026.1124.0."""


def next_version(scheme: str, taken: Iterable[str], today: date) -> str:
    """The next free number.

    scheme: `patch`, `date`, or a number itself (fixed). Raises CommandFailed for another scheme or a fixed number that
    is taken.
    """
    used = {number for text in taken if (number := number_in_azure(text)) is not None}
    if scheme == Scheme.PATCH.value:
        return _after_highest(used)
    if scheme == Scheme.DATE.value:
        return _of_day(used, today)
    return _fixed(scheme, used)


def _after_highest(used: set[tuple[int, int, int]]) -> str:
    """One more in the last place that has room: a part is at most `MAX_VERSION_PART`."""
    if not used:
        return FIRST
    major, minor, patch = max(used)
    if patch < MAX_VERSION_PART:
        return f"{major}.{minor}.{patch + 1}"
    return f"{major}.{minor + 1}.0" if minor < MAX_VERSION_PART else f"{major + 1}.0.0"


def _of_day(used: set[tuple[int, int, int]], today: date) -> str:
    major, minor = today.year, int(f"{today.month}{today.day:02}")
    patches = [number[2] for number in used if number[:2] == (major, minor)]
    return f"{major}.{minor}.{max(patches, default=-1) + 1}"


def _fixed(number: str, used: set[tuple[int, int, int]]) -> str:
    broken = violations_of_version_number(number)
    if broken:
        remedy = "Use patch, date, or a number such as 1.0.0."
        raise CommandFailed(f"{number!r} is neither a scheme nor a version number: {'; '.join(broken)}.", remedy)
    if version_number(number) in used:
        raise CommandFailed(f"The version number {number} is used already.", "Use another number, or the scheme patch.")
    return number


def configured_sources(entries: Sequence[Mapping[str, Any]], subscription_id: str) -> set[str]:
    """The folded ids of the images that are migrated; a name is one of the stack's subscription."""
    sources = (source_id(entry.get("source"), subscription_id) for entry in entries)
    return {source.key for source in sources if source is not None}


def configured_numbers(entries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Definition name, folded, and version number of every entry."""
    for entry in entries:
        yield str(_mapping(entry.get("definition")).get("name", "")).lower(), str(entry.get("version", ""))


def configured_names(entries: Sequence[Mapping[str, Any]]) -> set[str]:
    """The folded names of migrations: what an entry says, else what it is called without."""
    return {name_of_entry(entry).lower() for entry in entries}


def name_of_entry(entry: Mapping[str, Any]) -> str:
    """What a migration is called: its name, else by what it makes, else by its image."""
    if entry.get("name"):
        return str(entry["name"])
    if "existingVersions" not in entry:
        return f"{_mapping(entry.get('definition')).get('name', '')}-{entry.get('version', '')}"
    source = _mapping(entry.get("source"))
    return str(source.get("name") or str(source.get("id", "")).rstrip("/").rpartition("/")[2])


def configured_subscriptions(config: Mapping[str, str]) -> list[str]:
    """The further subscriptions of the config's `referenceScan`; what is no list of texts is `check`'s to tell."""
    listed = _mapping(_decoded(config, REFERENCE_SCAN)).get("subscriptions")
    return [str(one) for one in cast("list[object]", listed)] if isinstance(listed, list) else []


def configured_gallery(config: Mapping[str, str], option: str) -> tuple[str, str]:
    """Resource group and name of the gallery: of the config, else of the option `group/name`. Raises CommandFailed."""
    found = _decoded(config, GALLERY)
    said = _mapping(found)
    if found != said and found is not None:
        remedy = "Write `resourceGroup` and `name` below it, each in a line of its own."
        raise CommandFailed(f"`{GALLERY}` is {found!r}, but must be a mapping.", remedy)
    if said.get("resourceGroup") and said.get("name"):
        return str(said["resourceGroup"]), str(said["name"])
    if not option:
        raise CommandFailed("The stack's config names no gallery.", "Name it with --gallery resourceGroup/name.")
    group, _, name = option.partition("/")
    if not group or not name or "/" in name:
        raise CommandFailed(f"--gallery {option} is not resourceGroup/name.", "Give both, with one slash between them.")
    return group, name


def _decoded(config: Mapping[str, str], key: str) -> object:
    """What the config says of a key, None for nothing: the engine gives a mapping as JSON and a text as it is."""
    try:
        return cast("object", json.loads(config.get(key, "null")))
    except json.JSONDecodeError:
        return config[key]
