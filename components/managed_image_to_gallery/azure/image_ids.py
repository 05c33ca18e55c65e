"""Ids of managed images within any text: settings that are JSON in a string, lists with semicolons, templates.

What is found is told apart from its neighbours (`web` is not in `web-2`), and `…/galleries/g/images/n` is no managed
image. Slashes and letters may be escaped as JSON allows, also in JSON within JSON, or as in an address: the name of a
group may have letters of any script. An id may lack its subscription, as OpenShift's machine sets write it: then it is
an image of that group and name in whatever subscription.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.resource_ids import ResourceId

_GROUP = r"/resourcegroups/[\w.()-]{1,90}/providers/microsoft\.compute/images/"
_ID = re.compile(rf"(?:/subscriptions/[0-9a-f-]{{36}})?{_GROUP}[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_])?(?![\w-]|/\w)")
_ESCAPED = re.compile(r"\\+(?:u([0-9a-f]{4})|/)", re.IGNORECASE)


def ids_in(text: str) -> list[str]:
    """The folded ids of the managed images that a text names, each once, in its order."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "/", text)
    while (decoded := unquote(plain)) != plain:  # an address within an address is encoded twice
        plain = decoded
    return list(dict.fromkeys(_ID.findall(plain.lower())))


def keys_of(image: ResourceId) -> tuple[str, str]:
    """How an image is found among what `ids_in` answers: by its id, and by its id without the subscription."""
    return image.key, image.key[image.key.index("/resourcegroups/") :]
