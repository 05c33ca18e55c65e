"""The images of the tests: `web` and `web-2` in `rg` with their versions, `base` in another subscription."""

from __future__ import annotations

from managed_image_to_gallery.azure.resource_ids import definition_id, gallery_id, image_id, version_id
from managed_image_to_gallery.cli.repositories.source_text import SourceText
from managed_image_to_gallery.cli.repositories.wanted import Images, Wanted

SUBSCRIPTION = "11111111-2222-4333-8444-555555555555"
OTHER_SUBSCRIPTION = "99999999-2222-4333-8444-555555555555"
GROUP = "rg"
COMPUTE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.Compute"
WEB = f"{COMPUTE}/images/web"
VERSION = f"{COMPUTE}/galleries/gal/images/webdef/versions/1.0.0"


def wanted(name: str = "web", group: str = GROUP, subscription: str = SUBSCRIPTION) -> Wanted:
    """An image whose version is 1.0.0 of `<name>def` in the gallery `gal` of `rg`."""
    gallery = gallery_id(SUBSCRIPTION, GROUP, "gal")
    version = version_id(definition_id(gallery, f"{name}def"), "1.0.0")
    return Wanted(image_id(subscription, group, name), version, (f"{name}-1",), latest=True)


IMAGES = Images([wanted()])


def source(name: str, text: str) -> SourceText:
    """A file of that text."""
    return SourceText(name, text.encode())
