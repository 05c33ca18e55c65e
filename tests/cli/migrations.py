"""Migrations and images for tests of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.azure.bodies import image_body

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.config.migration import Migration

SUBSCRIPTION = "11111111-2222-4333-8444-555555555555"


def entry(name: str, stage: str = "published", **more: object) -> dict[str, object]:
    return {
        "stage": stage,
        "source": {"resourceGroup": "images", "name": name},
        "definition": {"name": name, "publisher": "p", "offer": "o", "sku": name},
        "version": "1.0.0",
        "targetRegions": [{"name": "southcentralus"}, {"name": "westus2"}],
        **more,
    }


def migrations(*entries: dict[str, object]) -> tuple[Migration, ...]:
    raw = {"gallery": {"resourceGroup": "rg", "name": "gallery"}, "migrations": list(entries)}
    return parse_stack_config(raw, SUBSCRIPTION).migrations


def image(name: str, location: str = "southcentralus", size_gb: int = 30) -> ManagedImage:
    body: JsonObject = image_body()
    body["id"] = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/images/providers/Microsoft.Compute/images/{name}"
    body["location"] = location
    body["properties"] = {
        "provisioningState": "Succeeded",
        "hyperVGeneration": "V2",
        "storageProfile": {
            "osDisk": {"osType": "Linux", "osState": "Generalized", "diskSizeGB": size_gb},
            "dataDisks": [],
        },
    }
    return wire.managed_image(body)
