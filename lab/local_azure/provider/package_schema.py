"""The package's schema as Pulumi's host for YAML asks for it: which types there are, and what each takes and gives.

The real provider's schema has the type of every property. Here each may be anything: what a property may be is judged
in Check, by the same tables.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .catalogue import known_tokens, resource_type
from .version import PROVIDER_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .schema import ResourceType

_ANYTHING = {"$ref": "pulumi.json#/Any"}


def package_schema() -> str:
    """Every type with a table, as JSON."""
    resources = {token: _described(resource_type(token)) for token in known_tokens()}
    return json.dumps({"name": "azure-native", "version": PROVIDER_VERSION, "resources": resources})


def _described(resource: ResourceType) -> dict[str, object]:
    writable = [name for name, described in resource.properties.items() if not described.read_only]
    return {
        "inputProperties": _each((*resource.path_parameters, *writable)),
        "properties": _each(name for name, described in resource.properties.items() if not described.write_only),
    }


def _each(names: Iterable[str]) -> dict[str, object]:
    return dict.fromkeys(names, _ANYTHING)
