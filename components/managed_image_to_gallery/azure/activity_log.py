"""The activity log: what was made from an image lately and is gone again, which no list shows any more.

Agents of a CI system, pools and desktops live for minutes; only the log tells of them, for 90 days
(docs/reference/activity-log.md). It has no filter by operation, so all events of Compute are read, newest first, in
windows that grow where little happens. What an event says is folded by resource; nothing else of it is kept.

What is older than `DELAY` does not change any more, so it is read once for all who ask, however long the run; what is
newer is read again when it is asked for later than `MAX_AGE_SECONDS`. A reading that takes longer than its budget is
given up; whoever asks again goes on where it stopped.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from managed_image_to_gallery.azure.api_versions import ACTIVITY_LOG_API_VERSION
from managed_image_to_gallery.azure.errors import LogNotRead, RequestRefused
from managed_image_to_gallery.azure.image_ids import keys_of
from managed_image_to_gallery.azure.limits import ACTIVITY_LOG_DAYS
from managed_image_to_gallery.azure.wire_activity import read_event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.wire_activity import Use

LOG_READS = ("Microsoft.Insights/eventtypes/values/read",)
"""What reading the log takes, at the subscription itself."""

DELAY = timedelta(minutes=30)
"""After that long an event is in the log: documented are 3 to 20 minutes."""

MAX_AGE_SECONDS = 60.0
"""How long a reading of the newest part serves all who ask: less than what the log itself is behind."""

BUDGET_SECONDS = 600.0
"""How long one reading may take: two thirds of what the proof before a deletion may."""

_KEPT = timedelta(days=ACTIVITY_LOG_DAYS, hours=-1)
"""Azure refuses a start before what it keeps, and the oldest window is asked for last."""

_DAY = timedelta(days=1)
_PAGE = 200
"""Events of a page: where a window has fewer, the next one is twice as long."""

_PATH = "/subscriptions/{}/providers/Microsoft.Insights/eventtypes/management/values"


class Pages(Protocol):
    """What reads lists page by page: `ResourceManager`."""

    def pages(self, path: str, query: str, what: str) -> AsyncIterator[list[JsonObject] | None]:
        """The items of one page after the other; None for a list that does not exist. Raises ReadFailed."""
        ...


@dataclass(frozen=True)
class Activity:
    """What the logs of subscriptions tell of the last days.

    days: for which they were asked. since: when the oldest event could be. uses: by the folded id of the image, newest
    first, each resource once. unread: of which subscription not all could be read, and since when it was.
    """

    days: int
    since: datetime
    events: int = 0
    unreadable: int = 0
    uses: Mapping[str, Sequence[Use]] = field(default_factory=dict[str, "Sequence[Use]"])
    unread: Mapping[str, datetime] = field(default_factory=dict[str, datetime])

    def whole(self) -> Activity:
        """The same, if all of it was read. Raises LogNotRead."""
        if self.unread:
            raise LogNotRead({name: _text(moment) for name, moment in self.unread.items()}, BUDGET_SECONDS)
        return self

    def without(self, standing: Collection[str]) -> Activity:
        """The same without what is still there, by folded id: that is judged by what it is now."""
        gone = {
            key: [use for use in uses if use.resource_id.lower() not in standing] for key, uses in self.uses.items()
        }
        return replace(self, uses=gone)

    def of(self, image: ResourceId) -> list[Use]:
        """Everything that used an image, newest first."""
        found = [use for key in keys_of(image) for use in self.uses.get(key, ())]
        return sorted(_folded(found).values(), key=lambda use: use.at, reverse=True)

    @property
    def text(self) -> str:
        """What was read, in numbers, for messages."""
        unreadable = f", {self.unreadable:,} of them unreadable" if self.unreadable else ""
        return f"{self.events:,} events since {_text(self.since)}{unreadable}"


@dataclass
class _Window:
    """What was read of one stretch of time: by the folded id of the image and that of the resource."""

    start: datetime
    events: int = 0
    unreadable: int = 0
    uses: dict[str, dict[str, Use]] = field(default_factory=dict[str, "dict[str, Use]"])

    def take(self, event: JsonObject) -> None:
        """Count one event, and keep what it tells."""
        reading = read_event(event)
        self.events += 1
        self.unreadable += not reading.readable
        if reading.use is not None:
            for key in reading.keys:
                _keep(self.uses.setdefault(key, {}), reading.use)


@dataclass
class _Kept:
    """What is known of one subscription: the newest window with its time of reading, and those before it.

    settled: where the newest window begins; all before it is read once.
    """

    settled: datetime
    newest: _Window | None = None
    read_at: datetime | None = None
    older: list[_Window] = field(default_factory=list["_Window"])
    width: timedelta = _DAY
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def oldest(self) -> datetime:
        """Since when everything is known."""
        return self.older[-1].start if self.older else self.settled

    def windows(self, start: datetime) -> list[_Window]:
        """Those that tell of the time since a moment; one that begins before it is taken whole."""
        newest = [] if self.newest is None else [self.newest]
        ends = [self.settled, *(window.start for window in self.older)]
        return [*newest, *(window for window, end in zip(self.older, ends, strict=False) if end > start)]


class ActivityLog:
    """Reads the log as one identity, once for all who ask. Belongs to the event loop in which it is asked.

    now: the time, UTC. budget: seconds for one reading of a subscription.
    """

    def __init__(
        self,
        source: Pages,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        budget: float = BUDGET_SECONDS,
    ) -> None:
        self._source = source
        self._now = now
        self._budget = budget
        self._of: dict[str, _Kept] = {}

    async def read(self, subscriptions: Iterable[str], days: int) -> Activity:
        """What the logs of subscriptions tell of the last days. Raises ReadFailed; `Activity.unread` is none."""
        asked = sorted({one.lower() for one in subscriptions})
        start = self._now() - min(timedelta(days=days), _KEPT)
        read = await asyncio.gather(*(self._read(one, start) for one in asked))
        unread = {one: reached for one, (_, reached) in zip(asked, read, strict=True) if reached > start}
        return _activity(days, start, [window for windows, _ in read for window in windows], unread)

    async def _read(self, subscription: str, start: datetime) -> tuple[list[_Window], datetime]:
        """What could be read in time, newest first, and since when that is everything."""
        kept = self._of.setdefault(subscription, _Kept(self._now() - DELAY))
        async with kept.lock:
            try:
                async with asyncio.timeout(self._budget):
                    await self._renew(subscription, kept)
                    await self._extend(subscription, kept, start)
            except TimeoutError:
                return kept.windows(start), kept.oldest if kept.newest else self._now()
            return kept.windows(start), kept.oldest

    async def _renew(self, subscription: str, kept: _Kept) -> None:
        now = self._now()
        if kept.newest is not None and kept.read_at is not None:
            if (now - kept.read_at).total_seconds() <= MAX_AGE_SECONDS:
                return
            kept.newest = None
        kept.newest, kept.read_at = await self._window(subscription, kept.settled, None), now

    async def _extend(self, subscription: str, kept: _Kept, start: datetime) -> None:
        while kept.oldest > start:
            window = await self._window(subscription, max(start, kept.oldest - kept.width), kept.oldest)
            kept.older.append(window)
            kept.width = 2 * kept.width if window.events < _PAGE else _DAY

    async def _window(self, subscription: str, start: datetime, end: datetime | None) -> _Window:
        """One stretch of time; the newest is open, so that clocks may differ."""
        until = f" and eventTimestamp le '{_text(end)}'" if end else ""
        wanted = f"eventTimestamp ge '{_text(start)}'{until} and resourceProvider eq 'Microsoft.Compute'"
        what = f"activity log of subscription {subscription}"
        window = _Window(start)
        query = f"api-version={ACTIVITY_LOG_API_VERSION}&$filter={quote(wanted)}"
        async for page in self._source.pages(_PATH.format(subscription), query, what):
            if page is None:
                raise RequestRefused(what, status=404, message="Azure says that this list does not exist")
            for event in page:
                window.take(event)
        return window


def _activity(days: int, start: datetime, windows: Sequence[_Window], unread: Mapping[str, datetime]) -> Activity:
    uses: dict[str, dict[str, Use]] = {}
    for window in windows:
        for key, by_resource in window.uses.items():
            for use in by_resource.values():
                if use.at >= start:
                    _keep(uses.setdefault(key, {}), use)
    return Activity(
        days=days,
        since=min([start, *(window.start for window in windows)]),
        events=sum(window.events for window in windows),
        unreadable=sum(window.unreadable for window in windows),
        uses={key: list(found.values()) for key, found in uses.items()},
        unread=unread,
    )


def _folded(uses: Iterable[Use]) -> dict[str, Use]:
    found: dict[str, Use] = {}
    for use in uses:
        _keep(found, use)
    return found


def _keep(uses: dict[str, Use], use: Use) -> None:
    """Keep the newest use of each resource, whatever the case of its id."""
    known = uses.get(use.resource_id.lower())
    if known is None or known.at < use.at:
        uses[use.resource_id.lower()] = use


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
