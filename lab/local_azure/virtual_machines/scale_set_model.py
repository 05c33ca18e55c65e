"""The model of a scale set: what Azure keeps of `virtualMachineProfile`.

Source: lab/tests/recorded/facts/java_2021-11-01_vmss_from_managed_image.jsonl.
"""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource_type import World
from local_azure.virtual_machines import model, os_profile
from local_azure.virtual_machines.image_reference import source_of
from local_azure.virtual_machines.source import Source
from local_azure.virtual_machines.storage_profile import new_profile

DEFAULTS: Json = {"singlePlacementGroup": True, "upgradePolicy": {"mode": "Manual"}}
NOT_FILLED_IN = ("patchSettings", "enableVMAgentPlatformUpdates")
NOT_IN_MODELS = ("deleteOption", "toBeDetached")
"""Members of a machine's disks that a scale set's model does not show."""


def image_reference(properties: Json) -> Json:
    """`virtualMachineProfile.storageProfile.imageReference`; any level may be missing."""
    profile = as_object(properties.get("virtualMachineProfile"))
    return as_object(as_object(profile.get("storageProfile")).get("imageReference"))


def checked_source(world: World, scale_set_id: str, body: Json, properties: Json, region: str) -> Source | None:
    """What the instances start from, checked as for a machine; None for a flexible set without a profile."""
    reference = image_reference(properties)
    if not reference:
        return None
    source = source_of(world, reference, region)
    security = as_object(as_object(properties.get("virtualMachineProfile")).get("securityProfile"))
    model.check_image_demands(scale_set_id, body.get("plan"), security, source)
    return source


def kept_properties(sent: Json, source: Source | None, size: str) -> Json:
    """What Azure keeps of a scale set's `properties`, with its defaults."""
    flexible = sent.get("orchestrationMode") == "Flexible"
    kept = {**({} if flexible else DEFAULTS), **sent}
    if not flexible:
        kept.setdefault("overprovision", True)
        kept.setdefault("doNotRunExtensionsOnOverprovisionedVMs", False)
    if source is not None:
        kept["virtualMachineProfile"] = _machine_profile(as_object(sent["virtualMachineProfile"]), source, size)
    return kept


def _machine_profile(sent: Json, source: Source, size: str) -> Json:
    profile = {key: sent[key] for key in sent if key not in model.SECRETS}
    if profile.get("osProfile"):
        profile["osProfile"] = _os_profile(as_object(profile["osProfile"]), source)
    if profile.get(
        "extensionProfile"
    ):  # azurerm relies on the list when it imports a set without extensions (inferred)
        profile["extensionProfile"] = {"extensions": [], **as_object(profile["extensionProfile"])}
    storage = new_profile(as_object(sent.get("storageProfile")), source, size)
    profile["storageProfile"] = {
        "osDisk": _model_disk(as_object(storage["osDisk"])),
        "imageReference": storage["imageReference"],
        "dataDisks": [_model_disk(as_object(each)) for each in as_list(storage["dataDisks"])],
    }
    return profile


def _os_profile(sent: Json, source: Source) -> Json:
    """As of a machine, but what the agent may do by itself is only shown where it was sent (as seen)."""
    filled = os_profile.filled_in(sent, source.os_type)
    for member in ("linuxConfiguration", "windowsConfiguration"):
        if member in filled:
            asked, shown = as_object(sent.get(member)), as_object(filled[member])
            filled[member] = {key: shown[key] for key in shown if key in asked or key not in NOT_FILLED_IN}
    return filled


def _model_disk(disk: Json) -> Json:
    return {key: disk[key] for key in disk if key not in NOT_IN_MODELS}
