"""Rules of the boot test: what its fields may say, and what only fits with the rest of the migration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.names import violations_of_resource_group_name
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.value_rules import resource_id_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.config.boot_test.models import BootTest, BootTestRegion, Probe
    from managed_image_to_gallery.config.migration import Migration

_SUBNET = "Microsoft.Network/virtualNetworks/subnets"
_VM_SIZE = re.compile(r"(Standard|Basic)_[A-Za-z0-9]+([_-][A-Za-z0-9]+)*")
_ZONES = frozenset({"1", "2", "3"})
_PUBLIC_KEY = re.compile(r"(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/]+={0,2}( .*)?")


def boot_test_faults(test: BootTest | None, path: str) -> Iterator[Fault]:
    """Everything that can be said about a boot test by itself."""
    if test is None:
        return
    yield from _regions(test, path)
    yield from _size(test.vm_size, f"{path}.vmSize")
    if test.resource_group is not None:
        for violation in violations_of_resource_group_name(test.resource_group):
            yield Fault(f"{path}.resourceGroup", test.resource_group, violation, "Name a resource group.")
    if test.ssh_public_key is not None and not _PUBLIC_KEY.fullmatch(test.ssh_public_key.strip()):
        rule = "is not an SSH public key that Azure takes (ssh-rsa or ssh-ed25519)"
        yield Fault(f"{path}.sshPublicKey", None, rule, "Paste the one line of the .pub file.")
    if test.probe is not None:
        yield from _probe(test.probe, f"{path}.probe")


def resolved_boot_test_faults(migration: Migration) -> Iterator[Fault]:
    """A machine can be made only where the version is replicated.

    Source: docs/reference/azure-errors.md#no-replica-in-the-region.
    """
    test = migration.settings.boot_test
    if test is not None and migration.is_existing and not (test.regions or migration.regions):
        rule = "is needed, because neither the entry nor defaults name targetRegions"
        yield Fault(f"{migration.path}.bootTest.regions", None, rule, "Name where machines of the versions must boot.")
    for index, region in enumerate(test.regions or () if test else ()):
        if migration.regions and canonical_region(region.name) not in migration.regions:
            yield Fault(
                f"{migration.path}.bootTest.regions[{index}].name",
                region.name,
                f"is not among the target regions ({', '.join(migration.regions)})",
                "Name a region that the version is replicated to, or replicate it there too.",
            )


def _regions(test: BootTest, path: str) -> Iterator[Fault]:
    if test.regions is not None and not test.regions:
        yield Fault(f"{path}.regions", None, "must name a region", "Leave it out to test every target region.")
    seen: set[str] = set()
    for index, region in enumerate(test.regions or ()):
        where = f"{path}.regions[{index}]"
        yield from _region(region, where)
        if canonical_region(region.name) in seen:
            yield Fault(f"{where}.name", region.name, "is listed twice", "Keep one of the two.")
        seen.add(canonical_region(region.name))


def _region(region: BootTestRegion, path: str) -> Iterator[Fault]:
    if region.subnet_id is not None:
        yield from resource_id_faults(region.subnet_id, f"{path}.subnetId", "a subnet", _SUBNET)
    if region.vm_size is not None:
        yield from _size(region.vm_size, f"{path}.vmSize")
    zones = region.zones or ()
    if not set(zones) <= _ZONES or len(set(zones)) < len(zones):
        yield Fault(f"{path}.zones", list(zones), 'must be some of "1", "2", "3", each once', "Correct the list.")


def _size(value: str, path: str) -> Iterator[Fault]:
    if not _VM_SIZE.fullmatch(value):
        yield Fault(path, value, "is not a VM size", "Name one as `az vm list-sizes` does, such as Standard_D2s_v3.")


def _probe(probe: Probe, path: str) -> Iterator[Fault]:
    """The texts themselves are never shown: they may hold secrets."""
    if (probe.script is None) == (probe.cloud_init is None):
        yield Fault(path, None, "must have either script or cloudInit", "Keep one of the two.")
    for key, text in (("script", probe.script), ("cloudInit", probe.cloud_init)):
        if text is not None and not text.strip():
            yield Fault(f"{path}.{key}", None, "must not be empty", "Write what the machine shall do.")
    if not probe.expected_output.strip():
        yield Fault(f"{path}.expectedOutput", None, "must not be empty", "Say what the machine must print.")
