"""The reader and the gate against local Azure, which judges by rules of its own: what the bodies of other tests assume
holds there too.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme

from harness.local_azure import LocalAzure
from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.errors import RightsNotProven
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import (
    definition_id,
    gallery_id,
    image_id,
    parse_resource_id,
    version_id,
)
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.gate.adopted import adopted_now
from managed_image_to_gallery.gate.gate import GateSubject, run_gate

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.gate.verdicts import GateResult

SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}, workloads: {location: southcentralus}}
images: [{resourceGroup: myResourceGroup, name: myImage, hyperVGeneration: V2, dataDisks: [{lun: 0, diskSizeGB: 10}]}]
galleries:
  - resourceGroup: myResourceGroup
    name: myGallery
    definitions:
      - name: myImageDefinition
        publisher: myPublisher
        offer: myOffer
        sku: mySKU
        hyperVGeneration: V2
        versions:
          - name: 1.0.0
            source: myResourceGroup/myImage
            targetRegions: [{name: South Central US}, {name: West Central US, replicaCount: 2}]
"""
MACHINE = (
    "virtualMachines: [{resourceGroup: workloads, name: vm, location: southcentralus, image: myResourceGroup/myImage}]"
)
MACHINES = "Microsoft.Compute/virtualMachines"
DEFINITIONS = "Microsoft.Compute/galleries/images"
VERSIONS = "Microsoft.Compute/galleries/images/versions"
_FLEET = Path(__file__).parents[2] / "examples/fleet.yaml"
SOMEBODY = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: web}]
principals:
  - name: somebody
    clientId: 5b1a0b6e-6a0f-4c39-9b57-5f0f6f9f2a11
    secret: known
    roles: [{role: Reader, scope: ""}, {role: Contributor, scope: group}]
"""
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
CLIENT = "5b1a0b6e-6a0f-4c39-9b57-5f0f6f9f2a11"

__all__ = ["azure", "server"]


def image_and_gate(azure: LocalAzure, between: Callable[[], object]) -> tuple[ManagedImage, GateResult]:
    """The image as it is adopted, and the gate's answer after something has happened."""
    image = image_id(azure.subscription, "myResourceGroup", "myImage")
    gallery = gallery_id(azure.subscription, "myResourceGroup", "myGallery")
    definition = definition_id(gallery, "myImageDefinition")

    async def play() -> tuple[ManagedImage, GateResult]:
        async with AzureReader.connect(AzureSettings.read({}, azure.env)) as reader:
            adopted = await reader.image(image)
            assert adopted is not None
            between()
            subject = GateSubject(
                migration="m",
                source_id=image,
                version_id=version_id(definition, "1.0.0"),
                definition_id=definition,
                gallery_id=gallery,
                target_regions=("southcentralus", "westcentralus"),
                replica_counts={"southcentralus": 1, "westcentralus": 2},
                adopted=adopted_now(adopted, str(adopted.id)),
            )
            return adopted, await run_gate(reader, subject)

    return asyncio.run(play())


def test_a_replicated_version_is_proven(azure: LocalAzure) -> None:
    image, result = image_and_gate(azure, lambda: None)

    assert result.passed, result.text()
    assert (image.hyper_v_generation, [disk.size_gb for disk in image.data_disks]) == ("V2", [10])
    assert azure.ready["client_id"] in result.identity


VALIDATED = {"executedValidations": [{"type": "TrustedLaunch", "status": "Failed", "version": "1.0"}]}
FEWER = {
    "targetRegions": [
        {"name": name, "regionalReplicaCount": 1, "storageAccountType": "Standard_LRS"}
        for name in ("South Central US", "West Central US")
    ]
}


def version_path(azure: LocalAzure) -> str:
    gallery = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/galleries/myGallery"
    return f"{gallery}/images/myImageDefinition/versions/1.0.0"


def image_path(azure: LocalAzure) -> str:
    return f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/images/myImage"


def missing_list(azure: LocalAzure, of: str) -> None:
    """Only the list is not found: what it is below is there."""
    refusal = {"status": 404, "code": "ResourceNotFound", "message": "The resource was not found."}
    azure.add_fault({"refuse": refusal, "match": {"type": of, "access": "list"}})


EVENTS: dict[str, tuple[Callable[[LocalAzure], object], set[str]]] = {
    "a machine is made from the image": (lambda azure: azure.seed(MACHINE), {"no-references"}),
    "the group is locked": (lambda azure: azure.seed("locks: [{name: keep, scope: myResourceGroup}]"), {"no-locks"}),
    "the subscription is locked": (lambda azure: azure.seed('locks: [{name: keep, scope: ""}]'), {"no-locks"}),
    "somebody changes the image": (
        lambda azure: azure.change(image_path(azure), {"properties": {"hyperVGeneration": "V1"}}),
        {"image-unchanged", "definition-matches-image"},
    ),
    "a policy stamps a tag": (
        lambda azure: azure.change(image_path(azure), {"tags": {"owner": "somebody"}}),
        set(),
    ),
    "the version is reported": (
        lambda azure: azure.change(
            version_path(azure), {"properties": {"safetyProfile": {"reportedForPolicyViolation": True}}}
        ),
        {"no-policy-violation"},
    ),
    "a validation fails": (
        lambda azure: azure.change(version_path(azure), {"properties": {"validationsProfile": VALIDATED}}),
        {"no-failed-validation"},
    ),
    "the version's end of life comes": (
        lambda azure: azure.change(
            version_path(azure), {"properties": {"publishingProfile": {"endOfLifeDate": "2021-04-01T00:00:00+00:00"}}}
        ),
        {"not-past-end-of-life"},
    ),
    "somebody takes replicas away": (
        lambda azure: azure.change(version_path(azure), {"properties": {"publishingProfile": FEWER}}),
        {"replicas-as-configured"},
    ),
    "the version has other disks": (
        lambda azure: azure.change(
            version_path(azure), {"properties": {"storageProfile": {"osDiskImage": {"sizeInGB": 1}}}}
        ),
        {"disks-match-image"},
    ),
    "somebody deletes the image": (
        lambda azure: azure.remove(image_path(azure)),
        {
            *("source-exists", "image-unchanged", "definition-matches-image", "version-newer-than-image"),
            "disks-match-image",
        },
    ),
    "a region falls behind": (
        lambda azure: azure.add_fault({"region": {"name": "West Central US"}, "match": {"type": VERSIONS}}),
        {"replication-complete"},
    ),
    "versions cannot be read": (
        lambda azure: azure.add_fault({"refuse": {"status": 503}, "match": {"type": VERSIONS}}),
        {
            "version-succeeded",
            "version-source",
            "version-newer-than-image",
            "replication-mode",
            "replication-complete",
            "no-references",
            "replicas-as-configured",
            "disks-match-image",
            "no-policy-violation",
            "no-failed-validation",
            "not-past-end-of-life",
        },
    ),
    "a gallery is said to have no definitions": (lambda azure: missing_list(azure, DEFINITIONS), {"no-references"}),
    "a definition is said to have no versions": (lambda azure: missing_list(azure, VERSIONS), {"no-references"}),
    "the list of machines breaks off": (
        lambda azure: azure.add_fault({"resetConnection": True, "match": {"type": MACHINES}}),
        {"no-references"},
    ),
}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.usefixtures("hurried")
def test_what_happens_after_adoption_is_refused_or_not(azure: LocalAzure, event: str) -> None:
    happens, checks = EVENTS[event]

    _, result = image_and_gate(azure, lambda: happens(azure))

    assert {verdict.check for verdict in result.refusals} == checks, result.text()


def certificate_of(azure: LocalAzure, folder: Path) -> str:
    """The file of a certificate with its key, which the reader's own principal may sign in with."""
    issued = trustme.CA().issue_cert("me.example", key_type=trustme.KeyType.RSA)
    public = issued.cert_chain_pems[0].bytes()
    who = {"name": "me", "clientId": CLIENT, "objectId": CLIENT, "secret": "s", "certificate": public.decode()}
    azure.seed(json.dumps({"principals": [{**who, "roles": [{"role": "Reader", "scope": ""}]}]}))
    path = folder / "certificate.pem"
    path.write_bytes(issued.private_key_pem.bytes() + public)
    return str(path)


@pytest.mark.parametrize("way", ["certificate", "identity token"])
def test_the_gate_reads_whatever_the_sign_in(azure: LocalAzure, tmp_path: Path, way: str) -> None:
    """End to end: azure-identity's own assertion, checked by the sign-in endpoint, and a token that Azure accepts."""
    chosen = (
        {"ARM_CLIENT_ID": CLIENT, "ARM_CLIENT_CERTIFICATE_PATH": certificate_of(azure, tmp_path)}
        if way == "certificate"
        else {"ARM_USE_OIDC": "true", "ARM_OIDC_TOKEN": "of the pipeline"}
    )
    settings = {name: value for name, value in azure.env.items() if name != "ARM_CLIENT_SECRET"} | chosen

    async def read() -> tuple[ManagedImage | None, str]:
        async with AzureReader.connect(AzureSettings.read({}, settings)) as reader:
            image = image_id(azure.subscription, "myResourceGroup", "myImage")
            return await reader.image(image), await reader.identity()

    image, identity = asyncio.run(read())
    assert image is not None
    assert identity.startswith(CLIENT if way == "certificate" else azure.ready["client_id"])


def test_one_pass_finds_what_the_scan_of_each_image_finds(azure: LocalAzure) -> None:
    azure.reset()
    azure.seed(_FLEET.read_text())

    async def compare() -> int:
        async with AzureReader.connect(AzureSettings.read({}, azure.env)) as reader:
            index = await reader.index_references([azure.subscription])
            images = await reader.images(azure.subscription)
            assert len(images) == 60
            used = [image for image in images if index.of(image.id)]
            for image in [*used, next(image for image in images if not index.of(image.id))]:
                scanned = await reader.references_to(image.id, [azure.subscription])
                listed = index.of(image.id)
                assert {one.consumer_id.lower() for one in listed} >= {one.consumer_id.lower() for one in scanned}
                assert bool(listed) == bool(scanned)
            return len(used)

    assert asyncio.run(compare()) == 7


WHO = "11111111-2222-4333-8444-555555555555"


def test_what_stands_beside_a_version_is_found(azure: LocalAzure) -> None:
    """Roles on the resource itself, not those above it; machines by their name, and each of them by itself."""
    definition = definition_id(gallery_id(azure.subscription, "myResourceGroup", "myGallery"), "myImageDefinition")
    role = f"/subscriptions/{azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/{READER}"
    for scope, name in ((str(definition), "1"), (azure.group_id("myResourceGroup"), "2")):
        path = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name * 8}-2222-4333-8444-555555555555"
        body = {"properties": {"roleDefinitionId": role, "principalId": WHO, "principalType": "Group"}}
        azure.put(path, body, api_version="2022-04-01").raise_for_status()
    azure.seed(MACHINE.replace("name: vm", "name: boot-test-1"))
    (machine,) = azure.get(
        f"/subscriptions/{azure.subscription}/providers/{MACHINES}", api_version="2024-11-01"
    ).json()["value"]
    there = parse_resource_id(str(machine["id"]))
    network = replace(there, provider="Microsoft.Network", types=("virtualNetworks",), names=("boot-test-2",))
    body = {"location": "southcentralus", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/24"]}}}
    azure.put(str(network), body, api_version="2024-05-01").raise_for_status()
    azure.settle()

    async def play() -> tuple[list[tuple[str, str]], frozenset[str], list[bool]]:
        async with AzureReader.connect(AzureSettings.read({}, azure.env)) as reader:
            roles = await reader.role_assignments(definition)
            listed = await reader.named_like(azure.subscription, "boot-test-")
            gone = [replace(one, names=(f"{one.names[0]}x",)) for one in (there, network)]
            found = [await reader.is_there(one) for one in (there, network, *gone)]
            return [(one.role, one.principal_id) for one in roles], listed, found

    roles, listed, found = asyncio.run(play())
    assert roles == [(READER, WHO)]
    assert {there.key, network.key} <= listed
    assert found == [True, True, False, False]


def test_a_right_that_is_lost_between_two_looks_is_missed_by_the_second(azure: LocalAzure) -> None:
    """Between preview and update, say: the lists would be short then, and look whole."""
    azure.reset()
    azure.seed(SOMEBODY)
    somebody = {**azure.env, "ARM_CLIENT_ID": CLIENT, "ARM_CLIENT_SECRET": "known"}
    image = image_id(azure.subscription, "group", "web")
    roles = f"/subscriptions/{azure.subscription}/providers/Microsoft.Authorization/roleAssignments"

    async def look() -> None:
        async with AzureReader.connect(AzureSettings.read({}, somebody)) as reader:
            assert await reader.afresh().references_to(image, [azure.subscription]) == []
            before = azure.get(roles, api_version="2022-04-01").json()["value"]
            of_all = [one["id"] for one in before if one["id"].startswith(roles) and READER in str(one)]
            for one in of_all:
                azure.delete(one, api_version="2022-04-01").raise_for_status()
            with pytest.raises(RightsNotProven, match="virtualMachines/read"):
                await reader.afresh().references_to(image, [azure.subscription])

    asyncio.run(look())
