"""What Azure refuses in the `publishingProfile` of a version (docs/reference/azure-galleries.md#target-regions)."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.locations import location_not_available
from local_azure.arm.regions import display_name, find_region, short_name
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call
from local_azure.galleries import dates, errors
from local_azure.galleries.publishing import MODES, STORAGE_TYPES, STRATEGIES, ZONED, regions_of, sent_profile

_PATH = f"{errors.VERSION}.publishingProfile"
REPLICAS = (1, 100)
EDGE_STORAGE_TYPES = ("Standard_LRS", "Standard_ZRS", "StandardSSD_LRS", "Premium_LRS")


def check_publishing(call: Call, existing: Resource | None, location: str) -> None:
    """Everything that is asked of the profile as sent."""
    sent = sent_profile(call)
    kept = as_object(existing.properties.get("publishingProfile")) if existing is not None else {}
    _check_values(sent)
    _check_regions(regions_of(sent), location)
    _check_end_of_life(call, sent, kept)
    _check_unchanged(sent, kept)
    _check_region_storage(sent, kept)
    _check_edge_zones(sent)
    _check_encryption(regions_of(sent), kept, call.id.subscription or "")
    _check_shallow(sent, location)


def dropped_locations(sent: Json, kept: Json) -> list[str]:
    """What a PUT leaves out that is replicated to: regions and edge zones; none when no region is sent."""
    if not regions_of(sent):
        return []
    wanted = {short_name(str(each.get("name"))) for each in regions_of(sent)}
    regions = [str(each["name"]) for each in regions_of(kept) if short_name(str(each["name"])) not in wanted]
    zones = _edge_zones(sent)
    return regions + [name for name in _edge_zones(kept) if name not in zones]


def _edge_zones(profile: Json) -> list[str]:
    entries = [as_object(each) for each in as_list(profile.get("targetExtendedLocations"))]
    return [str(as_object(each.get("extendedLocation")).get("name")) for each in entries]


def _check_values(sent: Json) -> None:
    _check_replicas(sent.get("replicaCount"), f"{_PATH}.replicaCount")
    for member, allowed in (("storageAccountType", STORAGE_TYPES), ("storageAccountStrategy", STRATEGIES)):
        _check_one_of(sent.get(member), allowed, f"{_PATH}.{member}")
    _check_one_of(sent.get("replicationMode"), MODES, f"{_PATH}.replicationMode")
    if sent.get("storageAccountType") and sent.get("storageAccountStrategy"):
        raise errors.strategy_and_type()
    for region in regions_of(sent):
        _check_replicas(region.get("regionalReplicaCount"), f"{errors.REGIONS}.regionalReplicaCount")
        _check_one_of(region.get("storageAccountType"), STORAGE_TYPES, f"{errors.REGIONS}.storageAccountType")
        for further in [as_object(each) for each in as_list(region.get("additionalReplicaSets"))]:
            path = f"{errors.REGIONS}.additionalReplicaSets"
            _check_replicas(further.get("regionalReplicaCount"), f"{path}.regionalReplicaCount")
            _check_one_of(further.get("storageAccountType"), STORAGE_TYPES, f"{path}.storageAccountType")


def _check_edge_zones(sent: Json) -> None:
    """Each in a region that there is, by name, stored as edge zones can (azure-mgmt-compute, documented)."""
    path = f"{_PATH}.targetExtendedLocations"
    for zone in [as_object(each) for each in as_list(sent.get("targetExtendedLocations"))]:
        if find_region(str(zone.get("name") or "")) is None:
            raise location_not_available(str(zone.get("name")), "Microsoft.Compute/galleries/images/versions")
        if not as_object(zone.get("extendedLocation")).get("name"):
            raise errors.required(f"{path}.extendedLocation.name")
        _check_replicas(zone.get("extendedLocationReplicaCount"), f"{path}.extendedLocationReplicaCount")
        _check_one_of(zone.get("storageAccountType"), EDGE_STORAGE_TYPES, f"{path}.storageAccountType")
    names = [name.lower() for name in _edge_zones(sent)]
    if len(set(names)) < len(names):
        raise errors.duplicate_regions()


def _check_regions(regions: list[Json], location: str) -> None:
    if not regions:
        return
    names = [str(each.get("name") or "") for each in regions]
    for name in names:
        found = find_region(name)
        if found is None:
            raise location_not_available(name, "Microsoft.Compute/galleries/images/versions")
        if found.restricted:
            raise errors.restricted_region(found.display_name)
    short = [short_name(name) for name in names]
    if len(set(short)) < len(short):
        raise errors.duplicate_regions()
    if location not in short:
        raise errors.home_region_missing(short, display_name(location))


def _check_end_of_life(call: Call, sent: Json, kept: Json) -> None:
    value = sent.get("endOfLifeDate")
    if value is not None and not dates.is_same(value, kept.get("endOfLifeDate")):
        dates.normalized_end_of_life(value, call.world.now, f"{_PATH}.endOfLifeDate")


def _check_unchanged(sent: Json, kept: Json) -> None:
    if not kept:
        return
    defaults = {"replicationMode": "Full"}
    for member in ("storageAccountType", "storageAccountStrategy", "replicationMode"):
        value = sent.get(member)
        if value is not None and value != kept.get(member, defaults.get(member)):
            raise errors.change_not_allowed(f"{_PATH}.{member}")
    known = {short_name(str(each.get("name"))): each for each in regions_of(kept)}
    for region in regions_of(sent):
        before = known.get(short_name(str(region.get("name"))), {})
        if before and region.get("storageAccountType") not in (None, before.get("storageAccountType")):
            raise errors.change_not_allowed(f"{errors.REGIONS}.storageAccountType")
        if before and region.get("encryption", before.get("encryption")) != before.get("encryption"):
            raise errors.change_not_allowed(f"{errors.REGIONS}.encryption")


def _check_region_storage(sent: Json, kept: Json) -> None:
    """ZRS needs zones (docs/reference/azure-errors.md#no-zones-for-zone-redundant-storage); a region with its own type
    must be sent with it (docs/reference/azure-errors.md#storage-type-of-a-region).
    """
    known = {short_name(str(each.get("name"))): each for each in regions_of(kept)}
    general = sent.get("storageAccountType") or kept.get("storageAccountType")
    for region in regions_of(sent):
        name, storage = str(region.get("name")), region.get("storageAccountType")
        before = known.get(short_name(name), {}).get("storageAccountType")
        if storage is None and before is not None and before != general and not kept.get("storageAccountStrategy"):
            raise errors.storage_type_needed(display_name(name), before)
        found = find_region(name)
        if (storage or before or sent.get("storageAccountType")) == ZONED and found and not found.has_zones:
            raise errors.no_zone_redundancy(found.display_name)


def _check_encryption(regions: list[Json], kept: Json, subscription: str) -> None:
    """Of each disk a set in every region or in none (docs/reference/azure-errors.md#encryption-sets-in-some-regions),
    all of the gallery's subscription. A region that has its sets keeps them where none are sent.
    """
    known = {short_name(str(each.get("name"))): each.get("encryption") for each in regions_of(kept)}
    by_region = {
        name: _encryption_sets(each.get("encryption") or known.get(short_name(name)))
        for each in regions
        if (name := str(each.get("name")))
    }
    for disk in dict.fromkeys(disk for sets in by_region.values() for disk in sets):
        other, used = next((name, sets[disk]) for name, sets in by_region.items() if disk in sets)
        for name, sets in by_region.items():
            if disk not in sets:
                raise errors.encryption_set_missing(display_name(name), display_name(other), used, disk[0])
            if f"/subscriptions/{subscription}/".lower() not in sets[disk].lower():
                raise errors.encryption_set_elsewhere(sets[disk], display_name(name))


def _encryption_sets(encryption: object) -> dict[tuple[str, str], str]:
    """The disk encryption set of each disk: of the OS disk, and of data disks by LUN."""
    said = as_object(encryption)
    disks = [("osDiskImage", as_object(said.get("osDiskImage")))]
    disks += [("dataDiskImages", as_object(each)) for each in as_list(said.get("dataDiskImages"))]
    sets = {(kind, str(disk.get("lun"))): str(disk.get("diskEncryptionSetId") or "") for kind, disk in disks}
    return {disk: encryption_set for disk, encryption_set in sets.items() if encryption_set}


def _check_shallow(sent: Json, location: str) -> None:
    """One replica, in the version's own region, without disk encryption sets (packer-plugin-azure 337 and 383)."""
    if sent.get("replicationMode") != "Shallow":
        return
    regions = regions_of(sent)
    counts = [sent.get("replicaCount"), *(each.get("regionalReplicaCount") for each in regions)]
    if any(count not in (None, 1) for count in counts):
        raise errors.shallow_rule("more than one replica")
    if any(short_name(str(each.get("name"))) != location for each in regions):
        raise errors.shallow_rule("replication to other regions")
    if _edge_zones(sent) or any(each.get("additionalReplicaSets") for each in regions):
        raise errors.shallow_rule("more than one replica")
    if any(_encryption_sets(each.get("encryption")) for each in regions):
        raise errors.shallow_rule("disk encryption sets")


def _check_replicas(value: object, parameter: str) -> None:
    if value is None:
        return
    low, high = REPLICAS
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise errors.out_of_range(parameter, value, low, high)


def _check_one_of(value: object, allowed: tuple[str, ...], parameter: str) -> None:
    if value is not None and value not in allowed:
        raise errors.invalid_value(parameter, value)
