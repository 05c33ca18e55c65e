"""From a seed to the PUTs that make it, in order. Pure: nothing is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local_azure.arm.regions import short_name

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json
    from local_azure.seed.model import Definition, Disk, Gallery, Image, InGroup, Machine, ScaleSet, Seed, Version

COMPUTE = "providers/Microsoft.Compute"
NETWORK = "providers/Microsoft.Network"
GALLERY_API_VERSION = "2024-03-03"
"""The version that azure-native speaks: newer ones lock a version for half a year (azure-rules.md section 0)."""


@dataclass(frozen=True)
class Put:
    """One PUT: where in the file it stands, the path, the body; None takes the type's newest api-version."""

    place: str
    path: str
    body: Json
    api_version: str | None = None
    actions: tuple[str, ...] = field(default=())


def expand_scope(text: str, subscription: str) -> str:
    """`""`, `group`, `group/Microsoft.Compute/images/name` or a full id as a full id."""
    if text.startswith("/"):
        return text
    group, _, rest = text.partition("/")
    scope = f"/subscriptions/{subscription}"
    if not group:
        return scope
    return f"{scope}/resourceGroups/{group}" + (f"/providers/{rest}" if rest else "")


class Puts:
    """Writes a seed's PUTs for one subscription."""

    def __init__(self, seed: Seed, subscription: str) -> None:
        self._seed = seed
        self._subscription = subscription

    def __iter__(self) -> Iterator[Put]:
        seed = self._seed
        for name, group in seed.resource_groups.items():
            body: Json = {"location": group.location, "tags": group.tags or {}}
            yield Put(f"resourceGroups.{name}", self._group(name), body)
        for section, kind, disks in (("disks", "disks", seed.disks), ("snapshots", "snapshots", seed.snapshots)):
            for index, disk in enumerate(disks):
                yield self._put(f"{section}[{index}]", disk, f"{COMPUTE}/{kind}", _disk(disk))
        for index, raw in enumerate(seed.resources):
            path = expand_scope(raw.id, self._subscription)
            yield Put(f"resources[{index}]", path, raw.body, raw.api_version, tuple(raw.actions))
        yield from self._images("images", seed.images)
        for index, gallery in enumerate(seed.galleries):
            yield from self._gallery(f"galleries[{index}]", gallery)
        for index, machine in enumerate(seed.virtual_machines):
            yield from self._machine(f"virtualMachines[{index}]", machine)
        yield from self._images("imagesOfMachines", seed.images_of_machines)
        for index, scale_set in enumerate(seed.scale_sets):
            body = self._scale_set(scale_set)
            yield self._put(f"scaleSets[{index}]", scale_set, f"{COMPUTE}/virtualMachineScaleSets", body)
        for index, lock in enumerate(seed.locks):
            path = (
                expand_scope(lock.scope, self._subscription) + f"/providers/Microsoft.Authorization/locks/{lock.name}"
            )
            yield Put(f"locks[{index}]", path, {"properties": {"level": lock.level, "notes": lock.notes or ""}})

    def _group(self, name: str) -> str:
        return f"/subscriptions/{self._subscription}/resourceGroups/{name}"

    def _location(self, item: InGroup) -> str | None:
        if item.location is not None:
            return item.location
        groups = {name.lower(): group for name, group in self._seed.resource_groups.items()}
        group = groups.get(item.resource_group.lower())
        return short_name(group.location) if group is not None else None

    def _put(self, place: str, item: InGroup, collection: str, body: Json, api_version: str | None = None) -> Put:
        location = self._location(item)
        whole: Json = {"location": location} if location is not None else {}
        if item.tags is not None:
            whole["tags"] = item.tags
        return Put(
            place, f"{self._group(item.resource_group)}/{collection}/{item.name}", {**whole, **body}, api_version
        )

    def _images(self, section: str, images: list[Image]) -> Iterator[Put]:
        for index, image in enumerate(images):
            yield self._put(f"{section}[{index}]", image, f"{COMPUTE}/images", self._image(image))

    def _image(self, image: Image) -> Json:
        if image.source_virtual_machine is not None:
            source = self._compute_id(image.source_virtual_machine, "virtualMachines")
            return {"properties": {"sourceVirtualMachine": {"id": source}}}
        blobs = f"https://{image.resource_group.lower()}.blob.core.windows.net/vhds/{image.name}"
        os_disk: Json = {
            "osType": image.os_type,
            "osState": image.os_state,
            "diskSizeGB": image.os_disk_size_gb,
            "blobUri": f"{blobs}-os.vhd",
        }
        data_disks = [
            {"lun": disk.lun, "diskSizeGB": disk.disk_size_gb, "blobUri": f"{blobs}-data{disk.lun}.vhd"}
            for disk in image.data_disks
        ]
        profile: Json = {"osDisk": os_disk, "dataDisks": data_disks, "zoneResilient": image.zone_resilient}
        return {"properties": {"hyperVGeneration": image.hyper_v_generation, "storageProfile": profile}}

    def _gallery(self, place: str, gallery: Gallery) -> Iterator[Put]:
        collection = f"{COMPUTE}/galleries"
        body: Json = {"properties": {"softDeletePolicy": {"isSoftDeleteEnabled": True}} if gallery.soft_delete else {}}
        put = self._put(place, gallery, collection, body, GALLERY_API_VERSION)
        yield put
        location = put.body.get("location")
        for index, definition in enumerate(gallery.definitions):
            at = f"{place}.definitions[{index}]"
            path = f"{put.path}/images/{definition.name}"
            yield Put(at, path, {"location": location, "properties": _definition(definition)}, GALLERY_API_VERSION)
            for number, version in enumerate(definition.versions):
                body = {"location": location, "properties": self._version(version, str(location))}
                yield Put(f"{at}.versions[{number}]", f"{path}/versions/{version.name}", body, GALLERY_API_VERSION)

    def _version(self, version: Version, location: str) -> Json:
        regions = [
            {
                "name": region.name,
                "regionalReplicaCount": region.replica_count,
                "storageAccountType": region.storage_account_type or "Standard_LRS",
            }
            for region in version.target_regions
        ]
        profile: Json = {
            "targetRegions": regions or [{"name": location, "regionalReplicaCount": 1}],
            "excludeFromLatest": version.exclude_from_latest,
        }
        if version.end_of_life_date is not None:
            profile["endOfLifeDate"] = version.end_of_life_date
        source = self._compute_id(version.source, "images")
        return {"publishingProfile": profile, "storageProfile": {"source": {"id": source}}}

    def _machine(self, place: str, machine: Machine) -> Iterator[Put]:
        network = f"{machine.name}-network"
        subnet: Json = {"name": "default", "properties": {"addressPrefix": "10.0.0.0/24"}}
        body: Json = {"properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [subnet]}}
        base = machine.model_copy(update={"name": network})
        made = self._put(place, base, f"{NETWORK}/virtualNetworks", body)
        yield made
        subnet_id = f"{made.path}/subnets/default"
        configuration: Json = {"name": "default", "properties": {"subnet": {"id": subnet_id}}}
        interface = machine.model_copy(update={"name": f"{machine.name}-nic"})
        body = {"properties": {"ipConfigurations": [configuration]}}
        nic = self._put(place, interface, f"{NETWORK}/networkInterfaces", body)
        yield nic
        properties = self._machine_profile(machine)
        properties["hardwareProfile"] = {"vmSize": machine.size}
        properties["networkProfile"] = {"networkInterfaces": [{"id": nic.path}]}
        put = self._put(place, machine, f"{COMPUTE}/virtualMachines", {"properties": properties})
        yield Put(put.place, put.path, put.body, None, ("deallocate", "generalize") if machine.generalized else ())

    def _scale_set(self, scale_set: ScaleSet) -> Json:
        profile = self._machine_profile(scale_set)
        profile["networkProfile"] = {"networkInterfaceConfigurations": []}
        properties: Json = {"orchestrationMode": "Uniform", "virtualMachineProfile": profile}
        properties["upgradePolicy"] = {"mode": "Manual"}
        return {"sku": {"name": scale_set.size, "capacity": scale_set.capacity}, "properties": properties}

    def _machine_profile(self, machine: Machine) -> Json:
        storage: Json = {"imageReference": self._image_reference(machine.image)}
        storage["osDisk"] = {"createOption": "FromImage", "managedDisk": {"storageAccountType": "Standard_LRS"}}
        if machine.specialized:
            return {"storageProfile": storage}
        name = "computerNamePrefix" if machine.__class__.__name__ == "ScaleSet" else "computerName"
        account: Json = {name: machine.name[:15], "adminUsername": "azureuser", "adminPassword": "Seeded-1234!"}
        return {"storageProfile": storage, "osProfile": account}

    def _image_reference(self, image: str) -> Json:
        parts = image.split(":")
        if len(parts) == 4:
            return dict(zip(("publisher", "offer", "sku", "version"), parts, strict=True))
        return {"id": self._compute_id(image, "images")}

    def _compute_id(self, text: str, kind: str) -> str:
        """`group/name` as the id of a Compute resource of a kind; anything longer as `expand_scope` reads it."""
        if text.count("/") != 1 or text.startswith("/"):
            return expand_scope(text, self._subscription)
        group, name = text.split("/")
        return f"{self._group(group)}/{COMPUTE}/{kind}/{name}"


def _disk(disk: Disk) -> Json:
    properties: Json = {"creationData": disk.creation_data, "diskSizeGB": disk.disk_size_gb}
    if disk.os_type is not None:
        properties["osType"] = disk.os_type
    if disk.hyper_v_generation is not None:
        properties["hyperVGeneration"] = disk.hyper_v_generation
    return {"properties": properties}


def _definition(definition: Definition) -> Json:
    return {
        "identifier": {"publisher": definition.publisher, "offer": definition.offer, "sku": definition.sku},
        "osType": definition.os_type,
        "osState": definition.os_state,
        "hyperVGeneration": definition.hyper_v_generation,
        **definition.properties,
    }
