from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from harness.local_azure import InProcessAzure
from local_azure.seed.loading import SeedError, apply_seed_file

EXAMPLE = Path(__file__).parents[4] / "examples" / "how-to.yaml"
GALLERIES = """
resourceGroups: {rg: {location: South Central US}}
images: [{resourceGroup: rg, name: i, osType: Linux, osDiskSizeGB: 64}]
galleries:
  - resourceGroup: rg
    name: g
    definitions:
      - name: d
        publisher: p
        offer: o
        sku: s
        versions:
          - {name: 1.0.0, source: rg/i, targetRegions: [{name: South Central US}, {name: West US, replicaCount: 2}]}
"""
PROPERTIES = {"api_version": "2024-03-03"}


def test_the_documented_example_has_its_image_and_its_gallery(azure: InProcessAzure) -> None:
    apply_seed_file(azure.application.world, azure.application.identities, EXAMPLE)

    group = azure.group_id("myResourceGroup")
    image = azure.get(f"{group}/providers/Microsoft.Compute/images/myImage", api_version="2024-07-01").json()
    profile = image["properties"]["storageProfile"]
    assert image["location"] == "southcentralus"
    assert image["properties"]["hyperVGeneration"] == "V1"
    assert (profile["osDisk"]["osType"], profile["osDisk"]["osState"]) == ("Windows", "Generalized")
    assert profile["osDisk"]["diskSizeGB"] == 127
    assert [(disk["lun"], disk["diskSizeGB"]) for disk in profile["dataDisks"]] == [(0, 128)]
    gallery = azure.get(f"{group}/providers/Microsoft.Compute/galleries/myGallery", **PROPERTIES).json()
    assert gallery["properties"]["provisioningState"] == "Succeeded"


def test_what_takes_azure_long_is_done_when_the_seed_is_and_the_clock_has_not_moved(azure: InProcessAzure) -> None:
    before = azure.world.now

    azure.seed(GALLERIES)

    version = f"{azure.group_id('rg')}/providers/Microsoft.Compute/galleries/g/images/d/versions/1.0.0"
    shown = azure.get(version, query={"$expand": "ReplicationStatus"}, **PROPERTIES).json()["properties"]
    assert azure.world.now == before
    assert shown["provisioningState"] == "Succeeded"
    assert shown["replicationStatus"]["aggregatedState"] == "Completed"
    assert [each["name"] for each in shown["publishingProfile"]["targetRegions"]] == ["South Central US", "West US"]


def test_somebody_else_may_sign_in_with_the_roles_of_the_seed(azure: InProcessAzure) -> None:
    azure.seed(
        "resourceGroups: {rg: {location: eastus}, other: {location: eastus}}\n"
        "principals: [{name: reader, clientId: c1, secret: s1, roles: [{role: Reader, scope: rg}]}]"
    )

    reader = azure.instance.identities.get("c1")
    assert reader is not None
    headers = {"Authorization": f"Bearer {azure.application.tokens.issue(reader, azure.base_url)}"}
    assert azure.get(azure.group_id("rg"), api_version="2024-11-01", headers=headers).status_code == 200
    assert azure.get(azure.group_id("other"), api_version="2024-11-01", headers=headers).status_code == 403


def test_a_lock_of_the_seed_holds(azure: InProcessAzure) -> None:
    azure.seed("resourceGroups: {rg: {location: eastus}}\nlocks: [{scope: rg, name: keep}]")

    assert azure.delete(azure.group_id("rg"), api_version="2024-11-01").status_code == 409


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("images: [{resourceGroup: rg}]", "images.0.name", "Field required"),
        ("pictures: []", "pictures", "Extra inputs"),
        ("images: [", "YAML", "expected"),
        ("images: [{resourceGroup: none, name: i, location: eastus}]", "images[0]", "ResourceGroupNotFound"),
        ("resourceGroups: {rg: {location: Atlantis}}", "resourceGroups.rg", "Atlantis"),
        ("resources: [{id: rg/Contoso.Web/sites/x}]", "resources[0]", "Contoso.Web/sites"),
        ("principals: [{name: n, clientId: c, secret: s, roles: [{role: King}]}]", "principals.n", "King"),
    ],
)
def test_a_seed_that_azure_would_refuse_says_where_and_why(
    azure: InProcessAzure, text: str, place: str, reason: str
) -> None:
    with pytest.raises(SeedError) as caught:
        azure.seed(text)

    assert caught.value.place == place
    assert reason in str(caught.value)


def test_a_version_whose_creation_fails_fails_the_seed(azure: InProcessAzure) -> None:
    mismatch = GALLERIES.replace("osDiskSizeGB: 64", "osDiskSizeGB: 64, hyperVGeneration: V2")

    with pytest.raises(SeedError) as caught:
        azure.seed(mismatch)

    assert caught.value.place == "galleries[0].definitions[0].versions[0]"


@pytest.mark.parametrize("image", ["image", "rg/", "/", "a:b:c", "rg/images/i"])
def test_an_image_that_is_named_wrongly_is_told_as_it_stands_in_the_file(azure: InProcessAzure, image: str) -> None:
    machine = f"virtualMachines: [{{resourceGroup: rg, name: m, image: '{image}'}}]"
    with pytest.raises(SeedError) as caught:
        azure.seed(f"resourceGroups: {{rg: {{location: eastus}}}}\n{machine}")
    assert f"'{image}'" in str(caught.value)


GONE = """
resourceGroups: {rg: {location: eastus}}
images: [{resourceGroup: rg, name: web}]
principals:
  - name: ci
    clientId: 33333333-0000-4000-8000-000000000001
    objectId: 33333333-0000-4000-8000-0000000000aa
    secret: s
gone:
  - {resourceGroup: rg, name: agent, image: rg/web, clientId: 33333333-0000-4000-8000-000000000001}
  - {resourceGroup: rg, name: set, image: rg/web, kind: virtualMachineScaleSets, daysAgo: 40}
  - {resourceGroup: rg, name: disk, image: rg/web, kind: disks, daysAgo: 3}
"""


def test_what_came_and_went_is_in_the_activity_log_alone():
    azure = InProcessAzure(seed=GONE)
    path = f"/subscriptions/{azure.subscription}/providers/Microsoft.Insights/eventtypes/management/values"
    start = datetime.fromtimestamp(azure.world.now - 60 * 86_400, tz=UTC).isoformat()
    query = {"$filter": f"eventTimestamp ge '{start}' and resourceProvider eq 'Microsoft.Compute'"}
    events = azure.get(path, api_version="2015-04-01", query=query).json()["value"]

    assert len(events) == 3 * 2 * 3
    bodies = [each for each in events if "responseBody" in each["properties"]]
    assert [each["resourceId"].rsplit("/", 1)[1] for each in bodies] == ["agent", "disk", "set"]
    assert all('/images/web"' in each["properties"]["responseBody"] for each in bodies)
    assert bodies[0]["caller"] == "33333333-0000-4000-8000-0000000000aa"
    machines = f"{azure.group_id('rg')}/providers/Microsoft.Compute/virtualMachines"
    assert azure.get(machines, api_version="2024-07-01").json() == {"value": []}


def test_what_went_by_the_hand_of_nobody_is_refused():
    with pytest.raises(SeedError, match="no principal"):
        InProcessAzure(seed="gone: [{resourceGroup: rg, name: a, image: rg/b, clientId: nobody}]")


BECOMES = """
resourceGroups: {rg: {location: eastus}}
images: [{resourceGroup: rg, name: i}, {resourceGroup: rg, name: again, madeAgain: true}]
galleries:
  - resourceGroup: rg
    name: g
    softDelete: true
    definitions:
      - name: d
        publisher: p
        offer: o
        sku: s
        versions:
          - {name: 1.0.0, source: rg/i, failed: true}
          - {name: 1.0.1, source: rg/i, replicationMode: Shallow}
          - {name: 1.0.2, source: rg/i, targetRegions: [{name: eastus}, {name: westus}], failedRegions: [West US]}
          - {name: 1.0.3, source: rg/i, targetRegions: [{name: eastus}, {name: westus}], replicatingRegions: [westus]}
          - {name: 1.0.4, source: rg/i, deleted: true}
          - {name: 1.0.5, source: rg/again}
"""


def test_an_estate_looks_as_people_have_left_it(azure: InProcessAzure) -> None:
    azure.seed(BECOMES)

    definition = f"{azure.group_id('rg')}/providers/Microsoft.Compute/galleries/g/images/d"
    shown = {
        number: azure.get(f"{definition}/versions/1.0.{number}", query={"$expand": "ReplicationStatus"}, **PROPERTIES)
        for number in range(6)
    }
    told = {number: answer.json()["properties"] for number, answer in shown.items() if answer.status_code == 200}
    states = {
        number: [region["state"] for region in one["replicationStatus"]["summary"]] for number, one in told.items()
    }
    assert told[0]["provisioningState"] == "Failed"
    assert told[1]["publishingProfile"]["replicationMode"] == "Shallow"
    assert (told[2]["provisioningState"], states[2]) == ("Failed", ["Completed", "Failed"])
    assert (told[3]["provisioningState"], states[3]) == ("Succeeded", ["Completed", "Replicating"])
    assert shown[4].status_code == 404
    bin_ = f"{definition.replace('/images/', '/softDeletedArtifactTypes/Images/artifacts/')}/versions"
    assert [one["name"] for one in azure.get(bin_, **PROPERTIES).json()["value"]] == ["1.0.4"]
    listed = azure.get(
        f"/subscriptions/{azure.subscription}/resources",
        query={"$expand": "createdTime", "$filter": "resourceType eq 'Microsoft.Compute/images'"},
        api_version="2021-04-01",
    ).json()["value"]
    made = {one["name"]: one["createdTime"] for one in listed}
    assert made["i"] < told[5]["publishingProfile"]["publishedDate"] < made["again"]


def test_a_region_that_the_version_has_not_is_a_fault_of_the_seed(azure: InProcessAzure) -> None:
    with pytest.raises(SeedError, match=r"versions/1\.0\.3: there is no northeurope"):
        azure.seed(BECOMES.replace("replicatingRegions: [westus]", "replicatingRegions: [North Europe]"))
