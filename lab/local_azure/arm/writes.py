"""What was written in this Azure, by whom: the requests that the activity log is made of.

One record a request. What became of an operation is looked up when the log is read.
"""

from __future__ import annotations

import uuid
from bisect import bisect_left, bisect_right, insort
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local_azure.arm.store import Journal

AZURE_DELAY = 180.0
"""Documented: 3 to 20 minutes until an event can be read."""
LONGEST_OPERATION = 86_400.0


@dataclass(frozen=True)
class Write:
    """One request that writes: when, what, on what, who, how it was answered.

    `response` is the answer's body where the log keeps it, `operation` the id of the operation that goes on, `ended`
    when it was over where no operation tells that. `status` is of HTTP, `code` that of a refusal. `user` is the name of
    a user who called through the application, in the place of a service principal.
    """

    at: float
    action: str
    resource_id: str
    method: str
    object_id: str
    client_id: str
    correlation_id: str
    status: int
    code: str | None = None
    response: str | None = None
    operation: str | None = None
    ended: float | None = None
    user: str | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def subscription(self) -> str:
        """The subscription, in lower case; "" for a request to none."""
        parts = self.resource_id.lower().split("/", 3)
        return parts[2] if len(parts) > 2 and parts[1] == "subscriptions" else ""


class Writes:
    """All writes of this Azure by subscription, in the order of their times; `delay` seconds until they are read."""

    def __init__(self, journal: Journal, delay: float) -> None:
        self._journal = journal
        self.delay = delay
        self._of: dict[str, list[Write]] = {}
        for _, document in journal.load("writes"):
            self._keep(Write(**document))

    def note(self, write: Write) -> None:
        """Keep a write."""
        self._keep(write)
        self._journal.write("writes", write.id, asdict(write))

    def around(self, subscription: str, start: float, end: float) -> list[Write]:
        """Those whose events may fall between two moments, oldest first."""
        kept = self._of.get(subscription.lower(), [])
        first = bisect_left(kept, start - LONGEST_OPERATION, key=_moment)
        return kept[first : bisect_right(kept, end, key=_moment)]

    def clear(self) -> None:
        """Forget every write."""
        for write in [each for kept in self._of.values() for each in kept]:
            self._journal.remove("writes", write.id)
        self._of.clear()

    def _keep(self, write: Write) -> None:
        insort(self._of.setdefault(write.subscription, []), write, key=_moment)


def _moment(write: Write) -> float:
    return write.at
