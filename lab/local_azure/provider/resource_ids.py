"""ARM ids from a path template and inputs, and back (docs/reference/provider-protocol.md#read-and-import)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from .errors import ProviderError
from .values import Json

_SCOPE = "scope"
"""The parameter of what is assigned to, or locked: an id of several segments (`/{scope}/providers/…`)."""


class IdMismatchError(ProviderError):
    """An id that was given for import or `.get` does not have the form of its resource type."""

    def __init__(self, resource_id: str, path: str) -> None:
        super().__init__(f"failed to parse '{resource_id}' against the path '{path}'")
        self.resource_id = resource_id
        self.path = path


def build_id(path: str, subscription_id: str, values: Mapping[str, Json]) -> str:
    """The template with its parameters filled in, each escaped as one path segment; a scope is an id of its own."""
    filled = {"subscriptionId": subscription_id, **values}

    def segment(match: re.Match[str]) -> str:
        value = str(filled[match[1]])
        return value.strip("/") if match[1] == _SCOPE else quote(value, safe="$&+:=@")

    return re.sub(r"{(\w+)}", segment, path)


def parse_id(path: str, resource_id: str) -> dict[str, str]:
    """The template's parameters as the id spells them; the fixed parts are compared without case.

    Raises `IdMismatchError` when the whole id does not match the whole template.
    """
    pattern = re.sub(r"\\{(\w+)\\}", _group, re.escape(path))
    match = re.fullmatch(pattern, resource_id, flags=re.IGNORECASE)
    if match is None:
        raise IdMismatchError(resource_id, path)
    values = match.groupdict()
    values.pop("subscriptionId", None)
    return values


def _group(match: re.Match[str]) -> str:
    return f"(?P<{match[1]}>{'.+' if match[1] == _SCOPE else '[^/]+'})"
