"""Types and names of what a component declares, as they stand in the state: said here, and nowhere else.

They are part of every URN, so that another text would make the engine delete one resource and make another.
`tests/component/state/test_resource_types.py` holds what cannot import them to the same: the policy pack, the schema.
"""

from __future__ import annotations

import re

from managed_image_to_gallery.azure.digests import digest_of
from managed_image_to_gallery.azure.settings import PROJECT

COMPONENT = f"{PROJECT}:index:ManagedImageToGallery"
STACK = "pulumi:pulumi:Stack"
RECORD = "pulumi:index:Stash"
"""What holds the record of the adopted image, and the evidence."""
IMAGE = "azure-native:compute:Image"
GALLERY = "azure-native:compute:Gallery"
DEFINITION = "azure-native:compute:GalleryImage"
VERSION = "azure-native:compute:GalleryImageVersion"
LOCK = "azure-native:authorization:ManagementLockByScope"
ROLE = "azure-native:authorization:RoleAssignment"
NETWORK = "azure-native:network:VirtualNetwork"
SUBNET = "azure-native:network:Subnet"
INTERFACE = "azure-native:network:NetworkInterface"
MACHINE = "azure-native:compute:VirtualMachine"
PROBE = "azure-native:compute:VirtualMachineRunCommandByVirtualMachine"

ADOPTED_SUFFIX = "-adopted"
"""What follows the migration's name in the name of a resource; so do the others."""
EVIDENCE_SUFFIX = "-evidence"
SOURCE_SUFFIX = "-source"
DEFINITION_SUFFIX = "-definition"
VERSION_SUFFIX = "-version"
GALLERY_SUFFIX = "-gallery"
"""Of a gallery that a component by itself declares; that of a whole stack is called as in Azure."""
NETWORK_SUFFIX = "-network"
"""What follows the name of a region's test network; the next three follow that of a test machine or its network."""
SUBNET_SUFFIX = "-subnet"
INTERFACE_SUFFIX = "-interface"
PROBE_SUFFIX = "-probe"

SUFFIXES = {
    RECORD: (ADOPTED_SUFFIX, EVIDENCE_SUFFIX),
    IMAGE: (SOURCE_SUFFIX,),
    DEFINITION: (DEFINITION_SUFFIX,),
    VERSION: (VERSION_SUFFIX,),
}
"""What a component declares for its migration, by type: a gallery is declared for the whole stack."""

_WITH_API_VERSION = re.compile(r"(azure-native:\w+)/v\d{8}\w*(:\w+)")


def name_of_role(name: str, role: str, principal: str) -> str:
    """The logical name of an assignment on what is called `name`; principal: its id, or its place where it is late."""
    return f"{name}-role-{digest_of([role, principal.lower()])[:8]}"


def name_of_lock(name: str) -> str:
    """The logical name of the lock on what is called `name`."""
    return f"{name}-lock"


def without_api_version(kind: str) -> str | None:
    """`azure-native:compute/v20230703:Image` → `azure-native:compute:Image`; None for a type without an API version."""
    found = _WITH_API_VERSION.fullmatch(kind)
    return f"{found[1]}{found[2]}" if found else None
