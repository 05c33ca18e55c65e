"""A few Marketplace images, enough to make the machines that images are made from. Versions as seen in recordings."""

from __future__ import annotations

from dataclasses import dataclass

from local_azure.arm.json_types import Json
from local_azure.virtual_machines import errors
from local_azure.virtual_machines.source import PLATFORM, Source


@dataclass(frozen=True)
class PlatformImage:
    """One offer and SKU of a publisher, with its newest version."""

    publisher: str
    offer: str
    sku: str
    version: str
    os_type: str
    os_disk_gb: int
    generation: str = "V1"


IMAGES = (
    PlatformImage("Canonical", "UbuntuServer", "16.04.0-LTS", "16.04.202109280", "Linux", 30),
    PlatformImage("Canonical", "UbuntuServer", "18.04-LTS", "18.04.202207120", "Linux", 30),
    PlatformImage("Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", "22.04.202604220", "Linux", 30),
    PlatformImage("Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts-gen2", "22.04.202604220", "Linux", 30, "V2"),
    PlatformImage("Canonical", "ubuntu-24_04-lts", "server", "24.04.202604220", "Linux", 30, "V2"),
    PlatformImage("Debian", "debian-12", "12-gen2", "0.20260413.2447", "Linux", 30, "V2"),
    PlatformImage("MicrosoftWindowsServer", "WindowsServer", "2012-R2-Datacenter", "4.127.20180315", "Windows", 127),
    PlatformImage("MicrosoftWindowsServer", "WindowsServer", "2016-Datacenter", "2016.127.20180315", "Windows", 127),
    PlatformImage("MicrosoftWindowsServer", "WindowsServer", "2022-datacenter", "20348.3328.250306", "Windows", 127),
    PlatformImage(
        *("MicrosoftWindowsServer", "WindowsServer", "2022-datacenter-azure-edition", "20348.3328.250306"),
        *("Windows", 127, "V2"),
    ),
)


def source(reference: Json) -> Source:
    """The Marketplace image as a source; 404 PlatformImageNotFound when it is none of these."""
    parts = [str(reference.get(member, "")) for member in ("publisher", "offer", "sku", "version")]
    for image in IMAGES:
        known = (image.publisher, image.offer, image.sku)
        if [each.lower() for each in known] == [each.lower() for each in parts[:3]]:
            exact = image.version if parts[3] in {"latest", ""} else parts[3]
            return Source(PLATFORM, image.os_type, image.os_disk_gb, generation=image.generation, exact_version=exact)
    raise errors.platform_image_not_found(":".join(parts))
