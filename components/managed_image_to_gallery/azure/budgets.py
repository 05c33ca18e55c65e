"""How many requests of a kind Azure answers, and how long the next one has to wait for that: pure.

Azure counts every request twice: its resource provider by what it is about, in three minutes and in half an hour
(docs/reference/azure-galleries.md#request-budgets), and Resource Manager by whether it reads, writes or deletes
(docs/reference/resource-manager.md#throttling). A budget is full at first and fills again evenly. What is left for
reads stands in the headers of a read, so that the requests of others are counted; of writes and deletions only their
own answers tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SPARE = 0.1
"""The part of each budget that is left to others: the portal, the gate's own reads, a request that is sent again."""

STACKS_AT_ONCE = "GALLERY_MIGRATE_STACKS_AT_ONCE"
"""The environment variable that says how many stacks are updated side by side: each takes its share of the budgets."""

REMAINING = "x-ms-ratelimit-remaining-resource"
"""The header that says what a provider has left: `Microsoft.Compute/GetImages3Min;359,Microsoft.Compute/…`."""

READS_REMAINING = "x-ms-ratelimit-remaining-subscription-reads"
"""The header that says how many reads Resource Manager has left."""


@dataclass(frozen=True)
class Window:
    """So many requests in so many seconds.

    name: as a header has it. span: the seconds as people say them.
    """

    name: str
    requests: int
    seconds: float
    span: str

    @property
    def a_second(self) -> float:
        """How many requests come back in a second."""
        return self.requests / self.seconds


@dataclass(frozen=True)
class Budget:
    """The requests of one kind, as people call them (in the plural), and how many each window holds.

    reads, writes, deletions: how many requests Resource Manager counts for one of these, with those that the engine's
    provider sends around it at once. together: those who wait go in one wave, when the budget bears the last of them.
    What each reads before its request is then read once for all; the last of them waits no longer for it.
    """

    requests: str
    windows: tuple[Window, ...]
    reads: int = 0
    writes: int = 0
    deletions: int = 0
    together: bool = False


def _of_provider(policy: str, in_three_minutes: int, in_half_an_hour: int) -> tuple[Window, ...]:
    """The windows of a resource provider, by the name that it has for a kind of request."""
    return (
        Window(f"{policy}3Min", in_three_minutes, 180.0, "three minutes"),
        Window(f"{policy}30Min", in_half_an_hour, 1800.0, "half an hour"),
    )


IMPORTS = Budget("reads of images", _of_provider("GetImages", 360, 1_800), reads=1)
DEFINITIONS = Budget("writes of definitions", _of_provider("CreateUpdateGalleryImage", 150, 750), reads=4, writes=1)
"""The provider reads whether there is one, how the write goes on, and twice what it has become."""
VERSIONS = Budget("writes of versions", _of_provider("CreateUpdateGalleryImageVersion", 375, 1_200), reads=1, writes=1)
"""The provider reads whether there is one; what it reads in the end comes when Azure is done with each."""
DELETIONS = Budget("deletions of images", _of_provider("DeleteImages", 120, 600), reads=1, deletions=1, together=True)
VERSION_DELETIONS = Budget(
    "deletions of versions", _of_provider("DeleteGalleryImageVersion", 150, 1_000), reads=1, deletions=1
)

_READS = "subscription-reads"


@dataclass(frozen=True)
class ManagerBudgets:
    """What Resource Manager answers for one subscription and one caller, whatever the requests are about."""

    reads: Budget
    writes: Budget
    deletions: Budget

    def drawn_on(self, budget: Budget) -> Iterator[tuple[Budget, int]]:
        """Which of these one request of a budget takes from, and how many."""
        pairs = ((self.reads, budget.reads), (self.writes, budget.writes), (self.deletions, budget.deletions))
        return ((own, number) for own, number in pairs if number)


def _of_manager(group: str, requests: int, seconds: float, span: str) -> Budget:
    return Budget(f"{group} of any kind", (Window(f"subscription-{group}", requests, seconds, span),))


BY_THE_SECOND = ManagerBudgets(
    _of_manager("reads", 250, 10.0, "ten seconds"),
    _of_manager("writes", 200, 20.0, "twenty seconds"),
    _of_manager("deletions", 200, 20.0, "twenty seconds"),
)
"""Those of public Azure since 2024: 25 reads, 10 writes and 10 deletions come back in a second."""

BY_THE_HOUR = ManagerBudgets(
    _of_manager("reads", 12_000, 3600.0, "an hour"),
    _of_manager("writes", 1_200, 3600.0, "an hour"),
    _of_manager("deletions", 15_000, 3600.0, "an hour"),
)
"""Those of clouds and subscriptions where Azure counts as it did before."""


def manager_budgets(reported: Mapping[str, int]) -> ManagerBudgets:
    """Resource Manager's budgets, by what it says is left for reads: more than the newer ones hold, or not."""
    (newer,) = BY_THE_SECOND.reads.windows
    return BY_THE_HOUR if reported.get(_READS, 0) > newer.requests else BY_THE_SECOND


@dataclass(frozen=True)
class Level:
    """What is left in each window at one time, by name; less than nothing where more has been promised."""

    left: Mapping[str, float]
    at: float


def full(budget: Budget, share: float, now: float) -> Level:
    """Nothing of this share of a budget is used."""
    return Level({window.name: window.requests * share for window in budget.windows}, now)


def at_most(level: Level, reported: Mapping[str, int], share: float) -> Level:
    """The level, or the share of what Azure says is left if that is less: others use the same budget."""
    return Level(
        {name: min(left, reported.get(name, left / share) * share) for name, left in level.left.items()}, level.at
    )


def filled(budget: Budget, level: Level, share: float, now: float) -> Level:
    """The level at a later time."""
    back = now - level.at
    return Level(
        {
            window.name: min(window.requests * share, level.left[window.name] + back * window.a_second * share)
            for window in budget.windows
        },
        now,
    )


def taken(level: Level, requests: int = 1) -> Level:
    """The level after so many requests were promised."""
    return Level({name: left - requests for name, left in level.left.items()}, level.at)


def seconds_short(window: Window, left: float, share: float = 1.0) -> float:
    """How long until the last request that was promised may be sent: until the window is back at its spare part."""
    return max(0.0, (window.requests * SPARE * share - left) / (window.a_second * share))


def remaining(headers: Mapping[str, str]) -> dict[str, int]:
    """What the headers of an answer say is left, by the name of the window; what cannot be read is left out."""
    parts = [part.strip().rpartition(";") for part in headers.get(REMAINING, "").split(",")]
    parts.append((_READS, ";", headers.get(READS_REMAINING, "")))
    return {name.rpartition("/")[2]: int(number) for name, _, number in parts if number.isdecimal()}


def is_of_manager(name: str) -> bool:
    """Whether a window is Resource Manager's: all reads for a subscription are taken from it."""
    return name == _READS


def window_named(name: str, most: int) -> Window | None:
    """The window that a header names so; None where it is named otherwise than Azure names its windows.

    most: the most that was ever left of it, which is taken for what it holds.
    """
    if is_of_manager(name):
        (window,) = manager_budgets({name: most}).reads.windows
        return window
    matching = (one for one in _of_provider("", most, most) if re.fullmatch(rf".*\D{one.name}", name))
    return next(matching, None) if most else None
