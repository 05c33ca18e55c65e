"""What an identity may do, from `Microsoft.Authorization/permissions`: actions with wildcards, minus notActions.

Each entry is one role; an action is allowed when one entry grants it and does not take it back
(learn.microsoft.com/azure/role-based-access-control/role-definitions "NotActions").
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from azure_facts.json_types import JsonObject


@dataclass(frozen=True)
class Permission:
    """What one role grants: patterns of actions, folded."""

    actions: tuple[str, ...]
    not_actions: tuple[str, ...]

    def allows(self, action: str) -> bool:
        """Whether this role by itself allows an action."""
        folded = action.lower()
        granted = any(fnmatchcase(folded, pattern) for pattern in self.actions)
        return granted and not any(fnmatchcase(folded, pattern) for pattern in self.not_actions)


def permission(body: JsonObject) -> Permission:
    """One entry of the list."""
    return Permission(_patterns(body, "actions"), _patterns(body, "notActions"))


def missing_actions(permissions: Iterable[Permission], actions: Iterable[str]) -> list[str]:
    """The actions that no role allows, in their order."""
    granted = tuple(permissions)
    return [action for action in actions if not any(one.allows(action) for one in granted)]


def _patterns(body: JsonObject, key: str) -> tuple[str, ...]:
    listed = body.get(key)
    return tuple(str(item).lower() for item in cast("list[object]", listed)) if isinstance(listed, list) else ()
