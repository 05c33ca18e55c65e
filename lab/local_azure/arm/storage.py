"""How providers spell what is said of disks: kinds of storage, caching, operating systems.

Values: `DiskStorageAccountTypes`, `CachingTypes` and their kin in the compute specifications. Families take them in any
case (`bodies.spelled`).
"""

from __future__ import annotations

DISK_TYPES = (
    *("Standard_LRS", "Premium_LRS", "StandardSSD_LRS", "UltraSSD_LRS", "Premium_ZRS", "StandardSSD_ZRS"),
    *("PremiumV2_LRS", "Standard_ZRS"),
)
CACHING = ("None", "ReadOnly", "ReadWrite")
OS_TYPES = ("Windows", "Linux")
OS_STATES = ("Generalized", "Specialized")
GENERATIONS = ("V1", "V2")
