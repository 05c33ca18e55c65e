"""The resource types the provider knows, found by engine token. Adding a type is adding a file to `types/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import cast

import yaml

from .errors import ProviderError
from .schema import ResourceType, parse_fields

_TABLES = files("local_azure.provider") / "types"


class UnknownTypeError(ProviderError):
    """The engine asked for a resource type that has no table."""

    def __init__(self, token: str) -> None:
        super().__init__(
            f"Resource type {token} not found: the stand-in provider knows {', '.join(known_tokens())}; "
            "a type is added as a table in lab/local_azure/provider/types"
        )
        self.token = token


def resource_type(token: str) -> ResourceType:
    """The type of an engine token such as `azure-native:compute:Image`.

    Raises `UnknownTypeError` for a token without a table.
    """
    found = _load(token.rpartition(":")[2])
    if found is None or found.token != token:
        raise UnknownTypeError(token)
    return found


def getter_target(token: str) -> ResourceType | None:
    """The resource type a get-function reads: `azure-native:compute:getImage` reads `azure-native:compute:Image`."""
    module, _, name = token.rpartition(":")
    found = _load(name.removeprefix("get")) if name.startswith("get") else None
    return found if found is not None and found.token == f"{module}:{found.token.rpartition(':')[2]}" else None


def known_tokens() -> list[str]:
    """Every token with a table, sorted."""
    names = (entry.name.removesuffix(".yaml") for entry in _TABLES.iterdir() if entry.name.endswith(".yaml"))
    return sorted(found.token for name in names if (found := _load(name)) is not None)


@cache
def _load(name: str) -> ResourceType | None:
    table = _TABLES / f"{name}.yaml"
    if not name.isalnum() or not table.is_file():
        return None
    # The C parser reads the largest table in 3 ms; the pure Python one needs 60.
    document = cast("dict[str, object]", yaml.load(table.read_text(), Loader=_loader()))  # noqa: S506 - safe loader
    fields = parse_fields(cast("dict[str, object]", document["fields"]))
    return ResourceType(str(document["type"]), str(document["path"]), str(document["apiVersion"]), fields)


def _loader() -> type[yaml.SafeLoader]:
    return cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
