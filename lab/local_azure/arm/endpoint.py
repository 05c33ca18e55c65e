"""Paths of Resource Manager itself, which are not resources of a type: `/subscriptions`, a group's resources, …"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from local_azure.arm.resource_type import Call, Result

Handler = Callable[[Call, "dict[str, str]"], Result]


@dataclass(frozen=True)
class Endpoint:
    """One method of one path. `template` is `/subscriptions/{subscription}/locations`; the handler gets the values.

    `permission` is the action that roles allow (None: every caller may); `name` is what fault rules call the type;
    `lists` says that the answer is a list; `needs_json` that another content type is a fault of the server's (500).
    """

    method: str
    template: str
    name: str
    api_versions: tuple[str, ...]
    handler: Handler
    permission: str | None = None
    lists: bool = False
    needs_json: bool = False
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        expression = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.template))
        object.__setattr__(self, "pattern", re.compile(expression + "/?", re.IGNORECASE))

    def match(self, path: str) -> dict[str, str] | None:
        """The values of the template's names in `path` (single slashes), or None."""
        found = self.pattern.fullmatch(path)
        return None if found is None else found.groupdict()
