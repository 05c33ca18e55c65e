"""The body of a machine: what is refused at once, and what Azure keeps of it. Nothing here changes the world."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource_type import World
from local_azure.virtual_machines import errors, os_profile
from local_azure.virtual_machines.image_reference import attached, source_of
from local_azure.virtual_machines.source import Source
from local_azure.virtual_machines.storage_profile import changed_profile, new_profile

SECRETS = ("userData",)
FIXED = ("osProfile.computerName", "osProfile.adminUsername")


def source_for(world: World, properties: Json, region: str) -> Source:
    """What a new machine starts from, checked for this region."""
    storage = as_object(properties.get("storageProfile"))
    if not storage:
        raise errors.required("storageProfile")
    os_disk = as_object(storage.get("osDisk"))
    if str(os_disk.get("createOption", "")).lower() == "attach":
        return attached(world, os_disk, region)
    reference = as_object(storage.get("imageReference"))
    if not reference:
        raise errors.required("imageReference")
    return source_of(world, reference, region)


def check_new(machine_id: str, properties: Json, plan: Json | None, source: Source) -> None:
    """A size, and what the image demands: profile, plan, security type."""
    if not as_object(properties.get("hardwareProfile")).get("vmSize"):
        raise errors.required("hardwareProfile.vmSize")
    if not interface_ids(properties):
        raise errors.required("networkProfile")
    sent = as_object(properties["osProfile"]) if properties.get("osProfile") else None
    os_profile.check(sent, source)
    check_image_demands(machine_id, plan, as_object(properties.get("securityProfile")), source)


def check_image_demands(machine_id: str, plan: Json | None, security: Json, source: Source) -> None:
    """The image's purchase plan and security type, for machines and scale sets alike.

    Source: docs/reference/azure-errors.md#machine-without-its-plan.
    """
    if source.plan:
        if not plan:
            raise errors.plan_required(machine_id)
        if any(_same(plan, source.plan, member) is False for member in ("name", "publisher", "product")):
            raise errors.plan_not_eligible(str(plan.get("publisher")), str(plan.get("product")))
    if source.security_type and security.get("securityType") != source.security_type:
        raise errors.security_type_required(source.security_type)


def new_properties(sent: Json, source: Source) -> Json:
    """What Azure keeps of a new machine's `properties`, with its defaults; empty objects are not answered (ps_2024)."""
    kept = {key: sent[key] for key in sent if key not in SECRETS and sent[key] != {}}
    size = str(as_object(sent.get("hardwareProfile")).get("vmSize", ""))
    kept["storageProfile"] = new_profile(as_object(sent.get("storageProfile")), source, size)
    if sent.get("osProfile"):
        kept["osProfile"] = os_profile.filled_in(as_object(sent["osProfile"]), source.os_type)
    return kept


def check_changed(stored: Json, sent: Json) -> None:
    """Image and names are fixed once the machine exists; what is not sent is not changed."""
    reference = as_object(as_object(sent.get("storageProfile")).get("imageReference"))
    kept = as_object(as_object(stored.get("storageProfile")).get("imageReference"))
    if any(_same(reference, kept, member) is False for member in reference):
        raise errors.change_not_allowed("imageReference")
    for path in FIXED:
        outer, inner = path.split(".")
        if _same(as_object(sent.get(outer)), as_object(stored.get(outer)), inner) is False:
            raise errors.change_not_allowed(path)


def changed_properties(stored: Json, sent: Json) -> Json:
    """What Azure keeps after an update: what was sent over what was there."""
    kept = {**stored, **{key: sent[key] for key in sent if key not in SECRETS}}
    size = str(as_object(kept.get("hardwareProfile")).get("vmSize", ""))
    storage = as_object(sent.get("storageProfile"))
    kept["storageProfile"] = changed_profile(as_object(stored.get("storageProfile")), storage, size)
    if "osProfile" in stored:
        kept["osProfile"] = stored["osProfile"]
    return kept


def interface_ids(properties: Json) -> list[str]:
    """The network interfaces that a machine names, in its order."""
    interfaces = as_list(as_object(properties.get("networkProfile")).get("networkInterfaces"))
    return [str(each["id"]) for each in interfaces if as_object(each).get("id")]


def _same(sent: Json, kept: Json, member: str) -> bool | None:
    """Whether a member is what it was, without case; None when it was not sent."""
    if sent.get(member) is None or member == "exactVersion":
        return None
    return str(sent[member]).lower() == str(kept.get(member)).lower()
