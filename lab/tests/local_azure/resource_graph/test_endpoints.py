from __future__ import annotations

from typing import Any

import pytest

from harness.local_azure import InProcessAzure
from local_azure.arm.settings import DEFAULT_TENANT
from tests.local_azure.resource_graph.graph import JSON, PATH, ask, causes, names, rows

SEED = """
resourceGroups: {mine: {location: eastus}, other: {location: eastus}}
images: [{resourceGroup: mine, name: a}, {resourceGroup: other, name: b}, {resourceGroup: other, name: c}]
virtualMachines: [{resourceGroup: mine, name: machine, image: other/b}]
scaleSets: [{resourceGroup: mine, name: set, image: other/b, capacity: 2}]
principals:
  - {name: some, clientId: 11111111-0000-4000-8000-000000000001, secret: s, roles: [{role: Reader, scope: mine}]}
  - {name: none, clientId: 22222222-0000-4000-8000-000000000001, secret: s, roles: []}
"""
IMAGES = "resources | where type =~ 'microsoft.compute/images' | project id, name | order by id asc"


@pytest.fixture
def azure() -> InProcessAzure:
    return InProcessAzure(seed=SEED)


def of(azure: InProcessAzure, client: str) -> dict[str, str]:
    somebody = next(each for each in azure.instance.identities if each.client_id.startswith(client))
    return {"Authorization": f"Bearer {azure.application.tokens.issue(somebody, azure.base_url)}"}


def test_pages_are_followed_by_their_token(azure: InProcessAzure):
    first = ask(azure, IMAGES, options={"$top": 2}).json()
    second = ask(azure, IMAGES, options={"$top": 2, "$skipToken": first["$skipToken"]}).json()

    assert [each["name"] for page in (first, second) for each in page["data"]] == ["a", "b", "c"]
    assert (first["totalRecords"], first["count"], first["resultTruncated"], first["facets"]) == (3, 2, "false", [])
    assert (second["count"], second["resultTruncated"]) == (1, "false")
    assert "$skipToken" not in second


def test_rows_shift_between_pages(azure: InProcessAzure):
    first = ask(azure, IMAGES, options={"$top": 2}).json()
    azure.delete(first["data"][0]["id"], api_version="2024-07-01")
    azure.settle()
    assert ask(azure, IMAGES, options={"$skipToken": first["$skipToken"]}).json()["data"] == []


@pytest.mark.parametrize("end", ["project name", "limit 3", "summarize count() by id"])
def test_without_an_id_or_with_a_limit_there_is_no_next_page(azure: InProcessAzure, end: str):
    page = ask(azure, f"resources | where type =~ 'microsoft.compute/images' | {end}", options={"$top": 2}).json()
    assert page["resultTruncated"] == "true"
    assert "$skipToken" not in page


@pytest.mark.parametrize(
    "options", [{"$top": 0}, {"$top": 1001}, {"$skip": -1}, {"$skipToken": "no"}, {"$skipToken": "bm8="}]
)
def test_options_that_cannot_be_used_are_refused(azure: InProcessAzure, options: dict[str, Any]):
    assert ask(azure, IMAGES, options=options).status_code == 400


def test_rows_can_be_written_as_a_table(azure: InProcessAzure):
    data = rows(azure, "resources | where name == 'a' | project name, tags", options={"resultFormat": "table"})
    assert data == {
        "columns": [{"name": "name", "type": "string"}, {"name": "tags", "type": "string"}],
        "rows": [["a", None]],
    }


def test_every_table_is_there_and_set_instances_have_their_own(azure: InProcessAzure):
    instances = [each["id"].rsplit("/", 2)[1:] for each in rows(azure, "computeresources | project id")]
    assert instances == [["virtualMachines", "0"], ["virtualMachines", "1"]]
    for table in ("policyresources", "batchresources", "deploymentresources", "desktopvirtualizationresources"):
        assert rows(azure, table) == []
    kinds = rows(azure, "resourcecontainers | project type, name | order by type asc, name asc")
    assert [each["name"] for each in kinds] == ["Local Azure 1", "mine", "other"]
    assert {each["type"] for each in kinds} == {
        "microsoft.resources/subscriptions",
        "microsoft.resources/subscriptions/resourcegroups",
    }


def test_a_caller_sees_what_he_may_read_and_no_hint_of_the_rest(azure: InProcessAzure):
    assert names(azure, IMAGES, headers=of(azure, "1111")) == ["a"]
    assert names(azure, "resourcecontainers | where type endswith 'groups'", headers=of(azure, "1111")) == ["mine"]


def test_subscriptions_that_cannot_be_read_are_silently_absent(azure: InProcessAzure):
    foreign = "99999999-0000-4000-8000-000000000001"
    assert names(azure, IMAGES, subscriptions=[foreign, azure.subscription.upper()]) == ["a", "b", "c"]
    for refused in (
        ask(azure, IMAGES, subscriptions=[foreign]),
        ask(azure, IMAGES, managementGroups=["somewhere"]),
        ask(azure, IMAGES, headers=of(azure, "2222")),
    ):
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "AccessDenied")
        assert causes(refused) == ["AccessDenied"]
    assert names(azure, IMAGES, managementGroups=[DEFAULT_TENANT]) == ["a", "b", "c"]


def test_it_learns_late_of_changes_where_it_is_told_to(azure: InProcessAzure):
    azure.world.replica.set_delay(30 * 3600)
    azure.make_group("new")
    containers = "resourcecontainers | where name == 'new'"
    assert names(azure, containers) == []
    azure.clock.advance(30 * 3600)
    assert names(azure, containers) == ["new"]


@pytest.mark.parametrize("sent", ["text/plain", "", None])
def test_another_content_type_is_a_fault_of_the_server(azure: InProcessAzure, sent: str | None):
    answer = azure.request("POST", PATH, {"query": IMAGES}, api_version="2021-03-01", headers={"content-type": sent})
    assert answer.status_code == 500


def test_a_content_type_may_name_its_encoding(azure: InProcessAzure):
    headers = {"content-type": "application/json; charset=utf-8"}
    assert ask(azure, IMAGES, headers=headers).status_code == 200


def test_a_caller_has_a_quota_of_queries_and_refused_ones_count(azure: InProcessAzure):
    left = [ask(azure, "where where").headers["x-ms-user-quota-remaining"]]
    left += [ask(azure, IMAGES).headers["x-ms-user-quota-remaining"] for _ in range(14)]
    assert left == [str(each) for each in range(14, -1, -1)]

    refused = ask(azure, IMAGES)
    assert (refused.status_code, causes(refused)) == (429, ["RateLimiting"])
    assert refused.headers["x-ms-user-quota-resets-after"] == "00:00:05"
    assert ask(azure, IMAGES, headers=of(azure, "1111")).status_code == 200
    azure.clock.advance(5)
    assert ask(azure, IMAGES).status_code == 200


def test_an_answer_over_sixteen_mebibytes_is_refused(azure: InProcessAzure, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("local_azure.resource_graph.errors.MOST_BYTES", 100)
    answer = ask(azure, IMAGES)
    assert (answer.status_code, causes(answer)) == (400, ["ResponsePayloadTooLarge"])


@pytest.mark.parametrize("body", [{}, {"query": " "}, {"query": 1}, {"query": "project id", "facets": ["type"]}])
def test_a_body_without_a_query_is_refused(azure: InProcessAzure, body: dict[str, Any]):
    assert azure.request("POST", PATH, body, api_version="2021-03-01", headers=JSON).status_code == 400


def test_a_quota_that_is_used_up_opens_sooner_at_a_smaller_scale():
    azure = InProcessAzure(time_scale=0.01)
    assert [ask(azure, IMAGES).status_code for _ in range(16)] == [200] * 15 + [429]
    refused = ask(azure, IMAGES)
    assert refused.headers["x-ms-user-quota-resets-after"] == "00:00:01"
    assert refused.headers["x-ms-retry-after-ms"] == "50"
    azure.clock.advance(0.05)
    assert ask(azure, IMAGES).status_code == 200
