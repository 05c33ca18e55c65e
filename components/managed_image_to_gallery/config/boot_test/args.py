"""The arguments of the boot test, in types that every Pulumi language can use (see `config/args.py`).

Annotations are read at run time by Pulumi's component analyser, hence no `from __future__ import annotations` here.
"""

from enum import Enum
from typing import NotRequired, TypedDict

from pulumi import Input


class SecurityType(str, Enum):
    """The security type of test machines."""

    STANDARD = "Standard"
    """An ordinary machine."""
    TRUSTED_LAUNCH = "TrustedLaunch"
    """Secure boot and a virtual TPM; for generation 2."""


class ProbeArgs(TypedDict):
    """What a test machine must do: run a script, or carry out a cloud-init document, and print a text."""

    expected_output: Input[str]
    """A text that stands in the last 4 KB of what is printed."""
    script: NotRequired[Input[str]]
    """A shell script on Linux, a PowerShell script on Windows."""
    cloud_init: NotRequired[Input[str]]
    """A cloud-init document, Linux only; its log is searched for the text."""


class BootTestRegionArgs(TypedDict):
    """A region in which a test machine is made."""

    name: str
    """Region, in any spelling; one of the target regions."""
    subnet_id: NotRequired[Input[str]]
    """Resource id of a subnet there; by default a network is made, and removed with the machine."""
    zones: NotRequired[list[str]]
    """Availability zones; one machine is made in each."""
    vm_size: NotRequired[str]
    """Size of the machines there; by default as for all regions."""


class BootTestArgs(TypedDict):
    """Test machines from exactly the version: made in stage published, removed in stage validated."""

    regions: NotRequired[list[BootTestRegionArgs]]
    """Where machines are made; by default in every target region."""
    resource_group: NotRequired[Input[str]]
    """Resource group of the machines; by default the gallery's."""
    vm_size: NotRequired[str]
    """Size of the machines; Standard_D2s_v3 by default."""
    security_type: NotRequired[SecurityType]
    """Security type of the machines; Standard by default."""
    ssh_public_key: NotRequired[Input[str]]
    """Public key of who may sign in to Linux machines; by default nobody may."""
    probe: NotRequired[ProbeArgs]
    """What the machines must do; by default print a text."""
