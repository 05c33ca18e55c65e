"""The types of JSON as Azure sends it, so that no boundary has to say `Any`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, Union

Json: TypeAlias = Union["dict[str, Json]", "list[Json]", str, int, float, bool, None]
"""Any JSON value."""

JsonObject: TypeAlias = "dict[str, Json]"
"""A JSON object, for instance the body of an ARM resource."""

ReadOnlyJsonObject: TypeAlias = Mapping[str, "Json"]
"""A JSON object that the receiver promises not to change."""
