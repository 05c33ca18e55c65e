"""The api-versions of machines and scale sets, and what appears with them (seen in the recordings named)."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object

API_VERSIONS = (
    *("2015-06-15", "2016-03-30", "2016-04-30-preview", "2017-03-30", "2017-12-01", "2018-04-01", "2018-06-01"),
    *("2018-10-01", "2019-03-01", "2019-07-01", "2019-12-01", "2020-06-01", "2020-12-01", "2021-03-01", "2021-04-01"),
    *("2021-07-01", "2021-11-01", "2022-03-01", "2022-08-01", "2022-11-01", "2023-03-01", "2023-07-01", "2023-09-01"),
    *("2024-03-01", "2024-07-01", "2024-11-01", "2025-04-01", "2025-11-01", "2026-03-01", "2026-04-01"),
)

EXACT_VERSION = "2019-07-01"
"""Absent at 2019-03-01 (lab/tests/recorded/facts/cli_2019-03-01_vm_get_instance_view.jsonl), present at 2019-07-01.

Source: lab/tests/recorded/facts/net_2019-07-01_vm_list_subscription.jsonl.
"""
DELETE_OPTION = "2021-03-01"
"""Absent at 2019-07-01, present at 2021-07-01.

Source: lab/tests/recorded/facts/java_2021-07-01_vm_from_managed_image.jsonl.
"""
PATCH_SETTINGS = "2020-12-01"
"""Absent at 2019-07-01, present at 2021-07-01."""
TIME_CREATED = "2021-11-01"
"""Absent at 2021-07-01, present at 2022-03-01 (lab/tests/recorded/facts/aso_2022-03-01_vm_create.jsonl) and for scale
sets at 2021-11-01.
"""
PLATFORM_UPDATES = "2022-03-01"
"""`enableVMAgentPlatformUpdates`: absent at 2021-07-01, present at 2022-03-01."""
ETAG = "2024-03-01"
"""`etag` and `diskControllerType`: absent at 2022-11-01, present at 2024-07-01.

Source: lab/tests/recorded/facts/ps_2024-07-01_vm_create.jsonl.
"""


def as_of(properties: Json, api_version: str) -> Json:
    """A machine's properties as an api-version shows them."""
    shown = dict(properties)
    if api_version < TIME_CREATED:
        shown.pop("timeCreated", None)
    shown["storageProfile"] = _storage_profile(as_object(properties.get("storageProfile")), api_version)
    if "osProfile" in shown:
        shown["osProfile"] = _os_profile(as_object(shown["osProfile"]), api_version)
    return shown


def _storage_profile(profile: Json, api_version: str) -> Json:
    shown = dict(profile)
    if "imageReference" in shown:
        hidden = () if api_version >= EXACT_VERSION else ("exactVersion",)
        shown["imageReference"] = _without(as_object(shown["imageReference"]), *hidden)
    if api_version < DELETE_OPTION:
        shown["osDisk"] = _without(as_object(shown.get("osDisk")), "deleteOption")
        disks = (as_object(each) for each in as_list(shown.get("dataDisks")))
        shown["dataDisks"] = [_without(each, "deleteOption", "toBeDetached") for each in disks]
    if api_version < ETAG:
        shown.pop("diskControllerType", None)
    return shown


def _os_profile(profile: Json, api_version: str) -> Json:
    hidden = ["patchSettings"] if api_version < PATCH_SETTINGS else []
    if api_version < PLATFORM_UPDATES:
        hidden.append("enableVMAgentPlatformUpdates")
    shown = dict(profile)
    for member in ("linuxConfiguration", "windowsConfiguration"):
        if member in shown:
            shown[member] = _without(as_object(shown[member]), *hidden)
    return shown


def _without(shown: Json, *members: str) -> Json:
    return {key: shown[key] for key in shown if key not in members}
