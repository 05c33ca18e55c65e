"""The boot test: virtual machines made from exactly the version, declared only while the migration is published.

What they prove is read live by the gate (`gate/checks/boot.py`). In the next stage nothing of this is declared, so the
engine removes it in the same update: probes, machines with their disks and interfaces, networks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pulumi
from pulumi_azure_native import compute

from managed_image_to_gallery.component.boot_test.network import declare_interface, declare_subnet
from managed_image_to_gallery.component.boot_test.resources import machine_name
from managed_image_to_gallery.component.boot_test.sign_in import os_profile
from managed_image_to_gallery.component.gallery import os_type
from managed_image_to_gallery.component.state.resource_types import PROBE_SUFFIX
from managed_image_to_gallery.config.boot_test.args import SecurityType
from managed_image_to_gallery.config.boot_test.plan import cloud_init_of, planned_machines, script_of
from managed_image_to_gallery.gate.boot_test import RUN_COMMAND_NAME

if TYPE_CHECKING:
    from managed_image_to_gallery.component.live_facts import MigrationFacts
    from managed_image_to_gallery.config.boot_test.models import BootTest
    from managed_image_to_gallery.config.boot_test.plan import PlannedMachine
    from managed_image_to_gallery.config.definition_models import Definition
    from managed_image_to_gallery.config.late_values import LateValues
    from managed_image_to_gallery.config.migration import Migration

_SCRIPT_SECONDS = 900


def declare_boot_test(
    migration: Migration,
    definition: Definition,
    facts: MigrationFacts,
    version: pulumi.Input[str],
    *,
    parent: pulumi.Resource,
) -> None:
    """Declare the test machines with their probes; nothing where no boot test is asked for. version: its id."""
    test = migration.settings.boot_test
    if test is None:
        return
    late = migration.late
    subnets: dict[str, pulumi.Output[str]] = {}
    for planned in planned_machines(migration):
        machine = planned.machine
        known = planned.subnet_id or subnets.get(machine.region)
        subnet = cast("pulumi.Input[str] | None", late.of(f"{planned.path}.subnetId", known))
        if subnet is None:
            group = late.place(machine.id.resource_group)
            subnet = subnets[machine.region] = declare_subnet(migration, machine.region, group, parent=parent)
        name = machine_name(migration, machine)
        interface = declare_interface(name, machine, late, subnet, parent=parent)
        declared = _declare_machine(name, planned, test, late, definition, facts, version, interface.id, parent=parent)
        _declare_probe(f"{name}{PROBE_SUFFIX}", planned, test, late, declared, parent=parent)


def _declare_machine(
    name: str,
    planned: PlannedMachine,
    test: BootTest,
    late: LateValues,
    definition: Definition,
    facts: MigrationFacts,
    version_id: pulumi.Input[str],
    interface_id: pulumi.Output[str],
    *,
    parent: pulumi.Resource,
) -> compute.VirtualMachine:
    """Disks go with their machine (`deleteOption`): Azure names them, so the engine could not delete them."""
    machine = planned.machine
    return compute.VirtualMachine(
        name,
        resource_group_name=late.place(machine.id.resource_group),
        vm_name=late.place(machine.id.name),
        location=machine.region,
        zones=[machine.zone] if machine.zone else None,
        hardware_profile=compute.HardwareProfileArgs(vm_size=planned.vm_size),
        storage_profile=_storage(version_id, facts),
        os_profile=os_profile(
            machine,
            windows=os_type(definition, facts) == "Windows",
            public_key=cast("pulumi.Input[str] | None", late.of("bootTest.sshPublicKey", test.ssh_public_key)),
            cloud_init=cloud_init_of(test),
        ),
        network_profile=compute.NetworkProfileArgs(
            network_interfaces=[
                compute.NetworkInterfaceReferenceArgs(id=interface_id, primary=True, delete_option="Delete")
            ]
        ),
        security_profile=_trusted_launch() if test.security_type is SecurityType.TRUSTED_LAUNCH else None,
        diagnostics_profile=compute.DiagnosticsProfileArgs(boot_diagnostics=compute.BootDiagnosticsArgs(enabled=True)),
        plan=purchase_plan(definition, facts),
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["osProfile"]),
    )


def _declare_probe(
    name: str,
    planned: PlannedMachine,
    test: BootTest,
    late: LateValues,
    machine: compute.VirtualMachine,
    *,
    parent: pulumi.Resource,
) -> None:
    """The script is a secret in the state: it may hold one."""
    compute.VirtualMachineRunCommandByVirtualMachine(
        name,
        resource_group_name=late.place(planned.machine.id.resource_group),
        vm_name=machine.name,
        run_command_name=RUN_COMMAND_NAME,
        location=planned.machine.region,
        source=compute.VirtualMachineRunCommandScriptSourceArgs(script=pulumi.Output.secret(script_of(test))),
        timeout_in_seconds=_SCRIPT_SECONDS,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def purchase_plan(definition: Definition, facts: MigrationFacts) -> compute.PlanArgs | None:
    """The plan of the config, or that of the definition in Azure; a machine from a Marketplace image needs it."""
    plan = definition.purchase_plan or (facts.live_definition.purchase_plan if facts.live_definition else None)
    return compute.PlanArgs(name=plan.name, publisher=plan.publisher, product=plan.product) if plan else None


def _storage(version_id: pulumi.Input[str], facts: MigrationFacts) -> compute.StorageProfileArgs:
    """One data disk per disk of the image, as the CLI does.

    Source: docs/reference/azure-machines.md#a-machine-from-an-image.
    """
    luns = [disk.lun for disk in facts.image.data_disks] if facts.image else []
    return compute.StorageProfileArgs(
        image_reference=compute.ImageReferenceArgs(id=version_id),
        os_disk=compute.OSDiskArgs(
            create_option="FromImage",
            delete_option="Delete",
            managed_disk=compute.ManagedDiskParametersArgs(storage_account_type="StandardSSD_LRS"),
        ),
        data_disks=[compute.DataDiskArgs(lun=lun, create_option="FromImage", delete_option="Delete") for lun in luns]
        or None,
    )


def _trusted_launch() -> compute.SecurityProfileArgs:
    return compute.SecurityProfileArgs(
        security_type=SecurityType.TRUSTED_LAUNCH.value,
        uefi_settings=compute.UefiSettingsArgs(secure_boot_enabled=True, v_tpm_enabled=True),
    )
