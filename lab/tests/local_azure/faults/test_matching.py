from __future__ import annotations

from typing import Any

import pytest

from local_azure.faults.matching import Attempt, fits
from local_azure.faults.rules import Match

VERSION = "Microsoft.Compute/galleries/images/versions"
ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/galleries/g/images/d/versions/1.0.0"
PUT = Attempt("PUT", "put", VERSION, ID, "2024-03-03")
POLL = Attempt("GET", "poll", VERSION, ID, "2024-03-03", operation="put")


@pytest.mark.parametrize(
    "match",
    [
        {},
        {"method": "PUT"},
        {"access": "put"},
        {"type": VERSION.upper()},
        {"type": "Microsoft.Compute/*"},
        {"name": "1.0.?"},
        {"id": ID.lower()},
        {"id": "*/galleries/g/*"},
        {"apiVersion": "2024-03-03"},
        {"method": "PUT", "type": VERSION, "name": "1.0.0"},
    ],
)
def test_a_request_fits(match: dict[str, Any]) -> None:
    assert fits(Match.model_validate(match), PUT)


@pytest.mark.parametrize(
    "match",
    [
        {"method": "GET"},
        {"access": "get"},
        {"type": "Microsoft.Compute/galleries"},
        {"name": "1.0"},
        {"id": ID + "1"},
        {"apiVersion": "2025-03-03"},
        {"operation": "put"},
        {"method": "PUT", "name": "other"},
    ],
)
def test_a_request_does_not_fit(match: dict[str, Any]) -> None:
    assert not fits(Match.model_validate(match), PUT)


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ({"type": VERSION}, False),
        ({"method": "GET"}, False),
        ({"access": "poll"}, True),
        ({"access": "poll", "operation": "put", "name": "1.0.0"}, True),
        ({"access": "poll", "operation": "delete"}, False),
    ],
)
def test_polls_fit_only_where_they_are_asked_for(match: dict[str, Any], expected: bool) -> None:
    assert fits(Match.model_validate(match), POLL) is expected
