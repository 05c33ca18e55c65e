"""The rules for tags, as pure functions: which of a resource's tags Azure refuses, and why.

Source: docs/reference/resource-manager.md#tags.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure import limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REFUSED = re.compile(r"[<>%&\\?/\x00-\x1f\x7f]")
_RESERVED = ("azure", "microsoft", "windows")
_FREE = ("hidden-", "link:")
"""Names that begin so may hold every character: they link resources."""


def violations_of_tag(name: str, value: str) -> Iterator[str]:
    """The rules that one tag breaks."""
    folded = name.lower()
    if not name.strip():
        yield "the name must not be empty"
    if len(name) > limits.MAX_TAG_NAME_LENGTH:
        yield f"the name must not be longer than {limits.MAX_TAG_NAME_LENGTH} characters (it has {len(name)})"
    refused = [] if folded.startswith(_FREE) else sorted(set(_REFUSED.findall(name)))
    if refused:
        yield f"the name may hold no {' '.join(map(repr, refused))}: Azure takes none of < > % & \\ ? / in it"
    reserved = next((each for each in _RESERVED if folded.startswith(each)), None)
    if reserved:
        yield f"the name must not begin with {reserved}: Azure keeps such names for itself"
    if len(value) > limits.MAX_TAG_VALUE_LENGTH:
        yield f"the value must not be longer than {limits.MAX_TAG_VALUE_LENGTH} characters (it has {len(value)})"


def same_names(tags: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names that Azure takes for one, because it compares them without case: the later and the earlier one."""
    seen: dict[str, str] = {}
    for name in tags:
        first = seen.setdefault(name.lower(), name)
        if first != name:
            yield name, first
