from __future__ import annotations

import pytest

from local_azure.activity_log.filters import parse_filter
from local_azure.arm.errors import ArmError
from local_azure.arm.writes import Write

NOW = 1_790_000_000.0  # 2026-09-21T14:13:20Z
MACHINE = "/subscriptions/S/resourceGroups/Group-1/providers/Microsoft.Compute/virtualMachines/a"
START = "eventTimestamp ge '2026-09-20T00:00:00Z'"


def write() -> Write:
    return Write(NOW, "Microsoft.Compute/virtualMachines/write", MACHINE, "PUT", "o", "c", "CORRELATION", 201)


def test_the_range_is_what_is_asked_for():
    found = parse_filter(f"{START} and eventTimestamp le '2026-09-20T01:00:00.5Z'", NOW)
    assert (found.start, found.end) == (1_789_862_400.0, 1_789_866_000.5)
    assert found.takes(write())


def test_without_an_end_it_is_now():
    assert parse_filter(START, NOW).end == NOW


@pytest.mark.parametrize(
    ("clause", "takes"),
    [
        ("resourceProvider eq 'microsoft.compute'", True),
        ("resourceProvider eq 'Microsoft.Network'", False),
        ("resourceGroupName eq 'GROUP-1'", True),
        ("resourceGroupName eq 'group'", False),
        (f"resourceUri eq '{MACHINE.lower()}'", True),
        (f"resourceId eq '{MACHINE}/'", True),
        ("correlationId eq 'correlation'", True),
        ("eventChannels eq 'Admin, Operation'", True),
        ("eventChannels eq 'Admin, Operation' and resourceGroupName eq 'other'", False),
    ],
)
def test_events_are_about_one_thing(clause: str, takes: bool):
    assert parse_filter(f"{START} and {clause}", NOW).takes(write()) is takes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "start time is required"),
        ("eventTimestamp le '2026-09-20T00:00:00Z'", "start time is required"),
        ("eventTimestamp ge '2026-06-20T00:00:00Z'", "90 days"),
        (f"{START} and eventTimestamp le '2026-09-19T00:00:00Z'", "before the start"),
        (f"{START} and operationName eq 'x'", "operationName"),
        (f"{START} and status eq 'Accepted'", "status"),
        (f"{START} and resourceProvider eq 'a' and resourceGroupName eq 'b'", "resourceGroupName"),
        (f"{START} and resourceProvider ne 'a'", "ne"),
        ("eventTimestamp ge 'yesterday'", "yesterday"),
        (f"{START} or resourceProvider eq 'a'", "or"),
    ],
)
def test_what_is_not_allowed_is_refused(text: str, says: str):
    with pytest.raises(ArmError, match=says) as refused:
        parse_filter(text, NOW)
    assert refused.value.status == 400
