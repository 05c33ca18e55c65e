from __future__ import annotations

from typing import Any

import pytest

from harness.local_azure import GROUP_API, InProcessAzure
from local_azure.faults.engine import ActiveRule
from local_azure.faults.rules import parse_rules

GALLERY_TYPE = "Microsoft.Compute/galleries"
GALLERY_API = "2024-03-03"
BODY = {"location": "southcentralus"}


@pytest.fixture
def gallery(azure: InProcessAzure) -> str:
    """The id of a gallery that may be made."""
    return f"{azure.make_group('rg')}/providers/{GALLERY_TYPE}/g"


def inject(azure: InProcessAzure, **rule: Any) -> ActiveRule:
    return azure.faults.add(parse_rules(rule, "test")[0])


def test_a_refusal_stands_in_for_the_answer_and_nothing_happens(azure: InProcessAzure, gallery: str) -> None:
    inject(azure, match={"method": "PUT", "type": GALLERY_TYPE}, refuse={"status": 503, "code": "X", "retryAfter": 2})

    answer = azure.put(gallery, BODY, api_version=GALLERY_API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "X")
    assert answer.headers["retry-after"] == "2"
    assert azure.get(gallery, api_version=GALLERY_API).status_code == 404


def test_only_the_nth_request_is_hit(azure: InProcessAzure, gallery: str) -> None:
    inject(azure, match={"type": GALLERY_TYPE, "after": 1, "times": 2}, refuse={"status": 500})

    statuses = [azure.get(gallery, api_version=GALLERY_API).status_code for _ in range(4)]

    assert statuses == [404, 500, 500, 404]


def test_a_reset_connection_has_no_effect(azure: InProcessAzure, gallery: str) -> None:
    inject(azure, match={"method": "PUT", "type": GALLERY_TYPE}, resetConnection=True)

    with pytest.raises(ConnectionResetError):
        azure.put(gallery, BODY, api_version=GALLERY_API)

    assert azure.world.store.get(gallery) is None


def test_a_lost_response_has_taken_effect(azure: InProcessAzure, gallery: str) -> None:
    inject(azure, match={"method": "PUT", "type": GALLERY_TYPE}, loseResponse=True)

    with pytest.raises(ConnectionResetError):
        azure.put(gallery, BODY, api_version=GALLERY_API)

    assert azure.world.store.get(gallery) is not None


def test_an_accepted_operation_fails(azure: InProcessAzure, gallery: str) -> None:
    inject(azure, match={"method": "PUT", "type": GALLERY_TYPE}, failOperation={"code": "Conflict", "message": "No."})

    accepted = azure.put(gallery, BODY, api_version=GALLERY_API)
    azure.settle()

    assert accepted.status_code == 201
    assert azure.follow(accepted.headers["azure-asyncoperation"]).json()["error"] == {
        "code": "Conflict",
        "message": "No.",
    }


def test_an_operation_is_stuck_until_its_rule_is_removed(azure: InProcessAzure, gallery: str) -> None:
    active = inject(azure, match={"method": "PUT", "type": GALLERY_TYPE}, holdOperation=True)
    url = azure.put(gallery, BODY, api_version=GALLERY_API).headers["azure-asyncoperation"]
    azure.clock.advance(3600)
    assert azure.follow(url).json()["status"] == "InProgress"

    azure.faults.remove(active.id)

    assert azure.follow(url).json()["status"] == "Succeeded"


def test_polls_are_hit_only_where_the_rule_asks_for_them(azure: InProcessAzure, gallery: str) -> None:
    url = azure.put(gallery, BODY, api_version=GALLERY_API).headers["azure-asyncoperation"]
    active = inject(azure, match={"type": GALLERY_TYPE}, refuse={"status": 500})
    assert azure.follow(url).status_code == 200
    azure.faults.remove(active.id)

    inject(
        azure, match={"access": "poll", "type": GALLERY_TYPE, "name": "g", "operation": "put"}, refuse={"status": 502}
    )

    assert azure.follow(url).status_code == 502
    assert azure.get(gallery, api_version=GALLERY_API).status_code == 200


def test_somebody_else_changes_a_resource_at_that_moment(azure: InProcessAzure, gallery: str) -> None:
    azure.put(gallery, BODY, api_version=GALLERY_API)
    azure.settle()
    inject(azure, match={"method": "GET", "type": GALLERY_TYPE}, change={"merge": {"tags": {"changed": "yes"}}})

    assert azure.get(gallery, api_version=GALLERY_API).json()["tags"] == {"changed": "yes"}


def test_somebody_else_deletes_a_resource_at_that_moment(azure: InProcessAzure, gallery: str) -> None:
    azure.put(gallery, BODY, api_version=GALLERY_API)
    azure.settle()
    inject(azure, match={"method": "GET", "id": f"{azure.group_id('rg')}"}, delete={"target": gallery})

    azure.get(azure.group_id("rg"), api_version=GROUP_API)

    assert azure.get(gallery, api_version=GALLERY_API).status_code == 404


def test_what_was_injected_can_be_read_back(azure: InProcessAzure, gallery: str) -> None:
    active = inject(azure, name="busy", match={"type": GALLERY_TYPE}, refuse={"status": 503})

    azure.get(gallery, api_version=GALLERY_API)

    entries = [each.to_json() for each in azure.faults.log]
    assert [(each["rule"], each["ruleId"], each["effects"], each["method"], each["id"]) for each in entries] == [
        ("busy", active.id, ["refuse"], "GET", gallery)
    ]


def test_a_refusal_has_the_headers_that_it_is_given(azure: InProcessAzure, gallery: str) -> None:
    inject(azure, match={"type": GALLERY_TYPE}, refuse={"status": 429, "headers": {"x-ms-user-quota-remaining": "0"}})

    answer = azure.get(gallery, api_version=GALLERY_API)

    assert (answer.status_code, answer.headers["x-ms-user-quota-remaining"]) == (429, "0")
