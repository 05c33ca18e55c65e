"""`GET /subscriptions/{s}/providers/Microsoft.Insights/eventtypes/management/values`: newest first, 200 a page.

An event can be read when the log's delay is over; a list that is being paged through does not change under way.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from local_azure.activity_log import errors
from local_azure.activity_log.events import Event, events_of, rendered
from local_azure.activity_log.filters import Filter, parse_filter
from local_azure.arm.endpoint import Endpoint
from local_azure.arm.resource_type import Call, Result, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_azure.arm.json_types import Json

PAGE_SIZE = 200
"""github.com/Azure/azure-powershell/issues/3957."""
API_VERSIONS = ("2014-04-01", "2015-04-01", "2017-03-01-preview")
NAME = "Microsoft.Insights/eventtypes/values"
PATH = "/subscriptions/{subscription}/providers/Microsoft.Insights/eventtypes/management/values"
SKIP = "$skiptoken"


def list_events(call: Call, names: dict[str, str]) -> Result:
    """GET a page of events."""
    query = {name.lower(): value for name, value in call.query.items()}
    wanted = parse_filter(query.get("$filter", ""), call.world.now)
    submitted_by, first = _position(query.get(SKIP), call.world.now)
    found = sorted(_events(call.world, names["subscription"], wanted, submitted_by), key=lambda each: -each.at)
    page = found[first : first + PAGE_SIZE]
    columns = [each.strip() for each in query.get("$select", "").split(",") if each.strip()]
    value = [_selected(_rendered(call.world, each), columns) for each in page]
    body: Json = {"value": value}
    if first + PAGE_SIZE < len(found):
        following = {**call.query, SKIP: _token(submitted_by, first + PAGE_SIZE)}
        body["nextLink"] = f"{PATH.format(subscription=names['subscription'])}?{urlencode(following)}"
    return Result(200, body)


def _events(world: World, subscription: str, wanted: Filter, submitted_by: float) -> Iterator[Event]:
    """Newest last among events of one moment, as they happened; the caller sorts."""
    for write in reversed(world.writes.around(subscription, wanted.start, wanted.end)):
        if wanted.takes(write):
            operation = world.operations.get(write.operation) if write.operation else None
            for event in reversed(list(events_of(write, operation))):
                if wanted.start <= event.at <= wanted.end and event.at + world.writes.delay <= submitted_by:
                    yield event


def _rendered(world: World, event: Event) -> Json:
    return rendered(event, world.settings.tenant_id, world.writes.delay)


def _selected(event: Json, columns: list[str]) -> Json:
    """The columns that are asked for, whatever the case; all where none is."""
    wanted = {each.lower() for each in columns}
    return {name: value for name, value in event.items() if not wanted or name.lower() in wanted}


def _token(submitted_by: float, first: int) -> str:
    return base64.urlsafe_b64encode(f"{submitted_by!r} {first}".encode()).decode()


def _position(token: str | None, now: float) -> tuple[float, int]:
    if not token:
        return now, 0
    try:
        moment, first = base64.urlsafe_b64decode(token).decode().split()
        return float(moment), int(first)
    except ValueError as cause:
        raise errors.invalid_skip_token() from cause


ENDPOINTS = (Endpoint("GET", PATH, NAME, API_VERSIONS, list_events, f"{NAME}/read"),)
