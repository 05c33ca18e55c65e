"""The images of a fleet: what shards are made by, and new entries for images that no migration names.

The facts come from a file that `gallery-migrate inventory --json` has written, or from Azure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import parse_resource_id
from managed_image_to_gallery.cli.config_file.definitions import publisher_of
from managed_image_to_gallery.cli.config_file.existing import Found
from managed_image_to_gallery.cli.config_file.proposals import Scheme
from managed_image_to_gallery.cli.config_file.surveying import Survey, Wishes, proposals_of
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.inventory.estate import Estate, reasons_against
from managed_image_to_gallery.cli.text_files import text_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.migration import Migration


@dataclass(frozen=True)
class ImageFacts:
    """An image's region, canonical, and its tags, names folded."""

    region: str
    tags: Mapping[str, str]


def read_image_facts(inventory: Path) -> dict[str, ImageFacts]:
    """The facts by the images' folded ids. Raises CommandFailed for a file that is no inventory."""
    try:
        rows = cast("list[dict[str, Any]]", json.loads(text_in(inventory))["images"])
        return {parse_resource_id(row["id"]).key: _facts(row) for row in rows}
    except (ValueError, KeyError, TypeError, AttributeError, InvalidResourceId) as error:
        remedy = "Make it with `gallery-migrate inventory --json > inventory.json`."
        raise CommandFailed(f"{inventory} is not an inventory: {error!r}.", remedy) from None


def _facts(row: Mapping[str, Any]) -> ImageFacts:
    tags = (text.partition("=") for text in cast("list[str]", row["tags"]))
    return ImageFacts(canonical_region(row["location"]), {name.lower(): value for name, _, value in tags})


def facts_of(estate: Estate) -> dict[str, ImageFacts]:
    """What shards are made by, by the images' folded ids."""
    return {
        image.id.key: ImageFacts(
            canonical_region(image.location), {name.lower(): value for name, value in image.tags.items()}
        )
        for image in estate.images
    }


def entries_for(
    estate: Estate, known: Sequence[Migration], publisher: str, gallery: ResourceId, today: date
) -> list[dict[str, object]]:
    """An entry per image that no migration in `known` names, if it is in a gallery or Azure would take it into one.

    They are what `init` proposes, version numbers by the scheme `patch`.
    """
    named = {migration.source_id.key for migration in known}
    found = [Found(image, estate.copies.get(image.id.key, ())) for image in estate.images if image.id.key not in named]
    survey = Survey(
        found=[one for one in found if one.proofs or not reasons_against(one.image)],
        users={one.image.id.key: estate.references.of(one.image.id) for one in found},
        definitions=[one for one in estate.definitions if one.id.parent.key == gallery.key],
        numbers=_numbers(estate, known),
    )
    wishes = Wishes(publisher_of(publisher), Scheme.PATCH.value, today)
    return [dict(one.entry) for one in proposals_of(survey, list(map(_said, known)), gallery.subscription_id, wishes)]


def _said(migration: Migration) -> dict[str, object]:
    """What the config says of a migration's name and of a definition of its own, as an entry has it."""
    if migration.is_existing:
        return {"name": migration.name}
    definition = migration.definition.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {"name": migration.name, "definition": definition}


def _numbers(estate: Estate, known: Iterable[Migration]) -> dict[str, set[str]]:
    """Version numbers that are taken, by folded definition name, whatever gallery they are in."""
    taken: dict[str, set[str]] = {}
    ids = [version.id for version in estate.versions] + [one.version_id for one in known if not one.is_existing]
    for version in ids:
        taken.setdefault(version.parent.name.lower(), set()).add(version.name)
    return taken
