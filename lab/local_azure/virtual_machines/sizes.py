"""`GET …/locations/{location}/vmSizes`: what Ansible asks before it makes a machine.

The list is short and the same in every region, and machines of other sizes are made all the same. Figures of the sizes
are documented (learn.microsoft.com/azure/virtual-machines/sizes); the form is that of the compute specifications.
"""

from __future__ import annotations

from local_azure.arm.endpoint import Endpoint
from local_azure.arm.json_types import Json
from local_azure.arm.locations import location_not_available
from local_azure.arm.regions import find_region
from local_azure.arm.resource_type import Call, Result
from local_azure.virtual_machines.api_versions import API_VERSIONS

OS_DISK_MB = 1_047_552
SIZES: dict[str, tuple[int, int, int, int]] = {
    "Standard_B1s": (1, 1024, 4096, 2),
    "Standard_B1ms": (1, 2048, 4096, 2),
    "Standard_B2s": (2, 4096, 8192, 4),
    "Standard_B2ms": (2, 8192, 16384, 4),
    "Standard_D1_v2": (1, 3584, 51200, 4),
    "Standard_D2_v2": (2, 7168, 102400, 8),
    "Standard_DS1_v2": (1, 3584, 7168, 4),
    "Standard_DS2_v2": (2, 7168, 14336, 8),
    "Standard_D2s_v3": (2, 8192, 16384, 4),
    "Standard_D4s_v3": (4, 16384, 32768, 8),
    "Standard_D8s_v3": (8, 32768, 65536, 16),
    "Standard_D2s_v5": (2, 8192, 0, 4),
    "Standard_D4s_v5": (4, 16384, 0, 8),
    "Standard_D2ps_v5": (2, 8192, 0, 4),
    "Standard_E2s_v3": (2, 16384, 32768, 4),
    "Standard_F2s_v2": (2, 4096, 16384, 4),
}
"""Cores, MB of memory, MB of temporary disk, most data disks."""


def list_sizes(_call: Call, names: dict[str, str]) -> Result:
    """GET the sizes of a region."""
    region = find_region(names["location"])
    if region is None:
        raise location_not_available(names["location"], "locations/vmSizes")
    return Result(200, {"value": [_size(name, *figures) for name, figures in SIZES.items()]})


def _size(name: str, cores: int, memory: int, temporary: int, data_disks: int) -> Json:
    return {
        "name": name,
        "numberOfCores": cores,
        "osDiskSizeInMB": OS_DISK_MB,
        "resourceDiskSizeInMB": temporary,
        "memoryInMB": memory,
        "maxDataDiskCount": data_disks,
    }


_PROVIDER = "/subscriptions/{subscription}/providers/Microsoft.Compute"

ENDPOINTS = (
    Endpoint("GET", f"{_PROVIDER}/locations/{{location}}/vmSizes", "Microsoft.Compute/locations/vmSizes",
             API_VERSIONS, list_sizes, "Microsoft.Compute/locations/vmSizes/read", lists=True),
)  # fmt: skip
