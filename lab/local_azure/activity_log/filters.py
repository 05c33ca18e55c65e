"""`$filter` of the activity log: a time range, and at most one thing that it is about.

The documentation of the list allows nothing else; not an operation, not a status
(github.com/Azure/azure-sdk-for-java/issues/1908). `resourceId` is the name under which az sends `resourceUri`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from local_azure.activity_log import errors
from local_azure.arm.resource_ids import parse_id
from local_azure.arm.writes import Write

RETENTION = 90 * 86_400.0
_CLAUSE = re.compile(r"\s*(\w+)\s+(eq|ge|le)\s+(?:'([^']*)'|(\S+))\s*", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?=\w+\s+(?:eq|ge|le)\s)", re.IGNORECASE)


def group_of(write: Write) -> str:
    """The resource group's name; "" for none."""
    parsed = parse_id(write.resource_id)
    return (parsed.group if parsed is not None else None) or ""


def provider_of(write: Write) -> str:
    """The namespace of the action."""
    return write.action.split("/", 1)[0]


_SUBJECTS: Mapping[str, Callable[[Write], str]] = {
    "resourcegroupname": group_of,
    "resourceuri": lambda write: write.resource_id,
    "resourceid": lambda write: write.resource_id,
    "resourceprovider": provider_of,
    "correlationid": lambda write: write.correlation_id,
}


@dataclass(frozen=True)
class Filter:
    """The time range, and the thing that events are about with its value in lower case, or None."""

    start: float
    end: float
    subject: str | None = None
    value: str = ""

    def takes(self, write: Write) -> bool:
        """Whether a write is about what is asked for."""
        return self.subject is None or _SUBJECTS[self.subject](write).lower() == self.value


def parse_filter(text: str, now: float) -> Filter:
    """The filter; 400 for one without a start, from before the events that are kept, or of another form."""
    times: dict[str, str] = {}
    subject, value = None, ""
    for clause in _AND.split(text.strip()) if text.strip() else []:
        name, operator, sent = _parts(clause)
        if name == "eventtimestamp" and operator in ("ge", "le"):
            times[operator] = sent
        elif name in _SUBJECTS and operator == "eq" and subject is None:
            subject, value = name, sent.lower().rstrip("/")
        elif name != "eventchannels":
            raise errors.invalid_filter(clause)
    return _with_times(times, subject, value, now)


def _with_times(times: dict[str, str], subject: str | None, value: str, now: float) -> Filter:
    if "ge" not in times:
        raise errors.start_required()
    start = _moment(times["ge"])
    end = _moment(times["le"]) if "le" in times else now
    if start < now - RETENTION:
        raise errors.too_long_ago(times["ge"])
    if end < start:
        raise errors.end_before_start(times["ge"], times.get("le", "now"))
    return Filter(start, end, subject, value)


def _parts(clause: str) -> tuple[str, str, str]:
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        raise errors.invalid_filter(clause)
    name, operator, quoted, bare = found.groups()
    return name.lower(), operator.lower(), quoted if quoted is not None else bare


def _moment(text: str) -> float:
    """A time of any of the forms that clients send; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+") if text.count(" ") == 1 and "T" in text else text)
    except ValueError as cause:
        raise errors.invalid_filter(f"eventTimestamp '{text}'") from cause
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
