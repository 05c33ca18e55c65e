"""How one would sign in to a test machine: nobody has to, but Azure demands a way.

Linux gets the configured public key, or one whose private half is thrown away. Windows demands a password: a random
one, a secret in the state. Both differ in every run; the machine keeps the first (`ignore_changes` of its osProfile).
"""

from __future__ import annotations

import base64
import secrets
import string
from typing import TYPE_CHECKING

import pulumi
from pulumi_azure_native import compute

if TYPE_CHECKING:
    from managed_image_to_gallery.gate.boot_test import TestMachine

ADMIN = "boottest"
_PASSWORD_LENGTH = 40
_CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_.+=")


def os_profile(
    machine: TestMachine, *, windows: bool, public_key: pulumi.Input[str] | None, cloud_init: str | None
) -> pulumi.Input[compute.OSProfileArgs]:
    """The osProfile of a test machine; a Windows computer name has at most 15 characters."""
    data = base64.b64encode(cloud_init.encode()).decode() if cloud_init is not None else None
    return compute.OSProfileArgs(
        computer_name=f"bt-{machine.id.name[-8:]}",
        admin_username=ADMIN,
        admin_password=pulumi.Output.secret(random_password()) if windows else None,
        linux_configuration=None if windows else _with_key(key_without_owner() if public_key is None else public_key),
        custom_data=pulumi.Output.secret(data) if data is not None else None,
    )


def random_password() -> str:
    """A password that Azure takes: 12 to 123 characters, at least three of four classes (osProfile.adminPassword)."""
    everything = "".join(_CLASSES)
    characters = [secrets.choice(kind) for kind in _CLASSES]
    characters += [secrets.choice(everything) for _ in range(_PASSWORD_LENGTH - len(characters))]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)


def key_without_owner() -> str:
    """A public key whose private key exists nowhere."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def _with_key(public_key: pulumi.Input[str]) -> compute.LinuxConfigurationArgs:
    path = f"/home/{ADMIN}/.ssh/authorized_keys"
    keys = [compute.SshPublicKeyArgs(path=path, key_data=public_key)]
    return compute.LinuxConfigurationArgs(
        disable_password_authentication=True, ssh=compute.SshConfigurationArgs(public_keys=keys)
    )
