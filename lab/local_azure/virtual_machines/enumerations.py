"""The enumerations of machines and scale sets, by their paths; both have the same profiles."""

from __future__ import annotations

from local_azure.arm.bodies import IDENTITY_TYPES, Enumerations
from local_azure.arm.storage import CACHING, DISK_TYPES, OS_TYPES

CREATE_OPTIONS = ("FromImage", "Empty", "Attach", "Copy", "Restore")
DELETE_OPTIONS = ("Detach", "Delete")
_IDENTITY: Enumerations = {"identity.type": IDENTITY_TYPES}


def _profiles(path: str) -> Enumerations:
    """What stands below `properties` of a machine, or below `virtualMachineProfile` of a scale set."""
    storage = f"{path}.storageProfile"
    disks: dict[str, tuple[str, ...]] = {f"{storage}.osDisk.osType": OS_TYPES}
    for disk in (f"{storage}.osDisk", f"{storage}.dataDisks[]"):
        disks |= {
            f"{disk}.createOption": CREATE_OPTIONS,
            f"{disk}.caching": CACHING,
            f"{disk}.deleteOption": DELETE_OPTIONS,
            f"{disk}.managedDisk.storageAccountType": DISK_TYPES,
        }
    return {
        **disks,
        f"{storage}.osDisk.diffDiskSettings.option": ("Local",),
        f"{storage}.diskControllerType": ("SCSI", "NVMe"),
        f"{path}.securityProfile.securityType": ("Standard", "TrustedLaunch", "ConfidentialVM"),
        f"{path}.priority": ("Regular", "Low", "Spot"),
        f"{path}.evictionPolicy": ("Deallocate", "Delete"),
    }


MACHINE: Enumerations = {
    **_IDENTITY,
    **_profiles("properties"),
    "properties.networkProfile.networkInterfaces[].properties.deleteOption": DELETE_OPTIONS,
}
SCALE_SET: Enumerations = {
    **_IDENTITY,
    **_profiles("properties.virtualMachineProfile"),
    "properties.orchestrationMode": ("Uniform", "Flexible"),
    "properties.upgradePolicy.mode": ("Automatic", "Manual", "Rolling"),
}
