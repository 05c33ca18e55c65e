"""Ids of managed images within any text: settings that are JSON in a string, lists with semicolons, templates.

What is found is told apart from its neighbours (`web` is not in `web-2`), and `…/galleries/g/images/n` is no managed
image. Slashes may be escaped as JSON allows. An id may lack its subscription, as OpenShift's machine sets write it:
then it is an image of that group and name in whatever subscription.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.resource_ids import ResourceId

_GROUP = r"/resourcegroups/[\w.()-]{1,90}/providers/microsoft\.compute/images/"
_ID = re.compile(rf"(?:/subscriptions/[0-9a-f-]{{36}})?{_GROUP}[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_])?(?![\w-]|/\w)")


def ids_in(text: str) -> list[str]:
    """The folded ids of the managed images that a text names, each once, in its order."""
    return list(dict.fromkeys(_ID.findall(text.replace("\\/", "/").lower())))


def keys_of(image: ResourceId) -> tuple[str, str]:
    """How an image is found among what `ids_in` answers: by its id, and by its id without the subscription."""
    return image.key, image.key[image.key.index("/resourcegroups/") :]
