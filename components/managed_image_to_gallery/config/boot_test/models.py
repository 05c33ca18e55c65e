"""The boot test in the stack's config: its shape (see `models`)."""

from __future__ import annotations

from pydantic import Field

from managed_image_to_gallery.config.base import ConfigModel
from managed_image_to_gallery.config.boot_test.args import SecurityType

DEFAULT_VM_SIZE = "Standard_D2s_v3"
"""A size that runs both generations (learn.microsoft.com/azure/virtual-machines/generation-2, Dsv3 series)."""


class Probe(ConfigModel):
    """What a test machine must do: a script or a cloud-init document, and the text that it prints."""

    expected_output: str = Field(description="Text that must stand in the last 4 KB of what is printed. Not empty.")
    script: str | None = Field(
        None, description="Shell on Linux, PowerShell on Windows; run on the machine. Either this or cloudInit."
    )
    cloud_init: str | None = Field(
        None,
        description="cloud-init document, Linux only; its log is searched for expectedOutput. Either this or script.",
    )


class BootTestRegion(ConfigModel):
    """A region in which test machines are made: one, or one in each of the zones."""

    name: str = Field(description="Region, in any spelling; one of the target regions. Each once.")
    subnet_id: str | None = Field(
        None, description="Resource id of a subnet there; else a network is made, and removed with the machine."
    )
    zones: tuple[str, ...] | None = Field(
        None, description='Some of "1", "2" and "3": a machine in each. Without zones one machine is made.'
    )
    vm_size: str | None = Field(None, description="Size of the machines there; else vmSize of the boot test.")


class BootTest(ConfigModel):
    """Test machines from exactly the version, there while the migration is published."""

    regions: tuple[BootTestRegion, ...] | None = Field(
        None, description="Where machines are made; else in every target region."
    )
    resource_group: str | None = Field(
        None, description="Resource group of the machines, which must exist; else the gallery's."
    )
    vm_size: str = Field(DEFAULT_VM_SIZE, description="Size of the machines. It must run the image's generation.")
    security_type: SecurityType | None = Field(
        None,
        json_schema_extra={"default": SecurityType.STANDARD.value},
        description="Security type of the machines. TrustedLaunch needs generation V2.",
    )
    ssh_public_key: str | None = Field(
        None,
        description="Public key, ssh-rsa or ssh-ed25519, of who may sign in to Linux machines; else nobody may.",
    )
    probe: Probe | None = Field(None, description="What each machine must do; else run a script that prints a text.")
