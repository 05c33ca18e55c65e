"""Texts with ids of Azure's by resource group and name, for lines that people read: pure.

A reason of a gate or a failure holds whole ids, of which a line shows one or two. Where this is used, the whole text
stands somewhere beside it.
"""

from __future__ import annotations

import re

from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.azure.resource_ids import parse_resource_id

_ID = re.compile(r"/subscriptions/[^\s,;]+")


def short(text: str) -> str:
    """A text in one line: `/subscriptions/…/resourceGroups/apps/…/virtualMachines/web` becomes `apps/web`."""
    return _ID.sub(_name_of, one_line(text))


def _name_of(found: re.Match[str]) -> str:
    bare = found[0].rstrip(".:")
    try:
        known = parse_resource_id(bare)
        names = [known.resource_group, *known.names]
    except InvalidResourceId:  # that of a lock, which hangs on another id
        parts = bare.split("/")
        names = [*parts[4:5], "…", parts[-1]] if len(parts) > 6 else [bare]
    return f"{'/'.join(names)}{found[0][len(bare) :]}"
