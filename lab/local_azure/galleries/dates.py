"""Dates in bodies: read as Azure reads them, answered as Azure answers them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from local_azure.arm.clock import timestamp
from local_azure.galleries import errors


def normalized_end_of_life(value: object, now: float, parameter: str) -> str:
    """`2026-12-31T12:59:59Z` → `2026-12-31T12:59:59+00:00`; must be a date, and in the future.

    Source: docs/reference/azure-errors.md#end-of-life-in-the-past.
    """
    moment = parse(value)
    if moment is None:
        raise errors.unparsable_date(value, parameter)
    if moment.timestamp() <= now:
        raise errors.end_of_life_not_future(parameter)
    return timestamp(moment.timestamp())


def is_same(sent: object, kept: object) -> bool:
    """Whether what is sent is the date that is kept; that one may lie in the past."""
    moment = parse(sent)
    return moment is not None and moment == parse(kept)


def parse(value: object) -> datetime | None:
    """A date or a date with time, in UTC where no offset is given; None when it is none."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def six_months_after(now: float) -> str:
    """The default end of life at 2026-03-03."""
    start = datetime.fromtimestamp(now, tz=UTC)
    month = start.month - 1 + 6
    year, month = start.year + month // 12, month % 12 + 1
    first_after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    last_day = (first_after - timedelta(days=1)).day
    return timestamp(start.replace(year=year, month=month, day=min(start.day, last_day)).timestamp())
