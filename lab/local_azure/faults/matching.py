"""Whether a request fits a rule."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local_azure.faults.rules import Match


@dataclass(frozen=True)
class Attempt:
    """A request as fault rules see it; `type`, `id`, `operation` of a poll are those of the operation's resource."""

    method: str
    access: str
    type: str
    id: str
    api_version: str = ""
    operation: str = ""
    action: str = ""

    @property
    def name(self) -> str:
        """The last name of the id."""
        return self.id.rsplit("/", 1)[-1]


def fits(match: Match, attempt: Attempt) -> bool:
    """Whether every field of the match that is given fits; how often is not asked here."""
    if attempt.access == "poll" and match.access != "poll":
        return False
    pairs = (
        (match.method, attempt.method),
        (match.access, attempt.access),
        (match.type, attempt.type),
        (match.name, attempt.name),
        (match.id, attempt.id),
        (match.api_version, attempt.api_version),
        (match.operation, attempt.operation),
        (match.action, attempt.action),
    )
    return all(_like(found, wanted) for wanted, found in pairs if wanted is not None)


def _like(found: str, wanted: str) -> bool:
    return fnmatchcase(found.lower(), wanted.lower())
