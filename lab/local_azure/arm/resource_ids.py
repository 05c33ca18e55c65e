"""Ids and request paths of Azure Resource Manager: parsing, keys, parents.

Paths are compared without case and `//` counts as `/` (docs/reference/resource-manager.md#requests-and-errors); answers
carry one canonical spelling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GROUP_TYPE = "Microsoft.Resources/resourceGroups"
SUBSCRIPTION_TYPE = "Microsoft.Resources/subscriptions"


@dataclass(frozen=True)
class ArmId:
    """One resource's id, spelled as it was sent or stored.

    `extends` is the id of the resource that an extension resource (a lock, a role assignment) belongs to.
    """

    subscription: str | None
    group: str | None = None
    provider: str | None = None
    types: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    extends: ArmId | None = None

    def __str__(self) -> str:
        return self._scope() + self._provider_part()

    @property
    def key(self) -> str:
        """What resources are compared and stored by: the id without case."""
        return str(self).lower()

    @property
    def name(self) -> str:
        """The last name: of the resource, the group or the subscription."""
        if self.names:
            return self.names[-1]
        return self.group or self.subscription or ""

    @property
    def type(self) -> str:
        """The full type as spelled here, `Microsoft.Compute/galleries/images`."""
        if self.provider:
            return "/".join((self.provider, *self.types))
        return GROUP_TYPE if self.group else SUBSCRIPTION_TYPE

    @property
    def parent(self) -> ArmId | None:
        """The resource that this one is nested in; for a top-level resource its group; None above that."""
        if len(self.names) > 1:
            return ArmId(
                self.subscription, self.group, self.provider, self.types[:-1], self.names[:-1], extends=self.extends
            )
        if self.extends is not None:
            return self.extends
        if self.names and self.group:
            return ArmId(self.subscription, self.group)
        return None

    @property
    def type_and_name(self) -> str:
        """`Microsoft.Compute/galleries/g/images/d`, as Azure's texts name a resource."""
        pairs = [part for pair in zip(self.types, self.names, strict=True) for part in pair]
        return "/".join([self.provider or "", *pairs])

    def child(self, child_type: str, name: str) -> ArmId:
        """The id of a resource nested in this one."""
        return ArmId(
            self.subscription, self.group, self.provider, (*self.types, child_type), (*self.names, name), self.extends
        )

    def _scope(self) -> str:
        if self.extends is not None:
            return str(self.extends)
        scope = f"/subscriptions/{self.subscription}" if self.subscription else ""
        return f"{scope}/resourceGroups/{self.group}" if self.group else scope

    def _provider_part(self) -> str:
        if not self.provider:
            return ""
        return f"/providers/{self.type_and_name}"


@dataclass(frozen=True)
class ArmPath:
    """A request's path: a resource, and what follows its id: a collection's type, or an action (`tail`)."""

    id: ArmId
    tail: str | None = None


def parse_path(path: str) -> ArmPath | None:
    """Read a request path; None when it does not have the form of an ARM path at all."""
    segments = [segment for segment in re.split("/+", path) if segment]
    if not segments:
        return None
    scope, rest = _scope_of(segments)
    if scope is None:
        return None
    return _provider_levels(scope, rest)


def parse_id(text: str) -> ArmId | None:
    """Read a resource id out of a body; None when it is not one."""
    parsed = parse_path(text)
    return parsed.id if parsed is not None and parsed.tail is None else None


def _scope_of(segments: list[str]) -> tuple[ArmId | None, list[str]]:
    if segments[0].lower() == "providers":
        return ArmId(None), segments
    if segments[0].lower() != "subscriptions":
        return None, segments
    if len(segments) == 1:
        return ArmId(None), segments
    if len(segments) >= 4 and segments[2].lower() == "resourcegroups":
        return ArmId(segments[1], segments[3]), segments[4:]
    return ArmId(segments[1]), segments[2:]


def _provider_levels(scope: ArmId, rest: list[str]) -> ArmPath | None:
    if not rest:
        return ArmPath(scope)
    if rest[0].lower() != "providers" or len(rest) == 1:
        return ArmPath(scope, "/".join(rest))
    chain, following = _until_next_provider(rest[2:])
    types, names = tuple(chain[::2]), tuple(chain[1::2])
    odd = len(types) > len(names)
    if odd and following:
        return None
    extends = scope if scope.provider else None
    found = ArmId(scope.subscription, scope.group, rest[1], types[:-1] if odd else types, names, extends=extends)
    if odd:
        return ArmPath(found if names else _provider_scope(scope, rest[1]), types[-1])
    if following:
        return _provider_levels(found, following)
    return ArmPath(found)


def _provider_scope(scope: ArmId, provider: str) -> ArmId:
    return ArmId(scope.subscription, scope.group, provider, extends=scope if scope.provider else None)


def _until_next_provider(segments: list[str]) -> tuple[list[str], list[str]]:
    for index, segment in enumerate(segments):
        if index % 2 == 0 and segment.lower() == "providers":
            return segments[:index], segments[index:]
    return segments, []
