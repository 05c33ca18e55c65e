"""Which test machines a migration asks for: pure, and the same in every run, so that the gate finds them by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from managed_image_to_gallery.azure.digests import digest_of
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import COMPUTE, ResourceId
from managed_image_to_gallery.config.boot_test.models import BootTestRegion
from managed_image_to_gallery.gate.boot_test import BootTest, TestMachine

if TYPE_CHECKING:
    from managed_image_to_gallery.config.boot_test.models import BootTest as Asked
    from managed_image_to_gallery.config.boot_test.models import Probe
    from managed_image_to_gallery.config.models import Gallery, MigrationEntry, TargetRegion

DEFAULT_OUTPUT = "boot-test-passed"
"""What the default probe prints."""

_CLOUD_INIT_LOG = "cloud-init status --wait >/dev/null && cat /var/log/cloud-init-output.log"


class Tested(Protocol):
    """What a boot test has to know of its migration."""

    @property
    def settings(self) -> MigrationEntry:
        """What the config says."""
        ...

    @property
    def target_regions(self) -> tuple[TargetRegion, ...]:
        """Where the version is replicated to."""
        ...

    @property
    def gallery(self) -> Gallery:
        """The gallery, in whose group the machines are by default."""
        ...

    @property
    def subscription_id(self) -> str:
        """The stack's subscription, in which the machines are."""
        ...

    @property
    def version_id(self) -> ResourceId:
        """The version that the machines are made from."""
        ...


@dataclass(frozen=True)
class PlannedMachine:
    """A test machine as it is declared: where, how large, in which subnet (None: in a network of its own).

    path: where its region stands among the arguments.
    """

    machine: TestMachine
    vm_size: str
    subnet_id: str | None
    path: str


def planned_machines(migration: Tested) -> tuple[PlannedMachine, ...]:
    """The test machines of a migration, in config order; none where no boot test is asked for."""
    test = migration.settings.boot_test
    if test is None:
        return ()
    regions = test.regions or tuple(
        BootTestRegion.model_validate({"name": region.name}) for region in migration.target_regions
    )
    group = test.resource_group or migration.gallery.resource_group
    return tuple(
        PlannedMachine(
            _machine(migration, group, region.name, zone),
            region.vm_size or test.vm_size,
            region.subnet_id,
            f"bootTest.regions[{index}]",
        )
        for index, region in enumerate(regions)
        for zone in region.zones or ("",)
    )


def boot_test_of(migration: Tested) -> BootTest | None:
    """The boot test as the gate judges it; None where none is asked for."""
    test = migration.settings.boot_test
    if test is None:
        return None
    expected = test.probe.expected_output if test.probe else DEFAULT_OUTPUT
    return BootTest(
        machines=tuple(planned.machine for planned in planned_machines(migration)),
        expected_output=expected,
        probe_digest=digest_of([script_of(test), cloud_init_of(test), expected]),
    )


def script_of(test: Asked) -> str:
    """What the run command runs: the script of the config, or one that shows what cloud-init did.

    `echo` means the same to a shell and to PowerShell.
    """
    if cloud_init_of(test) is not None:
        return _CLOUD_INIT_LOG
    return _script(test.probe) or f"echo {DEFAULT_OUTPUT}"


def cloud_init_of(test: Asked) -> str | None:
    """The cloud-init document of the config."""
    return test.probe.cloud_init if test.probe else None


def _script(probe: Probe | None) -> str | None:
    return probe.script if probe else None


def _machine(migration: Tested, group: str, region: str, zone: str) -> TestMachine:
    """A name of at most 64 characters that no other version or place has; the rest of the id says where it is."""
    place = canonical_region(region)
    name = f"boot-test-{digest_of([migration.version_id.key, place, zone])[:8]}"
    at = ResourceId(migration.subscription_id, group, COMPUTE, ("virtualMachines",), (name,))
    return TestMachine(at, place, zone)
