"""URNs that a shared child had while a neighbour owned it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi

if TYPE_CHECKING:
    from collections.abc import Iterable


def aliases_under(component: pulumi.ComponentResource, neighbours: Iterable[str], suffix: str) -> list[pulumi.Alias]:
    """Aliases `<neighbour>-<suffix>` below each neighbour, a component of the same type beside this one.

    With them, a shared child passes from one owner to the next when the config's order changes; without, the engine
    would delete it under one URN and make it under another.
    """
    return [
        pulumi.Alias(name=f"{neighbour}-{suffix}", parent=_sibling(component, neighbour)) for neighbour in neighbours
    ]


def _sibling(component: pulumi.ComponentResource, name: str) -> pulumi.Output[str]:
    return component.urn.apply(lambda urn: f"{urn.rsplit('::', 1)[0]}::{name}")
