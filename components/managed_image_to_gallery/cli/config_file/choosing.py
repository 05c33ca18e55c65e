"""Which managed images are meant: by name, glob, or tag. Pure."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.models import ManagedImage


def chosen(images: Sequence[ManagedImage], names: Sequence[str], tags: Sequence[str]) -> list[ManagedImage]:
    """The images that one of the names and all of the tags fit, in the order of their ids.

    names: an image name, `resourceGroup/name`, or an id, each of which may hold `*` and `?`; none means all.
    tags: `name` or `name=value`, with the same wildcards. Case does not count. Raises CommandFailed for a name that
    fits no image: a typo must not make a smaller migration.
    """
    unknown = [name for name in names if not any(_named(image, name) for image in images)]
    if unknown:
        remedy = "See `gallery-migrate inventory` for what there is."
        raise CommandFailed(f"No managed image fits {', '.join(unknown)}.", remedy)
    fitting = [
        image
        for image in images
        if (not names or any(_named(image, name) for name in names)) and all(_tagged(image, tag) for tag in tags)
    ]
    return sorted(fitting, key=lambda image: image.id.key)


def _named(image: ManagedImage, pattern: str) -> bool:
    spelled = (image.id.name, f"{image.id.resource_group}/{image.id.name}", str(image.id))
    return any(fnmatchcase(one.lower(), pattern.lower()) for one in spelled)


def _tagged(image: ManagedImage, wanted: str) -> bool:
    name, _, value = wanted.partition("=")
    return any(
        fnmatchcase(tag.lower(), name.lower()) and (not value or fnmatchcase(found.lower(), value.lower()))
        for tag, found in image.tags.items()
    )
