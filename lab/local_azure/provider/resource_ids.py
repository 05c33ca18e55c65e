"""ARM ids from a path template and inputs, and back (docs/reference/provider-protocol.md#read-and-import)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from .errors import ProviderError
from .values import Json


class IdMismatchError(ProviderError):
    """An id that was given for import or `.get` does not have the form of its resource type."""

    def __init__(self, resource_id: str, path: str) -> None:
        super().__init__(f"failed to parse '{resource_id}' against the path '{path}'")
        self.resource_id = resource_id
        self.path = path


def build_id(path: str, subscription_id: str, values: Mapping[str, Json]) -> str:
    """The template with its parameters filled in, each escaped as one path segment."""
    filled = {"subscriptionId": subscription_id, **values}
    return re.sub(r"{(\w+)}", lambda match: quote(str(filled[match[1]]), safe="$&+:=@"), path)


def parse_id(path: str, resource_id: str) -> dict[str, str]:
    """The template's parameters as the id spells them; the fixed parts are compared without case.

    Raises `IdMismatchError` when the whole id does not match the whole template.
    """
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path))
    match = re.fullmatch(pattern, resource_id, flags=re.IGNORECASE)
    if match is None:
        raise IdMismatchError(resource_id, path)
    values = match.groupdict()
    values.pop("subscriptionId", None)
    return values
