"""Where a version is replicated to, and how safely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .reading import at, folded, objects_at, region

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from .reading import Inputs

PRODUCTION = ("prod", "production")
"""Values of the tag `environment` that make a version one of production."""

_SOURCE = ("storageProfile", "source")


def is_production(version: Inputs) -> bool:
    """Whether the version's tag `environment` says so, as in `Pulumi.prod.yaml`."""
    return str(at(version, "tags", "environment") or "").lower() in PRODUCTION


def source_region_missing(version: Inputs, locations: Mapping[str, str]) -> Iterator[str]:
    """A fault if the version is not replicated to the region of its source image, which Azure asks for.

    `locations`: the region of each image that the stack declares, by its folded id. Nothing is said of a version whose
    source is not among them.
    """
    source = folded(at(version, *_SOURCE, "id") or at(version, *_SOURCE, "virtualMachineId"))
    located = region(locations.get(source))
    targets = [region(one.get("name")) for one in objects_at(version, "publishingProfile", "targetRegions")]
    if located and located not in targets:
        yield (
            f"targetRegions {targets} lack {located}, the region of the source image. "
            "Add it: a version is made in the region of its source first."
        )


def too_few_replicas(version: Inputs, minimum: int) -> Iterator[str]:
    """A fault for each region where a version of production has fewer than `minimum` replicas; Azure's default is 1."""
    if not is_production(version):
        return
    common = at(version, "publishingProfile", "replicaCount") or 1
    for target in objects_at(version, "publishingProfile", "targetRegions"):
        count = target.get("regionalReplicaCount") or common
        if isinstance(count, (int, float)) and count < minimum:
            yield (
                f"{count:g} replicas in {region(target.get('name'))}, fewer than the {minimum} of production. "
                f"Set replicaCount of that target region to {minimum} or more."
            )


def not_zone_redundant(version: Inputs, without_zones: Collection[str]) -> Iterator[str]:
    """A fault for each target region with zones where a version of production is not on Standard_ZRS."""
    if not is_production(version):
        return
    common = at(version, "publishingProfile", "storageAccountType") or "Standard_LRS"
    zoneless = {region(one) for one in without_zones}
    for target in objects_at(version, "publishingProfile", "targetRegions"):
        name, stored = region(target.get("name")), target.get("storageAccountType") or common
        if name not in zoneless and stored != "Standard_ZRS":
            yield (
                f"{stored} in {name}, which a zone's outage can take away. Set storageAccountType of that region "
                "to Standard_ZRS, or list it in the policy's regionsWithoutZones if it has no zones."
            )
