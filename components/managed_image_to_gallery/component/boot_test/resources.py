"""What a boot test makes, by name in the stack and by id in Azure: pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.digests import digest_of
from managed_image_to_gallery.azure.resource_ids import ResourceId
from managed_image_to_gallery.component.state.resource_types import (
    INTERFACE,
    INTERFACE_SUFFIX,
    MACHINE,
    NETWORK,
    NETWORK_SUFFIX,
    PROBE,
    PROBE_SUFFIX,
    SUBNET,
    SUBNET_SUFFIX,
)
from managed_image_to_gallery.config.boot_test.plan import planned_machines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.config.boot_test.plan import PlannedMachine
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.boot_test import TestMachine

IN_EVERY_NAME = "boot-test-"
"""How the Azure names of machines, interfaces and networks begin."""
SUBNET_NAME = "boot-test"
_NETWORK_PROVIDER = "Microsoft.Network"


@dataclass(frozen=True)
class TestResource:
    """One resource of a boot test: its type, its logical name, its id."""

    __test__ = False  # the name is Azure's word for it, not pytest's

    kind: str
    name: str
    id: ResourceId


def resources_of(migration: Migration, called: str) -> Iterator[TestResource]:
    """Everything that the test machines of a migration's versions need, those of a subnet that is named left out.

    called: the migration's name, which may have been another when the state was written.
    """
    for one in migration.each_version:
        renamed = replace(one, name=called)
        networks: dict[str, TestMachine] = {}
        for planned in planned_machines(renamed):
            if has_own_network(renamed, planned):
                networks.setdefault(planned.machine.region, planned.machine)
            yield from _of_machine(renamed, planned.machine)
        for region, machine in networks.items():
            yield from _of_network(renamed, region, machine.id)


def has_own_network(migration: Migration, planned: PlannedMachine) -> bool:
    """Whether no subnet is named for a machine, not even one that will be known in the update."""
    return migration.late.of(f"{planned.path}.subnetId", planned.subnet_id) is None


def machine_name(migration: Migration, machine: TestMachine) -> str:
    """The logical name of a machine, with which those of its interface and probe begin."""
    return "-".join([name_prefix(migration), "boot-test", *machine.place.split()])


def network_name(migration: Migration, region: str) -> str:
    """How the logical names of a region's network and subnet begin."""
    return f"{name_prefix(migration)}-boot-test-{region}"


def name_of_network_in_azure(migration: Migration, region: str) -> str:
    """Two versions of one number live in two galleries, so the number alone would not do."""
    return f"{IN_EVERY_NAME}{digest_of_version(migration)}-{region}"


def name_prefix(migration: Migration) -> str:
    """How the names of a version's machines begin: of the versions that others keep there may be several."""
    return f"{migration.name}-{digest_of_version(migration)}" if migration.is_existing else migration.name


def digest_of_version(migration: Migration) -> str:
    """Eight characters that no other version has."""
    return digest_of([migration.version_id.key])[:8]


def _of_machine(migration: Migration, machine: TestMachine) -> Iterator[TestResource]:
    name, at = machine_name(migration, machine), machine.id
    interface = replace(at, provider=_NETWORK_PROVIDER, types=("networkInterfaces",))
    yield TestResource(INTERFACE, f"{name}{INTERFACE_SUFFIX}", interface)
    yield TestResource(MACHINE, name, at)
    yield TestResource(PROBE, f"{name}{PROBE_SUFFIX}", machine.run_command_id)


def _of_network(migration: Migration, region: str, beside: ResourceId) -> Iterator[TestResource]:
    name, names = network_name(migration, region), (name_of_network_in_azure(migration, region), SUBNET_NAME)
    network = replace(beside, provider=_NETWORK_PROVIDER, types=("virtualNetworks",), names=names[:1])
    yield TestResource(NETWORK, f"{name}{NETWORK_SUFFIX}", network)
    subnet = replace(network, types=("virtualNetworks", "subnets"), names=names)
    yield TestResource(SUBNET, f"{name}{SUBNET_SUFFIX}", subnet)
