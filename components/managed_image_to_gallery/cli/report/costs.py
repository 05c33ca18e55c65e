"""What replicas cost against the removed image, as an estimate from a table of prices: pure.

Azure bills a replica for the used part of the disks, which no API tells; the provisioned size is the upper bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.text_files import text_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.models import TargetRegion


@dataclass(frozen=True)
class Prices:
    """Price per GB and month: of a managed image, and of replicas by storage account type."""

    currency: str
    managed_image: float
    replicas: Mapping[str, float]


@dataclass(frozen=True)
class Cost:
    """Per month, at most: all replicas, and what the removal of the source image saves."""

    replicas: float
    source: float


def read_prices(path: Path) -> Prices:
    """The table in a YAML file: `currency`, `managedImage`, `replicas` by storage type. Raises CommandFailed."""
    try:
        body = cast("dict[str, object]", yaml.safe_load(text_in(path)))
        replicas = cast("dict[str, float]", body["replicas"])
        return Prices(
            str(body["currency"]),
            float(cast("float", body["managedImage"])),
            {kind: float(price) for kind, price in replicas.items()},
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        why = f"it has no `{error.args[0]}`" if isinstance(error, KeyError) else str(error)
        remedy = "Compare it with examples/prices.yaml."
        raise CommandFailed(f"{path} is not a table of prices: {why}.", remedy) from None


def cost_of(prices: Prices, size_gb: int, regions: Sequence[TargetRegion], default_type: str) -> Cost:
    """The estimate for one version; a storage type without a price costs what Standard_LRS does."""
    standard = prices.replicas.get("Standard_LRS", 0.0)
    per_gb = sum(
        region.replica_count * prices.replicas.get(_type(region, default_type), standard) for region in regions
    )
    return Cost(replicas=size_gb * per_gb, source=size_gb * prices.managed_image)


def cost_of_migration(prices: Prices, size_gb: int, migration: Migration) -> Cost:
    """The same for the version of a migration, whose storage type is Standard_LRS unless it says another."""
    storage = migration.settings.storage_account_type
    return cost_of(prices, size_gb, migration.target_regions, storage.value if storage else "Standard_LRS")


def _type(region: TargetRegion, default_type: str) -> str:
    return region.storage_account_type.value if region.storage_account_type else default_type
