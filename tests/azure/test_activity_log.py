"""Reading the activity log: windows, newest first, once for all; what could not be read is not taken for nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from managed_image_to_gallery.azure.activity_log import ActivityLog
from managed_image_to_gallery.azure.errors import LogNotRead, RequestRefused, ServiceFailed
from managed_image_to_gallery.azure.resource_ids import image_id
from managed_image_to_gallery.azure.times import moment
from tests.azure.activity import MACHINE, event, machine_body
from tests.azure.bodies import IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from managed_image_to_gallery.azure.activity_log import Activity
    from managed_image_to_gallery.azure.json_types import JsonObject

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class ToldLog:
    """Events by subscription, answered for the time that is asked for, in pages of 200."""

    events: dict[str, list[JsonObject]] = field(default_factory=dict[str, "list[JsonObject]"])
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    fails: Exception | None = None
    stops_before: datetime | None = None
    now: datetime = NOW

    async def pages(self, path: str, query: str, what: str) -> AsyncGenerator[list[JsonObject] | None]:
        subscription = path.split("/")[2]
        start, end = window_of(query)
        self.asked.append((subscription, query))
        if self.fails is not None:
            raise self.fails
        if self.stops_before is not None and start < self.stops_before:
            await asyncio.Event().wait()
        known = self.events.get(subscription, [])
        found = [one for one in known if start <= moment(str(one["eventTimestamp"])) <= (end or self.now)]
        for first in range(0, max(1, len(found)), 200):
            yield found[first : first + 200]

    def read(self, days: int = 30, *subscriptions: str, budget: float = 60.0) -> Activity:
        log = ActivityLog(self, now=lambda: self.now, budget=budget)
        return asyncio.run(log.read(subscriptions or (SUBSCRIPTION,), days))


def window_of(query: str) -> tuple[datetime, datetime | None]:
    clauses = [one.split("'")[1] for one in parse_qs(query)["$filter"][0].split(" and ") if "eventTimestamp" in one]
    return moment(clauses[0]), moment(clauses[1]) if len(clauses) > 1 else None


def made(name: str, ago: timedelta, image: str = str(IMAGE)) -> JsonObject:
    resource = MACHINE.replace("agent-1", name)
    return event(machine_body(image), resource=resource, at=(NOW - ago).isoformat())


def names(activity: Activity) -> list[str]:
    return [use.resource_id.rsplit("/", 1)[1] for use in activity.of(IMAGE)]


def test_what_used_the_image_is_told_newest_first_and_its_neighbour_not() -> None:
    log = ToldLog({SUBSCRIPTION: [made("old", 20 * DAY), made("new", DAY), made("other", DAY, f"{IMAGE}-2")]})
    activity = log.read()
    assert names(activity) == ["new", "old"]
    assert activity.whole().text == "3 events since 2026-10-30T12:00:00Z"


def test_what_is_older_than_the_days_that_are_asked_for_does_not_count() -> None:
    log = ToldLog({SUBSCRIPTION: [made("in", 7 * DAY - timedelta(hours=1)), made("out", 7 * DAY + timedelta(hours=1))]})
    assert names(log.read(7)) == ["in"]


def test_the_last_second_of_the_days_counts_and_what_a_clock_puts_into_the_future_too() -> None:
    second = timedelta(seconds=1)
    log = ToldLog({SUBSCRIPTION: [made("edge", 7 * DAY), made("out", 7 * DAY + second), made("ahead", -4 * second)]})
    log.now = NOW + 5 * second
    activity = asyncio.run(ActivityLog(log, now=lambda: NOW).read([SUBSCRIPTION], 7))
    assert names(activity) == ["ahead", "edge"]


def test_a_resource_is_told_once_whatever_its_case_with_its_last_time() -> None:
    again = made("AGENT", DAY)
    again["resourceId"] = str(again["resourceId"]).upper()
    (use,) = ToldLog({SUBSCRIPTION: [made("agent", 2 * DAY), again, made("agent", 3 * DAY)]}).read().of(IMAGE)
    assert use.at == NOW - DAY


def test_windows_touch_each_other_newest_first_and_end_where_they_were_asked_to() -> None:
    log = ToldLog()
    log.read(30)
    windows = [window_of(query) for _, query in log.asked]
    assert windows[0] == (NOW - timedelta(minutes=30), None)
    assert [end for _, end in windows[1:]] == [start for start, _ in windows[:-1]]
    assert windows[-1][0] == NOW - 30 * DAY
    assert len(windows) == 6


def test_where_much_happens_windows_are_a_day() -> None:
    log = ToldLog({SUBSCRIPTION: [made(f"a{one}", timedelta(minutes=41 + 5 * one)) for one in range(2000)]})
    activity = log.read(7)
    assert (activity.events, len(activity.of(IMAGE)), len(log.asked)) == (2000, 2000, 8)


def test_ninety_days_stay_within_what_azure_keeps() -> None:
    log = ToldLog()
    log.read(90)
    assert window_of(log.asked[-1][1])[0] == NOW - 90 * DAY + timedelta(hours=1)


def test_only_events_of_compute_are_asked_for() -> None:
    log = ToldLog()
    log.read()
    assert all("resourceProvider eq 'Microsoft.Compute'" in parse_qs(query)["$filter"][0] for _, query in log.asked)


def test_the_settled_part_is_read_once_and_the_newest_again_after_a_minute() -> None:
    log = ToldLog({SUBSCRIPTION: [made("old", DAY)]})
    reader = ActivityLog(log, now=lambda: log.now)

    async def read() -> list[list[str]]:
        first, again = await asyncio.gather(reader.read([SUBSCRIPTION], 30), reader.read([SUBSCRIPTION.upper()], 30))
        before = len(log.asked)
        log.now += timedelta(seconds=61)
        log.events[SUBSCRIPTION].append(made("new", timedelta(minutes=1)))
        later = await reader.read([SUBSCRIPTION], 30)
        assert len(log.asked) == before + 1
        return [names(one) for one in (first, again, later)]

    assert asyncio.run(read()) == [["old"], ["old"], ["new", "old"]]
    assert len(log.asked) == 7


def test_more_days_go_on_where_fewer_ended() -> None:
    log = ToldLog({SUBSCRIPTION: [made("new", DAY), made("old", 20 * DAY)]})
    reader = ActivityLog(log, now=lambda: log.now)

    async def read() -> list[list[str]]:
        return [names(await reader.read([SUBSCRIPTION], days)) for days in (7, 30, 7)]

    assert asyncio.run(read()) == [["new"], ["new", "old"], ["new"]]
    starts = [window_of(query)[0] for _, query in log.asked]
    assert len(starts) == len(set(starts))


def test_each_subscription_is_read() -> None:
    log = ToldLog({OTHER_SUBSCRIPTION: [made("elsewhere", DAY)]})
    assert names(log.read(30, SUBSCRIPTION, OTHER_SUBSCRIPTION)) == ["elsewhere"]
    assert {subscription for subscription, _ in log.asked} == {SUBSCRIPTION, OTHER_SUBSCRIPTION}


def test_what_still_stands_is_no_news() -> None:
    log = ToldLog({SUBSCRIPTION: [made("stands", DAY), made("gone", DAY)]})
    standing = {MACHINE.replace("agent-1", "stands").lower()}
    assert names(log.read().without(standing)) == ["gone"]


def test_what_cannot_be_read_is_counted() -> None:
    log = ToldLog({SUBSCRIPTION: [event("cut", at=(NOW - DAY).isoformat()), made("gone", DAY)]})
    activity = log.read()
    assert activity.text == "2 events since 2026-10-30T12:00:00Z, 1 of them unreadable"


def test_a_reading_that_takes_too_long_is_told_with_what_it_reached() -> None:
    log = ToldLog({SUBSCRIPTION: [made("new", DAY)]}, stops_before=NOW - 3 * DAY)
    activity = log.read(budget=0.05)
    assert names(activity) == ["new"]
    with pytest.raises(LogNotRead, match=r"since 2026-11-28T11:30:00Z alone of subscription e37510d7"):
        activity.whole()


def test_nothing_is_known_where_not_even_the_newest_part_was_read() -> None:
    activity = ToldLog(stops_before=NOW).read(budget=0.05)
    with pytest.raises(LogNotRead, match="since 2026-11-29T12:00:00Z alone"):
        activity.whole()


def test_whoever_asks_again_goes_on_where_it_stopped() -> None:
    log = ToldLog({SUBSCRIPTION: [made("old", 20 * DAY)]}, stops_before=NOW - 3 * DAY)
    reader = ActivityLog(log, now=lambda: log.now, budget=0.05)

    async def read() -> Activity:
        await reader.read([SUBSCRIPTION], 30)
        log.stops_before = None
        return await reader.read([SUBSCRIPTION], 30)

    assert names(asyncio.run(read()).whole()) == ["old"]
    starts = [window_of(query)[0] for _, query in log.asked]
    assert len(starts) == len(set(starts)) + 1


@pytest.mark.parametrize("failure", [ServiceFailed("log", status=503, message="no"), RuntimeError("defect")])
def test_a_failure_is_no_answer(failure: Exception) -> None:
    with pytest.raises(type(failure)):
        ToldLog(fails=failure).read()


def test_a_log_that_does_not_exist_is_no_answer() -> None:
    class Nothing(ToldLog):
        async def pages(self, path: str, query: str, what: str) -> AsyncGenerator[list[JsonObject] | None]:
            yield None

    with pytest.raises(RequestRefused, match="does not exist"):
        Nothing().read()


def test_a_tag_without_the_subscription_counts_for_the_image_of_that_group_and_name() -> None:
    body = machine_body("/x", tags={"image": str(IMAGE)[str(IMAGE).index("/resourceGroups/") :]})
    activity = ToldLog({SUBSCRIPTION: [event(body, at=(NOW - DAY).isoformat())]}).read()
    assert names(activity) == ["agent-1"]
    assert activity.of(image_id(SUBSCRIPTION, "other", IMAGE.name)) == []


def test_fewer_days_than_were_read_count_no_more_than_they_say() -> None:
    log = ToldLog({SUBSCRIPTION: [made("in", 5 * DAY), made("out", 6 * DAY + DAY / 2)]})
    reader = ActivityLog(log, now=lambda: log.now)

    async def read() -> list[list[str]]:
        return [names(await reader.read([SUBSCRIPTION], days)) for days in (30, 6)]

    assert asyncio.run(read()) == [["in", "out"], ["in"]]
