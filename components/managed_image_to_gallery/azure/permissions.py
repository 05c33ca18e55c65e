"""What an identity may do, from `Microsoft.Authorization/permissions`: actions with wildcards, minus notActions.

Each entry is one role; an action is allowed when one entry grants it and does not take it back
(learn.microsoft.com/azure/role-based-access-control/role-definitions "NotActions"). `*` stands for any characters,
slashes too, and nothing else is special.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import MalformedAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.json_types import JsonObject

_WHAT = "permissions of a role"


@dataclass(frozen=True)
class Permission:
    """What one role grants: patterns of actions, in any case.

    conditional: a condition narrows what the role grants (`condition` of "Permissions - List"). It is not understood
    here, so such a role proves nothing.
    """

    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    conditional: bool = False

    def allows(self, action: str) -> bool:
        """Whether this role by itself is known to allow an action."""
        if self.conditional:
            return False
        granted = any(_covers(pattern, action) for pattern in self.actions)
        return granted and not any(_covers(pattern, action) for pattern in self.not_actions)


def permission(body: JsonObject) -> Permission:
    """One entry of the list. Raises MalformedAnswer: what a role takes back must not be overlooked."""
    conditional = bool(Body(_WHAT, body).optional_text("condition"))
    return Permission(_patterns(body, "actions"), _patterns(body, "notActions"), conditional)


def missing_actions(permissions: Iterable[Permission], actions: Iterable[str]) -> list[str]:
    """The actions that no role allows, in their order."""
    granted = tuple(permissions)
    return [action for action in actions if not any(one.allows(action) for one in granted)]


def _covers(pattern: str, action: str) -> bool:
    return _compiled(pattern).fullmatch(action) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*"), re.IGNORECASE | re.DOTALL)


def _patterns(body: JsonObject, key: str) -> tuple[str, ...]:
    listed = body.get(key)
    if listed is None:
        return ()
    texts = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    if not isinstance(listed, list) or len(texts) != len(listed):
        raise MalformedAnswer(_WHAT, message=f"the answer has {listed!r:.80} at {key}")
    return tuple(texts)
