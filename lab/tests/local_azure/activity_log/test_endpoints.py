from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from harness.local_azure import InProcessAzure

if TYPE_CHECKING:
    import httpx

SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: web}]
virtualMachines: [{resourceGroup: group, name: old, image: group/web}]
principals:
  - {name: some, clientId: 11111111-0000-4000-8000-000000000001, secret: s, roles: [{role: Reader, scope: group}]}
"""
COMPUTE = "2024-07-01"
DELAY = 180


@pytest.fixture
def azure() -> InProcessAzure:
    return InProcessAzure(seed=SEED, limits=0)


def compute(azure: InProcessAzure, rest: str) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.Compute/{rest}"


def machine_body(azure: InProcessAzure) -> dict[str, Any]:
    shown = azure.get(compute(azure, "virtualMachines/old"), api_version=COMPUTE).json()
    storage = {"imageReference": {"id": compute(azure, "images/web")}, "osDisk": {"createOption": "FromImage"}}
    interface = f"{azure.group_id('group')}/providers/Microsoft.Network/networkInterfaces/agent"
    subnet = f"{azure.group_id('group')}/providers/Microsoft.Network/virtualNetworks/old-network/subnets/default"
    configuration = {"name": "a", "properties": {"subnet": {"id": subnet}}}
    azure.put(
        interface,
        {"location": "eastus", "properties": {"ipConfigurations": [configuration]}},
        api_version="2024-05-01",
    )
    return {
        "location": "eastus",
        "properties": {
            "hardwareProfile": shown["properties"]["hardwareProfile"],
            "storageProfile": storage,
            "osProfile": {"computerName": "agent", "adminUsername": "u", "adminPassword": "Passw0rd!234"},
            "networkProfile": {"networkInterfaces": [{"id": interface}]},
        },
    }


def moment(azure: InProcessAzure, ago: float) -> str:
    return datetime.fromtimestamp(azure.world.now - ago, tz=UTC).isoformat().replace("+00:00", "Z")


def listed(azure: InProcessAzure, clause: str = "", ago: float = 3600, **options: Any) -> httpx.Response:
    query = {"$filter": f"eventTimestamp ge '{moment(azure, ago)}'{clause}", **options.pop("query", {})}
    path = f"/subscriptions/{azure.subscription}/providers/Microsoft.Insights/eventtypes/management/values"
    return azure.get(path, api_version="2015-04-01", query=query, **options)


def events(azure: InProcessAzure, clause: str = "", **options: Any) -> list[dict[str, Any]]:
    answer = listed(azure, clause, **options)
    assert answer.status_code == 200, answer.text
    return answer.json()["value"]


def of_machines(azure: InProcessAzure) -> list[tuple[str, str]]:
    """Operation and status of the events of machines, oldest first."""
    found = [each for each in events(azure) if "/virtualmachines/" in each["operationName"]["value"].lower()]
    return [(each["operationName"]["value"].rsplit("/", 1)[1], each["status"]["value"]) for each in reversed(found)]


def test_a_machine_that_came_and_went_is_told_with_its_body_and_its_caller(azure: InProcessAzure):
    path = compute(azure, "virtualMachines/agent")
    assert azure.put(path, machine_body(azure), api_version=COMPUTE).status_code == 201
    azure.settle()
    assert azure.delete(path, api_version=COMPUTE).status_code == 202
    azure.settle()
    azure.clock.advance(DELAY)

    write, delete = (
        [(verb, status) for status in ("Started", "Accepted", "Succeeded")] for verb in ("write", "delete")
    )
    assert of_machines(azure) == [*write, *delete]
    accepted = next(each for each in events(azure, f" and resourceUri eq '{path}'") if _is(each, "write", "Accepted"))
    body = json.loads(accepted["properties"]["responseBody"])
    assert body["properties"]["storageProfile"]["imageReference"]["id"] == compute(azure, "images/web")
    owner = azure.instance.identities.owner
    assert (accepted["caller"], accepted["claims"]["appid"]) == (owner.object_id, owner.client_id)
    assert accepted["subStatus"]["value"] == "Created"


def _is(event: dict[str, Any], verb: str, status: str) -> bool:
    return event["operationName"]["value"].endswith(verb) and event["status"]["value"] == status


def test_only_the_accepted_event_has_a_body_and_all_have_one_correlation(azure: InProcessAzure):
    path = compute(azure, "virtualMachines/agent")
    headers = {"x-ms-correlation-request-id": "mine"}
    azure.put(path, machine_body(azure), api_version=COMPUTE, headers=headers)
    azure.settle()
    azure.clock.advance(DELAY)

    found = events(azure, " and correlationId eq 'mine'")
    assert {each["status"]["value"]: "responseBody" in each["properties"] for each in found} == {
        "Started": False,
        "Accepted": True,
        "Succeeded": False,
    }


def test_an_event_is_read_when_the_delay_is_over_and_the_submission_says_so(azure: InProcessAzure):
    azure.make_group("new")
    azure.clock.advance(DELAY - 1)
    assert events(azure) == []
    azure.clock.advance(1)
    (_, started) = events(azure)
    times = (datetime.fromisoformat(started[name]) for name in ("submissionTimestamp", "eventTimestamp"))
    later, earlier = times
    assert (later - earlier).total_seconds() == DELAY


def test_disks_and_sets_are_told_with_their_bodies_and_what_they_make_by_themselves_is_not(azure: InProcessAzure):
    disk = {"location": "eastus", "properties": {"creationData": {"createOption": "Empty"}, "diskSizeGB": 4}}
    azure.put(compute(azure, "disks/own"), disk, api_version="2024-03-02")
    azure.put(compute(azure, "virtualMachines/agent"), machine_body(azure), api_version=COMPUTE)
    azure.settle()
    azure.clock.advance(DELAY)

    found = events(azure, " and resourceProvider eq 'Microsoft.Compute'")
    of_disks = [each for each in found if each["resourceType"]["value"] == "Microsoft.Compute/disks"]
    bodies = [
        json.loads(each["properties"]["responseBody"]) for each in of_disks if "responseBody" in each["properties"]
    ]
    assert [each["resourceId"].rsplit("/", 1)[1] for each in of_disks] == ["own"] * 3
    assert [each["properties"]["creationData"]["createOption"] for each in bodies] == ["Empty"]


def test_what_is_refused_and_what_fails_is_told_too(azure: InProcessAzure):
    path = compute(azure, "virtualMachines/agent")
    azure.put(path, {"location": "nowhere"}, api_version=COMPUTE)
    rule = {"match": {"method": "DELETE"}, "failOperation": {"code": "Conflict", "message": "no"}}
    from local_azure.faults.rules import parse_rules

    azure.faults.add(parse_rules(rule, "test")[0])
    azure.delete(compute(azure, "virtualMachines/old"), api_version=COMPUTE)
    azure.settle()
    azure.clock.advance(DELAY)

    assert of_machines(azure) == [
        ("write", "Started"),
        ("write", "Failed"),
        ("delete", "Started"),
        ("delete", "Accepted"),
        ("delete", "Failed"),
    ]


def test_reads_are_not_told(azure: InProcessAzure):
    azure.get(compute(azure, "virtualMachines"), api_version=COMPUTE)
    azure.clock.advance(DELAY)
    assert events(azure) == []


def test_two_hundred_events_are_a_page_and_a_list_does_not_change_under_way(azure: InProcessAzure):
    for number in range(101):
        azure.make_group(f"g{number}")
        azure.clock.advance(1)
    azure.clock.advance(DELAY)
    first = listed(azure).json()
    azure.make_group("late")
    azure.clock.advance(DELAY)
    second = azure.follow(first["nextLink"]).json()

    assert (len(first["value"]), len(second["value"])) == (200, 2)
    assert "nextLink" not in second
    ids = [each["eventDataId"] for page in (first, second) for each in page["value"]]
    assert len(set(ids)) == 202
    times = [each["eventTimestamp"] for page in (first, second) for each in page["value"]]
    assert times == sorted(times, reverse=True)


def test_columns_can_be_chosen(azure: InProcessAzure):
    azure.make_group("new")
    azure.clock.advance(DELAY)
    chosen = events(azure, query={"$select": "resourceId,Status, properties"})
    assert [set(each) for each in chosen] == [{"resourceId", "status", "properties"}] * 2


def test_events_of_ninety_days_are_kept(azure: InProcessAzure):
    azure.make_group("new")
    azure.clock.advance(89 * 86_400)
    assert len(events(azure, ago=89.5 * 86_400)) == 2
    refused = listed(azure, ago=90.5 * 86_400)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "BadRequest")


def test_it_takes_a_role_on_the_subscription(azure: InProcessAzure):
    somebody = next(each for each in azure.instance.identities if each.client_id.startswith("1111"))
    token = azure.application.tokens.issue(somebody, azure.base_url)
    answer = listed(azure, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403
    assert "Microsoft.Insights/eventtypes/values/read" in answer.json()["error"]["message"]


@pytest.mark.parametrize("token", ["no", "bm8="])
def test_a_token_that_no_answer_gave_is_refused(azure: InProcessAzure, token: str):
    assert listed(azure, query={"$skiptoken": token}).status_code == 400
