"""The built-in roles that a test of least privilege needs, with Azure's ids and actions.

Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles (privileged, compute, networking). Of Virtual
Machine Contributor the actions of providers that local Azure does not have are left out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BuiltInRole:
    """One built-in role: its guid is the same in every tenant."""

    name: str
    guid: str
    description: str
    actions: tuple[str, ...]
    not_actions: tuple[str, ...] = ()


OWNER = BuiltInRole(
    "Owner",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.",
    ("*",),
)

CONTRIBUTOR = BuiltInRole(
    "Contributor",
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC, manage "
    "assignments in Azure Blueprints, or share image galleries.",
    ("*",),
    (
        "Microsoft.Authorization/*/Delete",
        "Microsoft.Authorization/*/Write",
        "Microsoft.Authorization/elevateAccess/Action",
        "Microsoft.Blueprint/blueprintAssignments/write",
        "Microsoft.Blueprint/blueprintAssignments/delete",
        "Microsoft.Compute/galleries/share/action",
        "Microsoft.Purview/consents/write",
        "Microsoft.Purview/consents/delete",
        "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
    ),
)

READER = BuiltInRole(
    "Reader",
    "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "View all resources, but does not allow you to make any changes.",
    ("*/read",),
)

USER_ACCESS_ADMINISTRATOR = BuiltInRole(
    "User Access Administrator",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "Lets you manage user access to Azure resources.",
    ("*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"),
)

COMPUTE_GALLERY_ARTIFACTS_PUBLISHER = BuiltInRole(
    "Compute Gallery Artifacts Publisher",
    "85a2d0d9-2eba-4c9c-b355-11c2cc0788ab",
    "This is the role for publishing gallery artifacts.",
    (
        "Microsoft.Compute/galleries/*",
        "Microsoft.Compute/locations/capsOperations/read",
        "Microsoft.Compute/locations/communityGalleries/*",
        "Microsoft.Compute/locations/sharedGalleries/*",
        "Microsoft.Compute/images/*",
        "Microsoft.Compute/virtualMachines/write",
        "Microsoft.Compute/disks/write",
        "Microsoft.Authorization/*/read",
        "Microsoft.Insights/alertRules/*",
        "Microsoft.Resources/deployments/*",
        "Microsoft.Resources/subscriptions/resourceGroups/read",
    ),
    ("Microsoft.Compute/galleries/share/action",),
)

VIRTUAL_MACHINE_CONTRIBUTOR = BuiltInRole(
    "Virtual Machine Contributor",
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
    "Lets you manage virtual machines, but not access to them, and not the virtual network or storage account "
    "they're connected to.",
    (
        "Microsoft.Authorization/*/read",
        "Microsoft.Compute/availabilitySets/*",
        "Microsoft.Compute/locations/*",
        "Microsoft.Compute/virtualMachines/*",
        "Microsoft.Compute/virtualMachineScaleSets/*",
        "Microsoft.Compute/disks/write",
        "Microsoft.Compute/disks/read",
        "Microsoft.Compute/disks/delete",
        "Microsoft.Insights/alertRules/*",
        "Microsoft.Network/locations/*",
        "Microsoft.Network/networkInterfaces/*",
        "Microsoft.Network/networkSecurityGroups/join/action",
        "Microsoft.Network/networkSecurityGroups/read",
        "Microsoft.Network/publicIPAddresses/join/action",
        "Microsoft.Network/publicIPAddresses/read",
        "Microsoft.Network/virtualNetworks/read",
        "Microsoft.Network/virtualNetworks/subnets/join/action",
        "Microsoft.Resources/deployments/*",
        "Microsoft.Resources/subscriptions/resourceGroups/read",
    ),
)

NETWORK_CONTRIBUTOR = BuiltInRole(
    "Network Contributor",
    "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "Lets you manage networks, but not access to them.",
    (
        "Microsoft.Authorization/*/read",
        "Microsoft.Insights/alertRules/*",
        "Microsoft.Network/*",
        "Microsoft.ResourceHealth/availabilityStatuses/read",
        "Microsoft.Resources/deployments/*",
        "Microsoft.Resources/subscriptions/resourceGroups/read",
        "Microsoft.Support/*",
    ),
)

BUILT_IN_ROLES = (
    OWNER,
    CONTRIBUTOR,
    READER,
    USER_ACCESS_ADMINISTRATOR,
    COMPUTE_GALLERY_ARTIFACTS_PUBLISHER,
    VIRTUAL_MACHINE_CONTRIBUTOR,
    NETWORK_CONTRIBUTOR,
)
