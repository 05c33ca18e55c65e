"""What `gallery-migrate inventory --json` says of images, as far as shards are made by it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import parse_resource_id
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class ImageFacts:
    """An image's region, canonical, and its tags, names folded."""

    region: str
    tags: Mapping[str, str]


def read_image_facts(inventory: Path) -> dict[str, ImageFacts]:
    """The facts by the images' folded ids. Raises CommandFailed for a file that is no inventory."""
    try:
        rows = cast("list[dict[str, Any]]", json.loads(inventory.read_text(encoding="utf-8"))["images"])
        return {parse_resource_id(row["id"]).key: _facts(row) for row in rows}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidResourceId) as error:
        remedy = "Make it with `gallery-migrate inventory --json > inventory.json`."
        raise CommandFailed(f"{inventory} is no inventory: {error!r}.", remedy) from None


def _facts(row: Mapping[str, Any]) -> ImageFacts:
    tags = (text.partition("=") for text in cast("list[str]", row["tags"]))
    return ImageFacts(canonical_region(row["location"]), {name.lower(): value for name, _, value in tags})
