"""The events of one write: Started, then Accepted with the body while an operation goes on, then how it ended.

Source: lab/tests/recorded/facts/issue_2022_activity_log_vm_write.jsonl for the one that carries the body; the others'
form is that of lab/tests/recorded/facts/spec_2015-04-01_activity_log.jsonl.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from local_azure.activity_log.filters import group_of, provider_of
from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.operations import FAILED, Operation
from local_azure.arm.resource_ids import parse_id
from local_azure.arm.writes import Write

NAMES = {"write": "Create or Update", "delete": "Delete", "action": "Action on"}
BEGIN, END = ("BeginRequest", "Begin request"), ("EndRequest", "End request")
_IDS = uuid.UUID("5d2d8d7e-3f5e-4f4b-9e5f-0f3a5a9d1c20")
_UNIX_IN_TICKS = 621_355_968_000_000_000
_OBJECT = "http://schemas.microsoft.com/identity/claims/objectidentifier"
_UPN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"
_TENANT = "http://schemas.microsoft.com/identity/claims/tenantid"


@dataclass(frozen=True)
class Event:
    """One event: when it happened, its status and HTTP status, and whether it carries the answer's body."""

    write: Write
    at: float
    name: tuple[str, str]
    status: str
    http_status: int | None
    with_body: bool = False
    code: str | None = None


def events_of(write: Write, operation: Operation | None) -> Iterator[Event]:
    """The events of a write so far, oldest first."""
    yield Event(write, write.at, BEGIN, "Started", None)
    goes_on = operation is not None or write.ended is not None
    if write.status >= 400:
        yield Event(write, write.at, END, "Failed", write.status, code=write.code)
    elif not goes_on:
        yield Event(write, write.at, END, "Succeeded", write.status, with_body=True)
    else:
        yield Event(write, write.at, END, "Accepted", write.status, with_body=True)
        ended = operation.ended if operation is not None else write.ended
        if ended is not None:
            yield _last(write, operation, ended)


def _last(write: Write, operation: Operation | None, ended: float) -> Event:
    if operation is not None and operation.status == FAILED:
        code = str((operation.error or {}).get("code", ""))
        return Event(write, ended, END, "Failed", 409, code=code)
    return Event(write, ended, END, "Succeeded", 204 if write.method == "DELETE" else 200)


def rendered(event: Event, tenant: str, delay: float) -> Json:
    """The event on the wire."""
    write = event.write
    data_id = str(uuid.uuid5(_IDS, f"{write.id}/{event.status}"))
    ticks = _UNIX_IN_TICKS + round(event.at * 1_000_000) * 10
    sub_status, sub_text = _sub_status(event.http_status)
    return {
        "authorization": {"action": write.action, "scope": write.resource_id},
        "caller": write.user or write.object_id,
        "channels": "Operation",
        "claims": _claims(write, tenant),
        "correlationId": write.correlation_id,
        "description": "",
        "eventDataId": data_id,
        "eventName": _named(*event.name),
        "category": _named("Administrative"),
        "eventTimestamp": utc_timestamp(event.at),
        "id": f"{write.resource_id}/events/{data_id}/ticks/{ticks}",
        "level": "Error" if event.status == "Failed" else "Informational",
        "operationId": write.operation or write.correlation_id,
        "operationName": _named(write.action, _operation_text(write)),
        "resourceGroupName": group_of(write),
        "resourceProviderName": _named(provider_of(write)),
        "resourceType": _named(_type_of(write)),
        "resourceId": write.resource_id,
        "status": _named(event.status),
        "subStatus": _named(sub_status, sub_text),
        "submissionTimestamp": utc_timestamp(event.at + delay),
        "subscriptionId": write.subscription,
        "tenantId": tenant,
        "properties": _properties(event, tenant, sub_status),
        "relatedEvents": [],
    }


def _properties(event: Event, tenant: str, sub_status: str) -> Json:
    write = event.write
    properties: Json = {}
    if event.http_status is not None:
        properties |= {"statusCode": sub_status, "serviceRequestId": None}
    if event.with_body and write.response is not None:
        properties["responseBody"] = write.response
    if event.code:
        properties["statusMessage"] = f'{{"error":{{"code":"{event.code}"}}}}'
    return properties | {
        "eventCategory": "Administrative",
        "entity": write.resource_id,
        "message": write.action,
        "hierarchy": f"{tenant}/{write.subscription}",
    }


def _claims(write: Write, tenant: str) -> Json:
    """Who called: a service principal, by the application in `appid`; or a user, who has a name beside it."""
    who: Json = {"idtyp": "app"} if write.user is None else {_UPN: write.user}
    return {
        "aud": "https://management.core.windows.net/",
        "appid": write.client_id,
        **who,
        _OBJECT: write.object_id,
        _TENANT: tenant,
    }


def _sub_status(http_status: int | None) -> tuple[str, str]:
    if http_status is None:
        return "", ""
    name = HTTPStatus(http_status).phrase.replace(" ", "")
    return name, f"{name} (HTTP Status Code: {http_status})"


def _operation_text(write: Write) -> str:
    verb = write.action.rsplit("/", 1)[-1]
    return f"{NAMES.get(verb, verb)} {_type_of(write).rsplit('/', 1)[-1]}"


def _type_of(write: Write) -> str:
    parsed = parse_id(write.resource_id)
    return parsed.type if parsed is not None else provider_of(write)


def _named(value: str, text: str | None = None) -> Json:
    return {"value": value, "localizedValue": value if text is None else text}
