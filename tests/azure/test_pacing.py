from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.errors import Throttled
from managed_image_to_gallery.azure.pacing import LONGEST_WAIT_SECONDS, Line, Pace, asked_wait, kind_of
from tests.azure.movable_clock import Alarms, MovableClock

if TYPE_CHECKING:
    from collections.abc import Sequence

ARM = "https://management.azure.com"
IMAGES = "/subscriptions/S/resourceGroups/g/providers/Microsoft.Compute/images"
GALLERY = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/x"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"{IMAGES}/one?api-version=1", "s microsoft.compute images one"),
        (f"{IMAGES}?api-version=1", "s microsoft.compute images list"),
        ("/subscriptions/s/providers/Microsoft.Compute/images", "s microsoft.compute images list"),
        (f"{GALLERY}/images/i/versions/1.0.0", "s microsoft.compute galleries images versions one"),
        (f"{GALLERY}/images/i/versions", "s microsoft.compute galleries images versions list"),
        (f"{GALLERY}/providers/Microsoft.Authorization/locks", "s microsoft.authorization locks list"),
        ("/subscriptions/s/locations", "s locations"),
        ("/subscriptions/s/resources", "s resources"),
        ("/subscriptions", " "),
        ("/metadata/endpoints", " "),
        ("", " "),
    ],
)
def test_requests_that_azure_counts_together_are_of_one_kind(path: str, kind: str) -> None:
    assert kind_of(ARM + path) == kind


def test_requests_that_azure_counts_apart_are_of_two_kinds() -> None:
    kinds = {
        kind_of(ARM + path) for path in (IMAGES, f"{IMAGES}/a", GALLERY, f"{GALLERY}/images", f"{GALLERY}/images/i")
    }

    assert len(kinds) == 5


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "2", "x-ms-retry-after-ms": "50"}, 0.05),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"Retry-After": "-3"}, 0),
        ({"Retry-After": "999999"}, LONGEST_WAIT_SECONDS),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "nan"}, None),
        ({"x-ms-retry-after-ms": "soon", "Retry-After": "3"}, 3),
        ({}, None),
    ],
)
def test_the_wait_that_an_answer_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_wait(headers) == seconds


def test_what_azure_asks_to_wait_is_not_counted_against_the_time_that_reads_may_take() -> None:
    """After the wait the work goes on for longer than it may take, and less than that and the wait together."""
    clock = MovableClock()

    async def play() -> str:
        pace, answered = clock.pace(), asyncio.Event()

        async def ask() -> str:
            if not clock.waits:
                raise Throttled("the list", message="slow down", status=429, wait=1200)
            asyncio.get_running_loop().call_later(0.2, answered.set)
            await answered.wait()
            return "an answer"

        return await pace.within(0.1, pace.patiently("a kind", ask))

    assert asyncio.run(play()) == "an answer"
    assert clock.waits == [1200]


def asked_after(said: Sequence[dict[str, str]], kind: str, *kinds: str) -> list[float]:
    """When requests are sent: one of a kind for each of these answers to it, and then one of each of `kinds`."""
    clock, asked_at = MovableClock(), list[float]()

    async def play() -> None:
        pace = clock.pace()

        async def ask() -> None:
            asked_at.append(clock.now)

        for headers in said:
            await pace.patiently(kind, ask)
            pace.note(kind, headers)
        for each in kinds:
            await pace.patiently(each, ask)

    asyncio.run(play())
    return asked_at


LEFT = "Microsoft.Compute/ListVersions3Min;{},Microsoft.Compute/ListVersions30Min;{}"


@pytest.mark.parametrize(
    ("short", "long", "wait"),
    [
        (1500, 10_000, 0),
        (150, 9_000, 0),
        (149, 9_000, 1 * 180 / 1500),
        (0, 9_000, 150 * 180 / 1500),
        (1400, 900, 100 * 1800 / 10_000),
    ],
    ids=["full", "spare", "below spare", "empty", "empty for half an hour"],
)
def test_where_little_is_left_the_next_request_waits_until_the_budget_has_its_spare_part(
    short: int, long: int, wait: float
) -> None:
    """The budget holds what the first answer said."""
    said = [{"x-ms-ratelimit-remaining-resource": LEFT.format(*left)} for left in ((1500, 10_000), (short, long))]

    assert asked_after(said, "a kind", "another kind", "a kind") == [0, 0, 0, pytest.approx(wait)]


@pytest.mark.parametrize(
    ("most", "left", "wait"),
    [(249, 25, 0), (249, 5, 20 / 25), (249, 0, 25 / 25), (11_999, 1_200, 0), (11_999, 1_000, 200 * 3600 / 12_000)],
)
def test_where_resource_manager_has_little_left_all_reads_for_the_subscription_wait(
    most: int, left: int, wait: float
) -> None:
    """It counts them together, whatever they are about; those for another subscription do not wait."""
    said = [{"x-ms-ratelimit-remaining-subscription-reads": f"{number}"} for number in (most, left)]

    assert asked_after(said, "s images one", "other images one", "s locks list") == [0, 0, 0, pytest.approx(wait)]


def test_where_little_is_left_requests_go_one_by_one_as_what_they_use_comes_back() -> None:
    """All at once would need more than the spare part; where there is enough again they go at once."""
    clock, asked_at = Alarms(), list[float]()

    async def play() -> None:
        pace = Pace(clock=lambda: clock.now, sleep=clock.sleep)

        async def ask() -> None:
            asked_at.append(clock.now)

        for left in (249, 20, 100):
            pace.note("s images one", {"x-ms-ratelimit-remaining-subscription-reads": f"{left}"})
            kinds = ["s images one", "s locks list", "s disks list", "other disks list"]
            reads = [asyncio.ensure_future(pace.patiently(kind, ask)) for kind in kinds]
            await asyncio.sleep(0)
            await clock.wake_all()
            await asyncio.gather(*reads)

    asyncio.run(play())

    one_by_one = [(5 + number) / 25 for number in range(4)]
    together = [0.0] * 4
    assert asked_at == pytest.approx([*together, 0.0, *one_by_one[:3], one_by_one[2], *one_by_one[3:] * 3])


def test_what_waits_for_a_slot_goes_one_by_one_too() -> None:
    """Those that came while there was enough, and have waited for others to be answered since."""
    clock, asked_at, left = Alarms(), list[float](), iter((249, *[25] * 10))

    async def play() -> None:
        pace, line = Pace(clock=lambda: clock.now, sleep=clock.sleep), Line(1)

        async def ask() -> None:
            asked_at.append(clock.now)
            await asyncio.sleep(0)  # the others come meanwhile
            pace.note("s images one", {"x-ms-ratelimit-remaining-subscription-reads": f"{next(left)}"})

        reads = [asyncio.ensure_future(pace.patiently("s images one", ask, line)) for _ in range(5)]
        while not all(read.done() for read in reads):
            await asyncio.sleep(0)
            await clock.wake_all()

    asyncio.run(play())

    assert asked_at[:2] == [0.0, 0.0]
    assert asked_at[-1] == pytest.approx(2 / 25), "the third may go at once"


def test_what_is_in_flight_is_taken_for_used() -> None:
    """Azure's answer to the first of forty may not have counted the others: what it says is left is not all left."""
    clock, asked_at, gone = Alarms(), list[float](), asyncio.Event()

    async def play() -> None:
        pace, line = Pace(clock=lambda: clock.now, sleep=clock.sleep), Line(50)

        async def ask() -> None:
            asked_at.append(clock.now)
            await gone.wait()

        async def first() -> None:
            pace.note("s images one", {"x-ms-ratelimit-remaining-subscription-reads": "60"})

        others = [asyncio.ensure_future(pace.patiently("s locks list", ask, line)) for _ in range(39)]
        await asyncio.sleep(0)
        await pace.patiently("s images one", first, line)
        last = asyncio.ensure_future(pace.patiently("s disks list", ask, line))
        await asyncio.sleep(0)
        await clock.wake_all()
        gone.set()
        await asyncio.gather(last, *others)

    asyncio.run(play())

    assert asked_at == pytest.approx([0.0] * 39 + [(25 - (60 - 39)) / 25])


@pytest.mark.parametrize(
    ("code", "is_free"), [("SubscriptionRequestsThrottled", False), ("ResourceCollectionRequestsThrottled", True)]
)
def test_whom_resource_manager_refuses_sends_nothing_else_for_the_subscription(code: str, is_free: bool) -> None:
    """What a resource provider refuses is of one kind."""
    clock, answers = MovableClock(), iter([Throttled("a list", message="slow down", status=429, code=code, wait=6)])
    free: list[tuple[bool, bool]] = []

    async def play() -> None:
        async def sleep(seconds: float) -> None:
            free.append((pace.is_free("s locks list"), pace.is_free("other images one")))
            await clock.sleep(seconds)

        async def ask() -> None:
            for refusal in answers:
                raise refusal

        pace = Pace(clock=lambda: clock.now, sleep=sleep)
        await pace.patiently("s images one", ask)

    asyncio.run(play())

    assert free == [(is_free, True)]


def test_a_reader_is_told_how_long_azure_made_it_wait() -> None:
    clock = MovableClock()

    async def play() -> tuple[float, float]:
        pace, line, other = clock.pace(), Line(2), Line(2)

        async def ask() -> None:
            if not clock.waits:
                raise Throttled("the list", message="slow down", status=429, wait=120)

        await pace.patiently("a kind", ask, line)
        await pace.patiently("a kind", ask, other)
        return line.waited, other.waited

    assert asyncio.run(play()) == (120, 0)


def test_work_that_never_ends_is_given_up() -> None:
    async def play() -> None:
        await MovableClock().pace().within(0.01, endless())

    ended: list[str] = []

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    with pytest.raises(TimeoutError):
        asyncio.run(play())
    assert ended == ["cancelled"]
