"""Reads no faster than Azure answers them: whoever is told to wait makes all requests of its kind wait.

Azure counts requests by kind (docs/reference/azure-galleries.md#request-budgets) and answers 429 with `Retry-After`
when a budget is used up. Its answers say before that how much is left: when little is, requests go as slowly as the
budget fills. A wait of either sort is no silence of Azure's: it is not counted against the deadline of a request, and
one answer is enough for all who would get the same.
"""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from managed_image_to_gallery.azure.budgets import SPARE, is_of_manager, remaining, seconds_short, window_named
from managed_image_to_gallery.azure.errors import Throttled
from managed_image_to_gallery.azure.underway import UNDERWAY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping

    from managed_image_to_gallery.azure.budgets import Window

_T = TypeVar("_T")

DEFAULT_WAIT_SECONDS = 60.0
"""How long to wait when Azure asks to slow down without saying for how long."""

LONGEST_WAIT_SECONDS = 3600.0
"""How long one request waits in all: twice the longest time in which a budget of Compute's fills again."""

MOST_WAITS = 100
"""How often one request waits: an answer that asks to wait for next to nothing is not asked for ever."""

BY_MANAGER = "SubscriptionRequestsThrottled"
"""The code of a 429 that is Resource Manager's own (docs/reference/resource-manager.md#throttling)."""

_MILLISECONDS = ("retry-after-ms", "x-ms-retry-after-ms")


class Line:
    """The requests of one reader: how many are in flight at once, and for how long Azure has made them wait in all."""

    def __init__(self, slots: int) -> None:
        self.slots = asyncio.Semaphore(slots)
        self.waited = 0.0


class Pace:
    """When requests of a kind may be sent. One for all who share a sign-in; belongs to their event loop.

    clock: monotonic seconds. sleep: waits for seconds.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._between: dict[str, dict[str, float]] = {}
        self._taken_until: dict[str, float] = {}
        self._in_flight: Counter[str] = Counter()
        self._waiting = 0
        self._waiting_since = 0.0
        self._waited_before = 0.0
        self.remaining: dict[str, int] = {}
        self._most: dict[str, int] = {}

    def hold(self, kind: str, seconds: float) -> None:
        """Let no request of this kind go for so long from now on, or longer if that was asked for before."""
        self._free_at[kind] = max(self._free_at.get(kind, 0.0), self.clock() + seconds)

    def note(self, kind: str, headers: Mapping[str, str]) -> None:
        """Heed what an answer to this kind of request says is left of Azure's budgets (`budgets`), and keep it.

        Where little is left the next ones wait until the budget has its spare part again, and go one by one: others
        need it too, and what is refused costs minutes. How much it holds is the most that was ever left.
        """
        left = remaining(headers)
        self.remaining |= left
        self._most |= {name: max(number, self._most.get(name, 0)) for name, number in left.items()}
        for name, number in left.items():
            window = window_named(name, self._most[name])
            if window is not None:
                scope = _all_like(kind) if is_of_manager(name) else kind
                self._slow_down(scope, window, number - max(0, self._in_flight[scope] - 1))

    def _slow_down(self, kind: str, window: Window, left: int) -> None:
        """Wait for the spare part of a window, and go from then on as it fills, until there is more than that.

        left: without what else is in flight, which the answer may not have counted.
        """
        self._between.setdefault(kind, {})[window.name] = 0.0 if left > window.requests * SPARE else 1 / window.a_second
        wait = seconds_short(window, left)
        if wait:
            self.hold(kind, wait)

    def is_free(self, kind: str) -> bool:
        """Whether a request of this kind may be sent now."""
        return self._free(kind) <= self.clock()

    def _free(self, kind: str) -> float:
        """When a request of this kind may be sent."""
        return max(self._free_at.get(kind, 0.0), self._free_at.get(_all_like(kind), 0.0))

    async def patiently(self, kind: str, ask: Callable[[], Awaitable[_T]], line: Line | None = None) -> _T:
        """The answer to a question of this kind, asked again as long as Azure asks to wait.

        line: the reader's that asks, one of whose slots is held.

        Raises Throttled when it has waited for too long, and what `ask` raises.
        """
        began, waits, line = self.clock(), 0, line or Line(1)
        while True:
            had_turn = self._is_slow(kind)
            line.waited += await self._turn(kind)
            async with line.slots:
                if not self.is_free(kind) or (self._is_slow(kind) and not had_turn):
                    continue
                try:
                    with self._sent(kind):
                        return await ask()
                except Throttled as throttled:
                    waits += 1
                    if waits > MOST_WAITS or self.clock() - began >= LONGEST_WAIT_SECONDS:
                        raise
                    held = _all_like(kind) if throttled.code == BY_MANAGER else kind
                    self.hold(held, DEFAULT_WAIT_SECONDS if throttled.wait is None else throttled.wait)

    async def within(self, seconds: float, work: Coroutine[object, object, _T]) -> _T:
        """The result of work that may take so long besides the time in which it waited because Azure asked for it.

        Raises TimeoutError when it has not ended by then, after it was cancelled.
        """
        task, left, waited = asyncio.ensure_future(work), seconds, self._waited()
        try:
            while left > 0 and not task.done():
                await asyncio.wait([task], timeout=left)
                left, waited = self._waited() - waited, self._waited()
            if not task.done():
                raise TimeoutError
            return task.result()
        finally:
            task.cancel()
            await asyncio.wait([task])

    def _waited(self) -> float:
        """For how long so far at least one request has waited because Azure asked for it."""
        return self._waited_before + (self.clock() - self._waiting_since if self._waiting else 0.0)

    async def _turn(self, kind: str) -> float:
        """Wait until a request of this kind may be sent; for how long, in seconds."""
        began = self.clock()
        while (wait := self._next(kind) - self.clock()) > 0:
            with UNDERWAY.waiting_for("Azure throttles its reads and is waited for"), self._counted():
                await self._sleep(wait)
            if self.is_free(kind):
                break
        return self.clock() - began

    def _is_slow(self, kind: str) -> bool:
        """Whether requests of this kind go one by one: whoever came before that, and waits for a slot, has no turn."""
        return any(self._between_requests(kind).values())

    def _between_requests(self, kind: str) -> dict[str, float]:
        """The seconds from one request to the next, of this kind and of all for the subscription; 0 for all at once."""
        return {scope: max(self._between.get(scope, {}).values(), default=0.0) for scope in (kind, _all_like(kind))}

    def _next(self, kind: str) -> float:
        """When one more request of this kind may be sent: where little is left, one by one as the budget fills."""
        between = self._between_requests(kind)
        turn = max(self.clock(), self._free(kind), *(self._taken_until.get(scope, 0.0) for scope in between))
        self._taken_until |= {scope: turn + seconds for scope, seconds in between.items() if seconds}
        return turn

    @contextmanager
    def _sent(self, kind: str) -> Generator[None]:
        """Count a request as in flight until its answer is there and noted."""
        scopes = (kind, _all_like(kind))
        self._in_flight.update(scopes)
        try:
            yield
        finally:
            self._in_flight.subtract(scopes)

    @contextmanager
    def _counted(self) -> Generator[None]:
        """Count the time within as waiting; that of several at once once."""
        if not self._waiting:
            self._waiting_since = self.clock()
        self._waiting += 1
        try:
            yield
        finally:
            if self._waiting == 1:
                self._waited_before = self._waited()
            self._waiting -= 1


def kind_of(url: str) -> str:
    """The kind by which Azure counts a GET: subscription, resource type, and whether it is a list."""
    parts = [part for part in urlsplit(url).path.lower().split("/") if part]
    subscription = parts[1] if parts[:1] == ["subscriptions"] and len(parts) > 1 else ""
    if "providers" not in parts:
        return f"{subscription} {' '.join(parts[2::2])}"
    provider = len(parts) - parts[::-1].index("providers")
    namespace, names = parts[provider : provider + 1], parts[provider + 1 :]
    return " ".join([subscription, *namespace, *names[::2], "list" if len(names) % 2 else "one"])


def _all_like(kind: str) -> str:
    """What stands for all kinds of the subscription of a kind: Resource Manager counts them together."""
    return kind.partition(" ")[0]


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds that an answer asks to wait; None where it says none that can be read.

    Dates, which the header may also carry, are not sent by Resource Manager
    (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
    """
    for name in (*_MILLISECONDS, "Retry-After"):
        try:
            seconds = float(headers[name]) / (1000 if name in _MILLISECONDS else 1)
        except (KeyError, ValueError):
            continue
        if not math.isnan(seconds):
            return max(0.0, min(seconds, LONGEST_WAIT_SECONDS))
    return _resets_after(headers) if "x-ms-user-quota-resets-after" in headers else None


def wait_for_quota(headers: Mapping[str, str]) -> float:
    """The seconds until a caller whose quota an answer has used up gets a new one; 0 while something is left.

    Resource Graph tells both in every answer (docs/reference/resource-graph.md#contract).
    """
    return _resets_after(headers) or 0.0 if headers.get("x-ms-user-quota-remaining") == "0" else 0.0


def _resets_after(headers: Mapping[str, str]) -> float | None:
    """`hh:mm:ss` in seconds; None for what is no such text."""
    match = re.fullmatch(r"(\d\d):(\d\d):(\d\d)(\.\d+)?", headers.get("x-ms-user-quota-resets-after", ""))
    if match is None:
        return None
    hours, minutes, seconds = (int(part) for part in match.groups()[:3])
    return min(3600.0 * hours + 60.0 * minutes + seconds + float(match[4] or 0), LONGEST_WAIT_SECONDS)
