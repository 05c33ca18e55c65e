"""Locks, roles and machines that Azure has and the stack has not are told before anything is registered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.azure.errors import AccessDenied
from managed_image_to_gallery.azure.models import ResourceLock, RoleAssignment
from managed_image_to_gallery.azure.settings import READOPTS
from managed_image_to_gallery.config.faults import ConfigFaults
from tests.azure import bodies
from tests.component.recording import PROJECT, Recording, record
from tests.component.stacks import NAME, as_config, entry, existing, program
from tests.component.test_taking_over import HEAD, imported_state, stack_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from tests.component.told_azure import ToldAzure

WHO = "11111111-1111-4111-8111-111111111111"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
GROUP = bodies.IMAGE.resource_group_id
TESTED: JsonObject = {"regions": [{"name": "eastus2"}]}


def run(stack: JsonObject, state: dict[str, object] | None = None) -> Recording:
    return record(program, preview=True, config=as_config(stack), state=state or {})


def declared(stack: JsonObject) -> Recording:
    recording = run(stack)
    assert recording.error is None, recording.error
    return recording


def id_of(recording: Recording, kind: str, name: str) -> str:
    """Where the resource that was declared under a logical name will be in Azure."""
    inputs = cast("dict[str, Any]", recording.inputs(name))
    if kind == "subnets":
        network = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/{network_of(recording)}"
        return f"{network}/subnets/{inputs['subnetName']}"
    if kind == "runCommands":
        machine = cast("dict[str, Any]", recording.inputs(name.removesuffix("-probe")))["vmName"]
        return f"{GROUP}/providers/Microsoft.Compute/virtualMachines/{machine}/runCommands/{inputs['runCommandName']}"
    provider = "Compute" if kind == "virtualMachines" else "Network"
    key = {
        "virtualMachines": "vmName",
        "networkInterfaces": "networkInterfaceName",
        "virtualNetworks": "virtualNetworkName",
    }
    return f"{GROUP}/providers/Microsoft.{provider}/{kind}/{inputs[key[kind]]}"


def network_of(recording: Recording) -> str:
    (name,) = recording.of_type("azure-native:network:VirtualNetwork")
    return str(cast("dict[str, Any]", recording.inputs(name))["virtualNetworkName"])


OURS: JsonObject = entry(bootTest=TESTED, importVersion=True)
THEIRS: JsonObject = existing(str(bodies.VERSION), bootTest=TESTED)
PARTS = {
    "virtualMachines": "azure-native:compute:VirtualMachine",
    "networkInterfaces": "azure-native:network:NetworkInterface",
    "virtualNetworks": "azure-native:network:VirtualNetwork",
    "subnets": "azure-native:network:Subnet",
    "runCommands": "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
}


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("of", [OURS, THEIRS], ids=["ours", "theirs"])
def test_what_a_boot_test_needs_is_told_where_azure_has_it_and_the_state_has_not(
    azure: ToldAzure, kind: str, of: JsonObject
) -> None:
    """A subnet and a probe are looked for in what is there: the list of a subscription does not have them."""
    stack = stack_of(of)
    before = declared(stack)
    (name,) = before.of_type(PARTS[kind])
    left = id_of(before, kind, name)
    around = left.rsplit("/", 2)[0] if kind in ("subnets", "runCommands") else ""
    beside: list[JsonObject] = [{"id": one} for one in (left, around) if one]
    azure.resources += beside

    recording = run(stack)

    assert isinstance(recording.error, ConfigFaults)
    (fault,) = recording.error.faults
    assert fault.path == "migrations[0].bootTest"
    assert left.lower() in fault.rule.lower()
    assert "az resource delete --ids" in fault.remedy
    assert recording.requests == {}
    kept = f"{HEAD}${PARTS[kind]}::{name}"
    known: dict[str, object] = {kept: {"type": PARTS[kind], "outputs": {}}}
    azure.resources = [one for one in azure.resources if one["id"] != around]
    assert run(stack, {**imported_state(), **known} if of is OURS else known).error is None


def test_what_was_deleted_a_moment_ago_may_still_be_listed(azure: ToldAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    async def listed(*_: object) -> frozenset[str]:
        return frozenset({machine.lower()})

    stack = stack_of(THEIRS)
    before = declared(stack)
    (name,) = before.of_type(PARTS["virtualMachines"])
    machine = id_of(before, "virtualMachines", name)
    monkeypatch.setattr(azure, "named_like", listed)

    assert run(stack).error is None


def test_who_may_not_look_is_told_by_the_update(azure: ToldAzure) -> None:
    azure.failures[f"{bodies.SUBSCRIPTION}/boot-test-"] = AccessDenied("list", status=403, message="no")

    assert run(stack_of(THEIRS)).error is None


LOCKED: JsonObject = {"importVersion": True, "lock": {"kind": "CanNotDelete"}}
ASSIGNED: JsonObject = {
    "importVersion": True,
    "definition": {
        **cast("JsonObject", entry()["definition"]),
        "roleAssignments": [{"roleDefinitionIdOrName": "Reader", "principalId": WHO, "principalType": "Group"}],
    },
}


def with_lock(azure: ToldAzure, name: str = "1.0.0-CANNOTDELETE") -> None:
    at = f"{str(bodies.VERSION).upper()}/providers/Microsoft.Authorization/locks/{name}"
    azure.locked.append(ResourceLock(at, str(bodies.VERSION).upper(), "CanNotDelete"))


def with_role(azure: ToldAzure, role: str = READER, scope: str = str(bodies.DEFINITION)) -> None:
    at = f"{scope}/providers/Microsoft.Authorization/roleAssignments/22222222-2222-4222-8222-222222222222"
    azure.assigned.append(RoleAssignment(at, scope, role, WHO))


@pytest.mark.parametrize("readopts", ["", "1"])
@pytest.mark.parametrize(
    ("changes", "there", "path", "command"),
    [
        (LOCKED, with_lock, "migrations[0].lock", "az lock delete --ids"),
        (ASSIGNED, with_role, "migrations[0].definition.roleAssignments[0]", "az role assignment delete --ids"),
    ],
)
def test_a_lock_and_a_role_on_what_is_taken_over_are_told(
    azure: ToldAzure,
    monkeypatch: pytest.MonkeyPatch,
    changes: JsonObject,
    there: Callable[[ToldAzure], None],
    path: str,
    command: str,
    readopts: str,
) -> None:
    """Whatever an assignment is called: Azure assigns a role to a principal once."""
    if readopts:
        monkeypatch.setenv(READOPTS, readopts)
    there(azure)

    error = run(stack_of({**entry(), **changes})).error

    assert isinstance(error, ConfigFaults)
    (fault,) = error.faults
    assert fault.path == path
    assert command in fault.remedy


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        (LOCKED, partial(with_lock, name="theirs")),
        (ASSIGNED, partial(with_role, role="b24988ac-6180-42a0-ab88-20f7382dd24c")),
        (ASSIGNED, partial(with_role, scope=str(bodies.GALLERY))),
    ],
)
def test_another_lock_or_role_is_in_nobodys_way(
    azure: ToldAzure, changes: JsonObject, there: Callable[[ToldAzure], None]
) -> None:
    there(azure)

    assert run(stack_of({**entry(), **changes})).error is None


@pytest.mark.parametrize(
    ("changes", "there", "kind"),
    [
        (LOCKED, with_lock, "azure-native:authorization:ManagementLockByScope"),
        (ASSIGNED, with_role, "azure-native:authorization:RoleAssignment"),
    ],
)
def test_what_the_stack_made_itself_is_no_fault_even_under_a_former_name(
    azure: ToldAzure, changes: JsonObject, there: Callable[[ToldAzure], None], kind: str
) -> None:
    there(azure)
    (name,) = declared_by(azure, changes, kind)
    state: dict[str, object] = {**imported_state(), f"{HEAD}${kind}::{name}": {"type": kind, "outputs": {}}}

    assert run(stack_of({**entry(), **changes}), state).error is None
    assert run(stack_of({**entry(), **changes, "name": "another", "formerName": NAME}), state).error is None


def declared_by(azure: ToldAzure, changes: JsonObject, kind: str) -> list[str]:
    locked, assigned = azure.locked, azure.assigned
    azure.locked, azure.assigned = [], []
    found = declared(stack_of({**entry(), **changes})).of_type(kind)
    azure.locked, azure.assigned = locked, assigned
    return found


def test_a_gallerys_lock_is_told_once_for_all_migrations(azure: ToldAzure) -> None:
    at = f"{bodies.GALLERY}/providers/Microsoft.Authorization/locks/keep"
    azure.locked.append(ResourceLock(at, str(bodies.GALLERY), "CanNotDelete"))
    gallery: JsonObject = {
        "resourceGroup": "myResourceGroup",
        "name": "myGallery",
        "create": True,
        "lock": {"kind": "CanNotDelete", "name": "keep"},
    }
    made = {"type": "azure-native:compute:Gallery", "outputs": {"name": "myGallery"}}
    state: dict[str, object] = {f"urn:pulumi:test::{PROJECT}::azure-native:compute:Gallery::myGallery": made}
    second: Json = {"name": "myImageDefinition"}

    error = run(
        stack_of(entry(importVersion=True), {**entry(version="2.0.0"), "definition": second}, gallery=gallery), state
    ).error

    assert isinstance(error, ConfigFaults)
    assert [fault.path for fault in error.faults] == ["gallery.lock"]
