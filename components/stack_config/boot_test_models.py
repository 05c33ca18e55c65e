"""The boot test in the stack's config: its shape (see `models`)."""

from __future__ import annotations

from pydantic import Field

from components.boot_test_args import SecurityType
from components.stack_config.base import ConfigModel

DEFAULT_VM_SIZE = "Standard_D2s_v3"
"""A size that runs both generations (learn.microsoft.com "Generation 2 VMs", Dsv3 series)."""


class Probe(ConfigModel):
    """What a test machine must do: a script or a cloud-init document, and the text that it prints."""

    expected_output: str
    script: str | None = Field(None, description="Shell on Linux, PowerShell on Windows.")
    cloud_init: str | None = Field(None, description="Linux only; its log is searched for expectedOutput.")


class BootTestRegion(ConfigModel):
    """A region in which test machines are made: one, or one in each of the zones."""

    name: str
    subnet_id: str | None = Field(None, description="By default a network is made, and removed with the machine.")
    zones: tuple[str, ...] | None = None
    vm_size: str | None = None


class BootTest(ConfigModel):
    """Test machines from exactly the version, there while the migration is published."""

    regions: tuple[BootTestRegion, ...] | None = Field(None, description="By default every target region.")
    resource_group: str | None = Field(None, description="By default the gallery's.")
    vm_size: str = DEFAULT_VM_SIZE
    security_type: SecurityType | None = None
    ssh_public_key: str | None = Field(None, description="Linux; by default nobody can sign in.")
    probe: Probe | None = Field(None, description="By default a script that prints a text.")
