"""`local-azure types`: what this Azure knows, as tables in Markdown (part of docs/clients.md)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from local_azure.catalog import endpoints, resource_types

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local_azure.arm.resource_type import ResourceType


def tables() -> str:
    """Resource types with operations and api-versions, then the paths of Resource Manager itself."""
    return "\n".join([*_types(), "", *_paths()]) + "\n"


def _types() -> Iterable[str]:
    yield from _head("resource type", "operations", "api-versions")
    for kind in sorted(resource_types(), key=lambda each: each.name.lower()):
        yield _row(f"`{kind.name}`", ", ".join(_operations(kind)), ", ".join(kind.api_versions))


def _operations(kind: ResourceType) -> Iterable[str]:
    yield from kind.methods
    yield f"list ({', '.join(kind.list_scopes)})"
    yield from (f"GET `{name}`" for name in sorted(kind.views()))
    yield from (f"POST `{name}`" for name in sorted(kind.actions()))


def _paths() -> Iterable[str]:
    yield from _head("path", "operations", "api-versions")
    for template, found in groupby(endpoints(), key=lambda each: each.template):
        ways = list(found)
        yield _row(f"`{template}`", ", ".join(each.method for each in ways), ", ".join(ways[0].api_versions))


def _head(*titles: str) -> Iterable[str]:
    yield _row(*titles)
    yield _row(*("---" for _ in titles))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
