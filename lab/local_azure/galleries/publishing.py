"""`publishingProfile` of a version: what is kept, filled in and answered
(docs/reference/azure-galleries.md#version-fields).

`targetRegions` is the whole wanted list; absent or empty keeps what there is. Names are answered as display names in
the order of the request (seen in lab/tests/recorded/facts/cli_2024-03-03_version_update_add_region.jsonl).
"""

from __future__ import annotations

from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.regions import display_name, find_region, short_name
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call
from local_azure.galleries import dates
from local_azure.galleries.api_versions import END_OF_LIFE, GENERATION_2

ZONED = "Standard_ZRS"
LOCAL = "Standard_LRS"
PREFER_ZONED = "PreferStandard_ZRS"
STORAGE_TYPES = (LOCAL, ZONED, "Premium_LRS", "PremiumV2_LRS")
STRATEGIES = (PREFER_ZONED, "DefaultStandard_LRS")
MODES = ("Full", "Shallow")

_PROFILE = "properties.publishingProfile"
PUBLISHING_ENUMERATIONS = {
    f"{_PROFILE}.storageAccountType": STORAGE_TYPES,
    f"{_PROFILE}.storageAccountStrategy": STRATEGIES,
    f"{_PROFILE}.replicationMode": MODES,
    f"{_PROFILE}.targetRegions[].storageAccountType": STORAGE_TYPES,
}
"""Taken in any case: `az sig image-version create --target-regions eastus=1=premium_lrs` sends what is typed, and az
names the types in lower case itself (azure-cli, `process_gallery_image_version_namespace`).
"""


def regions_of(profile: Json) -> list[Json]:
    """The target regions of a profile, sent or kept."""
    return [as_object(each) for each in as_list(profile.get("targetRegions"))]


def sent_profile(call: Call) -> Json:
    """The profile of a request."""
    return as_object(call.properties.get("publishingProfile"))


def publishing_profile(call: Call, existing: Resource | None, location: str) -> Json:
    """The profile after an accepted PUT or PATCH; what is not sent is kept."""
    sent = sent_profile(call)
    kept = as_object(existing.properties.get("publishingProfile")) if existing is not None else {}
    merged = {**kept, **{name: value for name, value in sent.items() if value is not None}}
    strategy = _strategy(call.api_version, sent, kept)
    replicas = int(merged.get("replicaCount") or 1)
    regions = regions_of(sent) or regions_of(kept) or [{"name": location}]
    known = {short_name(str(each.get("name"))): each for each in regions_of(kept)}
    general = merged.get("storageAccountType")
    shown: Json = {"targetRegions": [_region(each, known, replicas, general, strategy) for each in regions]}
    if zones := sent.get("targetExtendedLocations") or (not regions_of(sent) and kept.get("targetExtendedLocations")):
        shown["targetExtendedLocations"] = zones
    shown["replicaCount"] = replicas
    shown["excludeFromLatest"] = bool(merged.get("excludeFromLatest", False))
    shown["publishedDate"] = kept.get("publishedDate") or timestamp(call.world.now)
    if end_of_life := _end_of_life(call, merged, existing):
        shown["endOfLifeDate"] = end_of_life
    if strategy is None:
        shown["storageAccountType"] = general or LOCAL
    else:
        # Both together are refused in a PUT, so that showing both would break what reads, changes and writes.
        shown["storageAccountStrategy"] = strategy
    if merged.get("replicationMode"):
        shown["replicationMode"] = merged["replicationMode"]
    return shown


def shown_publishing_profile(kept: Json, api_version: str) -> Json:
    """The profile as the api-version shows it: without the strategy where that is not known yet."""
    hidden = "storageAccountStrategy" if api_version < GENERATION_2 else ""
    return {name: value for name, value in kept.items() if name != hidden}


def _strategy(api_version: str, sent: Json, kept: Json) -> str | None:
    """From 2025-03-03 a new version without storage type gets the strategy that prefers ZRS.

    Source: docs/reference/azure-galleries.md#api-versions-and-their-defaults.
    """
    if kept:
        return kept.get("storageAccountStrategy")
    if sent.get("storageAccountType") or api_version < GENERATION_2:
        return None
    return str(sent.get("storageAccountStrategy") or PREFER_ZONED)


def _storage_type(strategy: str | None, region: str) -> str:
    """Zone-redundant where the strategy prefers it and the region has zones."""
    found = find_region(region)
    return ZONED if strategy == PREFER_ZONED and found is not None and found.has_zones else LOCAL


def _region(sent: Json, known: dict[str, Json], replicas: int, given: str | None, strategy: str | None) -> Json:
    name = str(sent.get("name"))
    kept = known.get(short_name(name), {})
    storage = sent.get("storageAccountType") or kept.get("storageAccountType")
    shown: Json = {
        "name": display_name(name),
        "regionalReplicaCount": sent.get("regionalReplicaCount") or replicas,
        "storageAccountType": storage or given or _storage_type(strategy, name),
    }
    # Encryption can neither be added nor taken away later: not sent, it stays.
    for member, value in (
        ("encryption", sent.get("encryption") or kept.get("encryption")),
        ("excludeFromLatest", sent.get("excludeFromLatest")),
        ("additionalReplicaSets", sent.get("additionalReplicaSets")),
    ):
        if value is not None:
            shown[member] = value
    return shown


def _end_of_life(call: Call, merged: Json, existing: Resource | None) -> str | None:
    """As answered; a new version of 2026-03-03 without one ends after six months."""
    sent = merged.get("endOfLifeDate")
    if sent:
        moment = dates.parse(sent)
        return timestamp(moment.timestamp()) if moment else str(sent)
    if existing is None and call.api_version >= END_OF_LIFE:
        return dates.six_months_after(call.world.now)
    return None
