"""Digests: a short text that is equal exactly when the content is.

A managed image shows neither an etag nor a time of its last change (recordings/README-third-set.md point 8), so "the
image was not changed since it was adopted" is proven by a digest of its GET body.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from azure_facts.regions import canonical_region

if TYPE_CHECKING:
    from azure_facts.json_types import Json, ReadOnlyJsonObject

_VOLATILE = frozenset({"provisioningState", "systemData", "etag"})
_WITHOUT_CASE = frozenset({"id", "name", "type"})


def digest_of(value: Json) -> str:
    """SHA-256 (hex) over the canonical JSON of a value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def image_digest(body: ReadOnlyJsonObject) -> str:
    """The digest of a managed image's GET body.

    Equal whatever case Azure answers ids and names in, however it spells the region, and whether it says an empty
    list, an empty object or nothing. States of the moment (provisioningState, systemData, etag) do not count; tags do.
    """
    lasting = {key: _lasting(key, value) for key, value in body.items() if key not in _VOLATILE}
    return digest_of(_without_nothing({**lasting, "tags": body.get("tags")}))


def _lasting(key: str, value: Json) -> Json:
    if isinstance(value, dict):
        return _without_nothing({inner: _lasting(inner, v) for inner, v in value.items() if inner not in _VOLATILE})
    if isinstance(value, list):
        return [_lasting(key, item) for item in value]
    if isinstance(value, str) and key in _WITHOUT_CASE:
        return value.lower()
    if isinstance(value, str) and key == "location":
        return canonical_region(value)
    return value


def _without_nothing(value: dict[str, Json]) -> dict[str, Json]:
    return {key: item for key, item in value.items() if item is not None and item not in ({}, [])}
