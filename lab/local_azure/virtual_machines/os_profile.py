"""`osProfile` of a machine: what must be said, what Azure fills in, and what is never kept or answered."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_object
from local_azure.virtual_machines import errors
from local_azure.virtual_machines.source import Source

SECRETS = ("adminPassword", "customData")
"""Write-only: neither stored nor answered."""


def check(sent: Json | None, source: Source) -> None:
    """Required for what was generalized, forbidden for what was not.

    Source: docs/reference/azure-machines.md#a-machine-from-an-image.
    """
    if source.specialized:
        if sent is not None:
            raise errors.not_allowed("osProfile")
        return
    if sent is None:
        raise errors.required("osProfile")
    for member in ("computerName", "adminUsername"):
        if not sent.get(member):
            raise errors.required(f"osProfile.{member}")
    has_password = bool(sent.get("adminPassword"))
    if source.os_type == "Windows" and not has_password:
        raise errors.required("osProfile.adminPassword")
    if source.os_type == "Linux" and not has_password and not _has_key(sent):
        raise errors.authentication_required()


def filled_in(sent: Json, os_type: str) -> Json:
    """What Azure keeps of it, with its defaults.

    Source: lab/tests/recorded/facts/aso_2022-03-01_vm_create.jsonl,
    lab/tests/recorded/facts/ps_2024-07-01_vm_create.jsonl.
    """
    profile = {key: sent[key] for key in sent if key not in SECRETS}
    if os_type == "Windows":
        profile["windowsConfiguration"] = _windows(as_object(sent.get("windowsConfiguration")))
    else:
        profile["linuxConfiguration"] = _linux(as_object(sent.get("linuxConfiguration")))
    profile.setdefault("secrets", [])
    profile.setdefault("allowExtensionOperations", True)
    profile.setdefault("requireGuestProvisionSignal", True)
    return profile


def _linux(sent: Json) -> Json:
    return {
        "disablePasswordAuthentication": False,
        "provisionVMAgent": True,
        "patchSettings": {"patchMode": "ImageDefault", "assessmentMode": "ImageDefault"},
        "enableVMAgentPlatformUpdates": False,
        **sent,
    }


def _windows(sent: Json) -> Json:
    return {
        "provisionVMAgent": True,
        "enableAutomaticUpdates": True,
        "patchSettings": {"patchMode": "AutomaticByOS", "assessmentMode": "ImageDefault"},
        "enableVMAgentPlatformUpdates": True,
        **sent,
    }


def _has_key(sent: Json) -> bool:
    ssh = as_object(as_object(sent.get("linuxConfiguration")).get("ssh"))
    return bool(ssh.get("publicKeys"))
