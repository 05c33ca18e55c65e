"""Rules about regions, by what the subscription's own list says; pure.

Azure opens regions and gives them availability zones, so no table of this project decides. Where the identity may not
read the list, the table gives advice: a name that is nearly a known region is taken for a typing error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.regions import REGIONS, canonical_region, nearest_region
from managed_image_to_gallery.config.args import StorageAccountType
from managed_image_to_gallery.config.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from managed_image_to_gallery.azure.regions import Region
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.models import TargetRegion


_READ_THE_LIST = "give the identity Microsoft.Resources/subscriptions/locations/read, so that Azure's own list decides."
"""What helps where a new region's name is nearly that of an old one, and only the table is there to say so."""


def region_faults(migration: Migration, listed: Mapping[str, Region] | None) -> Iterator[Fault]:
    """What Azure has against a migration's regions.

    listed: the regions of the gallery's subscription by canonical name; None where they are not known.
    """
    for index, region in enumerate(migration.target_regions):
        path = f"{migration.path}.targetRegions[{index}]"
        yield from _exists(region.name, listed, f"{path}.name")
        yield from _zone_redundancy(migration, region, listed, path)
    test = migration.settings.boot_test
    for index, region in enumerate(test.regions or () if test else ()):
        known = _known(region.name, listed)
        if region.zones and known is not None and not known.has_availability_zones:
            rule = f"needs availability zones, which {known.display_name} does not have"
            where = f"{migration.path}.bootTest.regions[{index}].zones"
            yield Fault(where, list(region.zones), rule, "Leave it out.")


def _exists(name: str, listed: Mapping[str, Region] | None, path: str) -> Iterator[Fault]:
    if _known(name, listed) is not None:
        return
    near = nearest_region(name, REGIONS if listed is None else listed)
    if near is not None:
        otherwise = f" If it is a region of its own: {_READ_THE_LIST}" if listed is None else ""
        yield Fault(path, name, "is not a known Azure region", f"Did you mean {near.display_name}?{otherwise}")
    elif listed is not None:
        remedy = "`az account list-locations --output table` shows the regions of the subscription."
        yield Fault(path, name, "is not a region of this subscription", remedy)


def _zone_redundancy(
    migration: Migration, region: TargetRegion, listed: Mapping[str, Region] | None, path: str
) -> Iterator[Fault]:
    stored = region.storage_account_type or migration.settings.storage_account_type
    known = _known(region.name, listed)
    if stored is StorageAccountType.STANDARD_ZRS and known is not None and not known.has_availability_zones:
        yield Fault(
            f"{path}.storageAccountType",
            stored.value,
            f"needs availability zones, which {known.display_name} does not have",
            "Use Standard_LRS or Premium_LRS there.",
        )


def _known(name: str, listed: Mapping[str, Region] | None) -> Region | None:
    return (REGIONS if listed is None else listed).get(canonical_region(name))
