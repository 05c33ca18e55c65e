"""How the answers of one kind differ between two recordings: members, headers and words that only one of them has.

What a run is asked depends on its speed (polls) and on what else is in a subscription, so a kind counts by what any of
its answers had, not by how often it was asked. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from local_azure.comparing.exchanges import Exchange, Kind


def differences(azure: Iterable[Exchange], local: Iterable[Exchange]) -> list[str]:
    """A line for each difference, by kind: what only Azure has, then what only local Azure has."""
    there, here = _facts_by_kind(azure), _facts_by_kind(local)
    lines: list[str] = []
    for kind in sorted({*there, *here}):
        lines += [f"only Azure: {kind}: {fact}" for fact in sorted(there.get(kind, set()) - here.get(kind, set()))]
        lines += [
            f"only local Azure: {kind}: {fact}" for fact in sorted(here.get(kind, set()) - there.get(kind, set()))
        ]
    return lines


def _facts_by_kind(exchanges: Iterable[Exchange]) -> dict[Kind, set[str]]:
    found: dict[Kind, set[str]] = {}
    for exchange in exchanges:
        facts = found.setdefault(exchange.kind, {"answered"})
        facts.update(f"header {name.lower()}" for name in exchange.headers)
        facts.update(_leaves(exchange.response, ""))
    return found


def _leaves(value: object, path: str) -> Iterator[str]:
    """The members of a body by their paths, with the words that the recording has kept."""
    if isinstance(value, dict):
        for key, each in cast("dict[str, object]", value).items():
            yield from _leaves(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _leaves(each, f"{path}[]")
    else:
        kept = isinstance(value, str) and not value.startswith(("<", "/")) and "<…>" not in value
        yield f"{path} = {value}" if kept else path
