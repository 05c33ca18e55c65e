"""What Resource Manager itself reads of a body before the provider does: the tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_azure.http import errors

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json

TAGS = "System.Collections.Generic.Dictionary`2[System.String,System.String]"


def check_envelope(body: Json) -> None:
    """400 for `tags` that are no object of strings; numbers and booleans become strings in Azure, null stays."""
    tags: object = body.get("tags")
    if tags is None:
        return
    if not isinstance(tags, dict):
        raise errors.request_content_invalid(f"Error converting value {tags!r} to type '{TAGS}'. Path 'tags'")
    for name, value in body["tags"].items():
        if isinstance(value, (dict, list)):
            raise errors.request_content_invalid(f"Error reading string. Unexpected token. Path 'tags.{name}'")
