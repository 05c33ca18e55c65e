"""What Resource Manager itself reads of a body before the provider does: the tags."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from local_azure.http import errors

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json

TAGS = "System.Collections.Generic.Dictionary`2[System.String,System.String]"
MOST_TAGS, LONGEST_NAME, LONGEST_VALUE = 50, 512, 256

_NOT_IN_NAMES = re.compile(r"[<>%&\\?/]|[\x00-\x1f\x7f]")
_LINKS = re.compile(r"hidden-|link:", re.IGNORECASE)
_OF_AZURE = re.compile(r"azure|microsoft|windows", re.IGNORECASE)


def check_envelope(body: Json) -> None:
    """400 for `tags` that are no object of strings, or that Resource Manager does not take.

    Numbers and booleans become strings in Azure, null stays (docs/reference/resource-manager.md#tags).
    """
    tags: object = body.get("tags")
    if tags is None:
        return
    if not isinstance(tags, dict):
        raise errors.request_content_invalid(f"Error converting value {tags!r} to type '{TAGS}'. Path 'tags'")
    for name, value in body["tags"].items():
        if isinstance(value, (dict, list)):
            raise errors.request_content_invalid(f"Error reading string. Unexpected token. Path 'tags.{name}'")
    _check_names(list(body["tags"]))
    long = [str(value) for value in body["tags"].values() if value is not None and len(str(value)) > LONGEST_VALUE]
    if long:
        raise errors.tag_values_too_long(long, LONGEST_VALUE)


def _check_names(names: list[str]) -> None:
    if len(names) > MOST_TAGS:
        raise errors.too_many_tags(len(names), MOST_TAGS)
    twice = [folded for folded, count in Counter(name.lower() for name in names).items() if count > 1]
    if twice:
        raise errors.request_content_invalid(f"An item with the same key has already been added. Key: {twice[0]}")
    refused = [name for name in names if _NOT_IN_NAMES.search(name) and not _LINKS.match(name)]
    if refused:
        raise errors.tag_names_with_reserved_characters(refused)
    long = [name for name in names if len(name) > LONGEST_NAME]
    if long:
        raise errors.tag_names_too_long(long, LONGEST_NAME)
    reserved = [name for name in names if _OF_AZURE.match(name)]
    if reserved:
        raise errors.reserved_tag_names(reserved)
