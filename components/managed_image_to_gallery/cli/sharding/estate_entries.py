"""Entries for the images of an estate that no migration names yet. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.cli.config_file.proposals import Proposer
from managed_image_to_gallery.cli.config_file.version_numbers import Scheme
from managed_image_to_gallery.cli.inventory.judging import reasons_against
from managed_image_to_gallery.cli.inventory.rows import versions_by_source
from managed_image_to_gallery.cli.sharding.image_facts import ImageFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from managed_image_to_gallery.cli.inventory.estate import Estate
    from managed_image_to_gallery.config.migration import Migration


def facts_of(estate: Estate) -> dict[str, ImageFacts]:
    """What shards are made by, by the images' folded ids."""
    return {
        image.id.key: ImageFacts(
            canonical_region(image.location), {name.lower(): value for name, value in image.tags.items()}
        )
        for image in estate.images
    }


def entries_for(
    estate: Estate, known: Sequence[Migration], publisher: str, subscription_id: str, today: date
) -> list[dict[str, object]]:
    """An entry per image that Azure would take, that no version is made from and no migration in `known` names.

    They are what `init` proposes, version numbers by the scheme `patch`.
    """
    named = {migration.source_id.key for migration in known} | versions_by_source(estate.versions).keys()
    proposer = Proposer(publisher, Scheme.PATCH.value, today, subscription_id, _numbers(estate, known))
    return [
        dict(proposer.propose(image, estate.references.of(image.id)).entry)
        for image in estate.images
        if image.id.key not in named and not reasons_against(image)
    ]


def _numbers(estate: Estate, known: Iterable[Migration]) -> dict[str, set[str]]:
    """Version numbers that are taken, by folded definition name, whatever gallery they are in."""
    taken: dict[str, set[str]] = {}
    ids = [version.id for version in estate.versions] + [migration.version_id for migration in known]
    for version in ids:
        taken.setdefault(version.parent.name.lower(), set()).add(version.name)
    return taken
