"""Digests: a short text that is equal exactly when the content is."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.regions import canonical_region

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, ReadOnlyJsonObject

_VOLATILE = frozenset({"provisioningState", "systemData", "etag"})
_WITHOUT_CASE = frozenset({"id", "name", "type"})


def digest_of(value: Json) -> str:
    """SHA-256 (hex) over the canonical JSON of a value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def whole_numbers(value: Json) -> Json:
    """A value with `1.0` as `1`: Pulumi's engine keeps numbers as doubles, and hands records out that way."""
    if isinstance(value, dict):
        return {key: whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [whole_numbers(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def digest_of_earlier_records(body: ReadOnlyJsonObject) -> str:
    """The digest of a managed image's whole GET body, tags included, as it was stored before members had names.

    Only for comparison with records of that time (`adopted`); it may never change. Equal whatever case Azure answers
    ids and names in, however it spells the region, and whether it says an empty list, an empty object or nothing.
    States of the moment (provisioningState, systemData, etag) do not count.
    """
    comparable = {key: _comparable(key, value) for key, value in body.items() if key not in _VOLATILE}
    return digest_of(_without_empty_members({**comparable, "tags": body.get("tags")}))


def _comparable(key: str, value: Json) -> Json:
    if isinstance(value, dict):
        return _without_empty_members(
            {inner: _comparable(inner, v) for inner, v in value.items() if inner not in _VOLATILE}
        )
    if isinstance(value, list):
        return [_comparable(key, item) for item in value]
    if isinstance(value, str) and key in _WITHOUT_CASE:
        return value.lower()
    if isinstance(value, str) and key == "location":
        return canonical_region(value)
    return value


def _without_empty_members(value: dict[str, Json]) -> dict[str, Json]:
    return {key: item for key, item in value.items() if item is not None and item not in ({}, [])}
