from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest

from harness.local_azure import GROUP_API, InProcessAzure

GALLERY_API = "2024-03-03"


def admin(
    azure: InProcessAzure, method: str, path: str, body: object = None, text: str | None = None
) -> httpx.Response:
    content = text if text is not None else (None if body is None else json.dumps(body))
    headers = {"Authorization": f"Bearer {azure.instance.identities.admin_secret}"}
    return azure.request(method, f"/admin/{path}", headers=headers, content=content)


@pytest.mark.parametrize("header", [None, "Bearer wrong"])
def test_the_secret_is_required(azure: InProcessAzure, header: str | None) -> None:
    assert azure.request("POST", "/admin/reset", headers={"Authorization": header}).status_code == 401


def test_the_clock_is_moved_and_what_became_due_is_done(azure: InProcessAzure) -> None:
    azure.delete(azure.make_group("rg"), api_version=GROUP_API)
    before: dict[str, Any] = admin(azure, "GET", "clock").json()

    after = admin(azure, "POST", "clock", {"advance": 100}).json()

    assert (before["runningOperations"], after["runningOperations"]) == (1, 0)
    assert after["now"] == before["now"] + 100


@pytest.mark.parametrize("body", [{"advance": -1}, {"advance": "1"}, {}])
def test_the_clock_is_not_moved_by_nonsense(azure: InProcessAzure, body: object) -> None:
    answer = admin(azure, "POST", "clock", body)

    assert answer.status_code == 400
    assert "advance" in answer.json()["error"]


def test_rules_are_added_listed_and_removed(azure: InProcessAzure) -> None:
    group = azure.make_group("rg")
    rule = {"match": {"method": "GET", "name": "rg"}, "refuse": {"status": 500}}
    added = admin(azure, "POST", "faults", rule)
    assert added.status_code == 201
    rule_id = added.json()["ids"][0]
    assert azure.get(group, api_version=GROUP_API).status_code == 500
    assert [each["applied"] for each in admin(azure, "GET", "faults").json()["faults"]] == [1]

    assert admin(azure, "DELETE", f"faults/{rule_id}").status_code == 204

    assert azure.get(group, api_version=GROUP_API).status_code == 200
    assert [each["ruleId"] for each in admin(azure, "GET", "faults/log").json()["injected"]] == [rule_id]
    assert admin(azure, "DELETE", f"faults/{rule_id}").status_code == 404


def test_a_rule_that_cannot_be_used_is_refused_with_its_place(azure: InProcessAzure) -> None:
    answer = admin(azure, "POST", "faults", {"match": {"method": "EAT"}, "refuse": {"status": 500}})

    assert answer.status_code == 400
    assert "faults[0].match.method" in answer.json()["error"]


def test_a_logged_request_tells_who_asked_for_what_and_when(azure: InProcessAzure) -> None:
    before = time.time()
    headers, wanted = {"User-Agent": "somebody/1.0"}, {"$expand": "ReplicationStatus"}
    azure.get(azure.group_id("rg"), api_version=GROUP_API, headers=headers, query=wanted)
    (seen,) = admin(azure, "GET", "requests").json()["requests"]
    assert (seen["agent"], seen["expand"]) == ("somebody/1.0", "ReplicationStatus")
    assert before <= seen["began"] <= time.time()


def test_requests_are_logged_and_counted(azure: InProcessAzure) -> None:
    group = azure.make_group("rg")
    azure.get(group, api_version=GROUP_API)
    azure.get(group, api_version=GROUP_API)

    log = admin(azure, "GET", "requests").json()

    assert [(each["method"], each["path"], each["status"]) for each in log["requests"]] == [
        ("PUT", group, 201),
        ("GET", group, 200),
        ("GET", group, 200),
    ]
    assert [each["count"] for each in log["counts"] if each["method"] == "GET"] == [2]
    admin(azure, "DELETE", "requests")
    assert admin(azure, "GET", "requests").json() == {"requests": [], "counts": []}


def test_somebody_else_changes_and_deletes(azure: InProcessAzure) -> None:
    group = azure.make_group("rg")

    admin(azure, "POST", "change", {"id": group, "merge": {"tags": {"a": "b"}}})
    changed = azure.get(group, api_version=GROUP_API)
    admin(azure, "POST", "change", {"id": group, "delete": True})

    assert changed.json()["tags"] == {"a": "b"}
    assert azure.get(group, api_version=GROUP_API).status_code == 404
    assert admin(azure, "POST", "change", {"id": group}).status_code == 400


def test_a_reset_forgets_everything_but_who_may_sign_in(azure: InProcessAzure) -> None:
    group = azure.make_group("rg")
    admin(azure, "POST", "faults", {"match": {"name": "rg"}, "refuse": {"status": 500}})

    admin(azure, "POST", "reset")

    assert azure.get(group, api_version=GROUP_API).status_code == 404
    assert azure.make_group("rg") == group


def test_a_seed_is_added(azure: InProcessAzure) -> None:
    answer = admin(azure, "POST", "seed", text="resourceGroups: {seeded: {location: eastus}}")

    assert answer.json()["ids"] == [azure.group_id("seeded")]
    assert azure.get(azure.group_id("seeded"), api_version=GROUP_API).json()["location"] == "eastus"


def test_delays_are_set_one_by_one_and_told(azure: InProcessAzure) -> None:
    assert admin(azure, "GET", "delays").json() == {"resourceGraph": 0, "activityLog": 180}
    assert admin(azure, "POST", "delays", {"resourceGraph": 3600}).json() == {"resourceGraph": 3600, "activityLog": 180}
    assert admin(azure, "POST", "delays", {"activityLog": 0}).json() == {"resourceGraph": 3600, "activityLog": 0}


@pytest.mark.parametrize("body", [{"resourceGraph": -1}, {"activityLog": "1"}, {"mail": 3}])
def test_delays_that_are_none_are_refused_and_nothing_changes(azure: InProcessAzure, body: object) -> None:
    assert admin(azure, "POST", "delays", body).status_code == 400
    assert admin(azure, "GET", "delays").json() == {"resourceGraph": 0, "activityLog": 180}
