"""A body for every type that can be PUT, with as many of its members as local Azure reads: what tests put wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

IMAGE_AND_GALLERY = """
resourceGroups: {group: {location: southcentralus}}
images: [{resourceGroup: group, name: image, hyperVGeneration: V2, dataDisks: [{lun: 0, diskSizeGB: 10}]}]
galleries:
  - resourceGroup: group
    name: gallery
    definitions:
      - name: definition
        publisher: p
        offer: o
        sku: s
        hyperVGeneration: V2
        versions: [{name: 1.0.0, source: group/image, targetRegions: [{name: South Central US}]}]
"""
SEED = (
    IMAGE_AND_GALLERY
    + """
disks: [{resourceGroup: group, name: disk}]
snapshots: [{resourceGroup: group, name: snapshot}]
virtualMachines:
  - {resourceGroup: group, name: machine, image: group/image}
  - {resourceGroup: group, name: generalized, image: group/image, generalized: true}
resources:
  - id: SUB/resourceGroups/group/providers/Microsoft.Network/virtualNetworks/network
    body:
      location: southcentralus
      properties:
        addressSpace: {addressPrefixes: [10.0.0.0/16]}
        subnets: [{name: subnet, properties: {addressPrefix: 10.0.0.0/24}}]
  - id: SUB/resourceGroups/group/providers/Microsoft.Network/networkSecurityGroups/rules
    body: {location: southcentralus, properties: {}}
  - {id: SUB/resourceGroups/group/providers/Microsoft.Batch/batchAccounts/account, body: {location: southcentralus}}
  - {id: SUB/resourceGroups/group/providers/Microsoft.Resources/templateSpecs/spec, body: {location: southcentralus}}
  - {id: SUB/resourceGroups/group/providers/Microsoft.DevTestLab/labs/lab, body: {location: southcentralus}}
  - id: SUB/resourceGroups/group/providers/Microsoft.DesktopVirtualization/hostPools/managed
    body:
      location: southcentralus
      properties:
        hostPoolType: Pooled
        loadBalancerType: BreadthFirst
        preferredAppGroupType: Desktop
        managementType: Automated
"""
)
VERSIONS = {
    "Microsoft.Compute/galleries": "2024-03-03",
    "Microsoft.Compute/disks": "2024-03-02",
    "Microsoft.Compute/snapshots": "2024-03-02",
    "Microsoft.Compute": "2024-07-01",
    "Microsoft.Network": "2024-05-01",
    "Microsoft.ManagedIdentity": "2023-01-31",
    "Microsoft.VirtualMachineImages": "2022-02-14",
    "Microsoft.Batch": "2025-06-01",
    "Microsoft.DesktopVirtualization/hostPools/managed": "2026-04-01-preview",
    "Microsoft.DesktopVirtualization": "2024-04-03",
    "Microsoft.DevTestLab": "2018-09-15",
    "Microsoft.Authorization/policyAssignments": "2022-06-01",
    "Microsoft.Authorization/locks": "2020-05-01",
    "Microsoft.Authorization": "2022-04-01",
    "Microsoft.Resources/templateSpecs": "2021-05-01",
    "Microsoft.Resources": "2022-09-01",
}


@dataclass(frozen=True)
class Sample:
    """`path` below the group, `{}` where the name's number goes; `below` when it is not in the group.

    `alone`: a second one beside it would be refused, for the same machine's interface or the same names.
    """

    path: str
    properties: Json
    envelope: Json
    below: str = "GROUP"
    alone: bool = False


def sample(path: str, properties: Json, below: str = "GROUP", *, alone: bool = False, **envelope: object) -> Sample:
    return Sample(path, properties, {"location": "southcentralus", "tags": {"a": "b"}, **envelope}, below, alone)


COMPUTE = "GROUP/providers/Microsoft.Compute"
NETWORK = "GROUP/providers/Microsoft.Network"
IMAGE, DISK, SNAPSHOT = (f"{COMPUTE}/{each}" for each in ("images/image", "disks/disk", "snapshots/snapshot"))
DEFINITION = f"{COMPUTE}/galleries/gallery/images/definition"
SUBNET, RULES = f"{NETWORK}/virtualNetworks/network/subnets/subnet", f"{NETWORK}/networkSecurityGroups/rules"
IDENTITY = "GROUP/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
KEY = {"path": "/home/u/.ssh/authorized_keys", "keyData": "ssh-rsa AAAA"}
INTERFACE_OF_SET = {
    "name": "n",
    "properties": {"primary": True, "ipConfigurations": [{"name": "i", "properties": {"subnet": {"id": SUBNET}}}]},
}
OS_DISK: Json = {
    "createOption": "FromImage",
    "name": "os",
    "diskSizeGB": 64,
    "deleteOption": "Delete",
    "managedDisk": {},
}
OS_PROFILE = {
    "computerName": "m",
    "adminUsername": "u",
    "adminPassword": "Passw0rd!234",
    "customData": "IyE=",
    "linuxConfiguration": {"disablePasswordAuthentication": False, "ssh": {"publicKeys": [KEY]}},
}
_RULE = {"protocol": "Tcp", "access": "Allow", "direction": "Inbound", "priority": 100, "sourceAddressPrefix": "*"}
RULE = {**_RULE, "destinationAddressPrefix": "*", "sourcePortRange": "*", "destinationPortRange": "22"}
TEMPLATE = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {"p": {"type": "string", "defaultValue": "d"}},
    "variables": {"v": "[parameters('p')]"},
    "resources": [
        {
            "type": "Microsoft.Compute/galleries",
            "apiVersion": "2024-03-03",
            "name": "[concat('g', variables('v'))]",
            "location": "[resourceGroup().location]",
            "tags": {"a": "b"},
            "properties": {"description": "x"},
        },
        {
            "type": "Microsoft.Compute/galleries/images",
            "apiVersion": "2024-03-03",
            "name": "gd/d",
            "location": "southcentralus",
            "dependsOn": ["[resourceId('Microsoft.Compute/galleries','gd')]"],
            "properties": {
                "osType": "Linux",
                "osState": "Generalized",
                "identifier": {"publisher": "p", "offer": "o", "sku": "s"},
            },
        },
    ],
    "outputs": {"o": {"type": "string", "value": "[parameters('p')]"}},
}
ENCRYPTION = {
    "osDiskImage": {"diskEncryptionSetId": f"{COMPUTE}/diskEncryptionSets/e"},
    "dataDiskImages": [{"lun": 0, "diskEncryptionSetId": f"{COMPUTE}/diskEncryptionSets/e"}],
}
REGION = {"name": "South Central US", "regionalReplicaCount": 1, "storageAccountType": "Standard_LRS"}
BOUNDS = {"min": 1, "max": 2}

SAMPLES: dict[str, Sample] = {
    "image of blobs": sample(
        "Microsoft.Compute/images/i{}",
        {
            "hyperVGeneration": "V1",
            "storageProfile": {
                "zoneResilient": False,
                "osDisk": {"osType": "Linux", "osState": "Generalized", "managedDisk": {"id": DISK}},
                "dataDisks": [{"lun": 1, "snapshot": {"id": SNAPSHOT}, "caching": "None", "diskSizeGB": 9}],
            },
        },
    ),
    "image of a machine": sample(
        "Microsoft.Compute/images/m{}", {"sourceVirtualMachine": {"id": f"{COMPUTE}/virtualMachines/generalized"}}
    ),
    "disk": sample(
        "Microsoft.Compute/disks/d{}",
        {
            "creationData": {"createOption": "FromImage", "imageReference": {"id": IMAGE}},
            "diskSizeGB": 30,
            "osType": "Linux",
        },
        sku={"name": "Premium_LRS"},
        zones=["1"],
    ),
    "snapshot": sample(
        "Microsoft.Compute/snapshots/s{}", {"creationData": {"createOption": "Copy", "sourceResourceId": SNAPSHOT}}
    ),
    "gallery": sample(
        "Microsoft.Compute/galleries/g{}",
        {
            "description": "d",
            "softDeletePolicy": {"isSoftDeleteEnabled": True},
            "sharingProfile": {"permissions": "Private"},
        },
        identity={"type": "SystemAssigned"},
    ),
    "definition": sample(
        "Microsoft.Compute/galleries/gallery/images/d{}",
        {
            "osType": "Linux",
            "osState": "Generalized",
            "hyperVGeneration": "V2",
            "architecture": "x64",
            "endOfLifeDate": "2030-01-01T00:00:00Z",
            "identifier": {"publisher": "p", "offer": "o", "sku": "another"},
            "recommended": {"vCPUs": BOUNDS, "memory": BOUNDS},
            "disallowed": {"diskTypes": ["x"]},
            "purchasePlan": {"name": "n", "publisher": "p", "product": "q"},
            "features": [{"name": "SecurityType", "value": "TrustedLaunch"}],
        },
        alone=True,
    ),
    "version": sample(
        "Microsoft.Compute/galleries/gallery/images/definition/versions/2.0.{}",
        {
            "publishingProfile": {
                "targetRegions": [{**REGION, "excludeFromLatest": False, "encryption": ENCRYPTION}],
                "replicaCount": 1,
                "excludeFromLatest": False,
                "endOfLifeDate": "2030-01-01T00:00:00Z",
                "replicationMode": "Full",
                "targetExtendedLocations": [],
            },
            "storageProfile": {
                "source": {"id": IMAGE},
                "osDiskImage": {"source": {}},
                "dataDiskImages": [{"lun": 0, "source": {}}],
            },
            "safetyProfile": {"allowDeletionOfReplicatedLocations": False, "blockDeletionBeforeEndOfLife": False},
        },
    ),
    "machine": sample(
        "Microsoft.Compute/virtualMachines/v{}",
        {
            "hardwareProfile": {"vmSize": "Standard_D2s_v3"},
            "securityProfile": {"securityType": "TrustedLaunch", "uefiSettings": {"secureBootEnabled": True}},
            "diagnosticsProfile": {"bootDiagnostics": {"enabled": True}},
            "storageProfile": {
                "imageReference": {"id": f"{DEFINITION}/versions/1.0.0"},
                "osDisk": OS_DISK,
                "dataDisks": [{"lun": 0, "createOption": "FromImage"}, {"lun": 2, "createOption": "Empty"}],
            },
            "osProfile": OS_PROFILE,
            "networkProfile": {"networkInterfaces": [{"id": f"{NETWORK}/networkInterfaces/n", "properties": {}}]},
        },
        alone=True,
        zones=["1"],
        plan={"name": "a", "publisher": "b", "product": "c"},
    ),
    "machine with a disk": sample(
        "Microsoft.Compute/virtualMachines/w{}",
        {
            "hardwareProfile": {"vmSize": "Standard_D2s_v3"},
            "storageProfile": {
                "osDisk": {"createOption": "Attach", "osType": "Linux", "managedDisk": {"id": DISK}},
                "dataDisks": [{"lun": 1, "createOption": "Attach", "managedDisk": {"id": DISK}}],
            },
            "networkProfile": {"networkInterfaces": [{"id": f"{NETWORK}/networkInterfaces/n"}]},
        },
        alone=True,
    ),
    "run command": sample(
        "Microsoft.Compute/virtualMachines/machine/runCommands/r{}",
        {
            "source": {"script": "echo"},
            "parameters": [{"name": "a", "value": "b"}],
            "asyncExecution": False,
            "timeoutInSeconds": 60,
        },
    ),
    "scale set": sample(
        "Microsoft.Compute/virtualMachineScaleSets/s{}",
        {
            "orchestrationMode": "Uniform",
            "upgradePolicy": {"mode": "Manual"},
            "virtualMachineProfile": {
                "storageProfile": {"imageReference": {"id": IMAGE}, "osDisk": OS_DISK},
                "osProfile": {"computerNamePrefix": "m", "adminUsername": "u", "adminPassword": "Passw0rd!234"},
                "networkProfile": {"networkInterfaceConfigurations": [INTERFACE_OF_SET]},
            },
        },
        sku={"name": "Standard_D2s_v3", "tier": "Standard", "capacity": 1},
    ),
    "network": sample(
        "Microsoft.Network/virtualNetworks/n{}",
        {
            "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
            "dhcpOptions": {"dnsServers": ["1.1.1.1"]},
            "subnets": [{"name": "s", "properties": {"addressPrefix": "10.0.0.0/24"}}],
        },
    ),
    "subnet": sample(
        "Microsoft.Network/virtualNetworks/network/subnets/t{}",
        {"addressPrefix": "10.0.1.0/24", "networkSecurityGroup": {"id": RULES}},
    ),
    "interface": sample(
        "Microsoft.Network/networkInterfaces/n{}",
        {
            "ipConfigurations": [{"name": "c", "properties": {"primary": True, "subnet": {"id": SUBNET}}}],
            "networkSecurityGroup": {"id": RULES},
            "enableAcceleratedNetworking": False,
        },
    ),
    "address": sample(
        "Microsoft.Network/publicIPAddresses/p{}",
        {"publicIPAllocationMethod": "Static", "dnsSettings": {"domainNameLabel": "x"}, "idleTimeoutInMinutes": 4},
        sku={"name": "Standard", "tier": "Regional"},
        zones=["1"],
    ),
    "rules": sample(
        "Microsoft.Network/networkSecurityGroups/r{}", {"securityRules": [{"name": "r", "properties": RULE}]}
    ),
    "identity": sample("Microsoft.ManagedIdentity/userAssignedIdentities/i{}", {}),
    "image template": sample(
        "Microsoft.VirtualMachineImages/imageTemplates/t{}",
        {
            "source": {"type": "ManagedImage", "imageId": IMAGE},
            "customize": [{"type": "Shell", "name": "a", "inline": ["x"]}],
            "distribute": [
                {
                    "type": "SharedImage",
                    "galleryImageId": DEFINITION,
                    "runOutputName": "r",
                    "replicationRegions": ["southcentralus"],
                },
                {"type": "ManagedImage", "imageId": f"{IMAGE}2", "location": "southcentralus", "runOutputName": "m"},
            ],
            "vmProfile": {"vmSize": "Standard_D1_v2", "osDiskSizeGB": 30},
        },
        identity={
            "type": "UserAssigned",
            "userAssignedIdentities": {f"{IDENTITY}/i": {}},
        },
    ),
    "batch account": sample(
        "Microsoft.Batch/batchAccounts/b{}",
        {
            "poolAllocationMode": "BatchService",
            "publicNetworkAccess": "Enabled",
            "autoStorage": {"storageAccountId": "x"},
        },
        identity={"type": "SystemAssigned"},
    ),
    "batch pool": sample(
        "Microsoft.Batch/batchAccounts/account/pools/p{}",
        {
            "vmSize": "STANDARD_D4",
            "deploymentConfiguration": {
                "virtualMachineConfiguration": {"imageReference": {"id": IMAGE}, "nodeAgentSkuId": "a"}
            },
            "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1, "resizeTimeout": "PT15M"}},
            "interNodeCommunication": "Disabled",
        },
    ),
    "host pool": sample(
        "Microsoft.DesktopVirtualization/hostPools/h{}",
        {
            "hostPoolType": "Pooled",
            "loadBalancerType": "BreadthFirst",
            "preferredAppGroupType": "Desktop",
            "vmTemplate": "{}",
            "registrationInfo": {"registrationTokenOperation": "Update"},
        },
    ),
    "session host configuration": sample(
        "Microsoft.DesktopVirtualization/hostPools/managed/sessionHostConfigurations/default",
        {
            "vmNamePrefix": "h",
            "vmSizeId": "s",
            "imageInfo": {"type": "Custom", "customInfo": {"resourceId": IMAGE}},
            "diskInfo": {"managedDisk": {"type": "Standard_LRS"}},
            "domainInfo": {"joinType": "AzureActiveDirectory"},
            "networkInfo": {"subnetId": SUBNET},
            "vmAdminCredentials": {"usernameKeyVaultSecretUri": "u"},
        },
        alone=True,
    ),
    "lab": sample("Microsoft.DevTestLab/labs/l{}", {"labStorageType": "Premium"}),
    "lab image": sample("Microsoft.DevTestLab/labs/lab/customImages/i{}", {"managedImageId": IMAGE, "vm": {}}),
    "lab formula": sample(
        "Microsoft.DevTestLab/labs/lab/formulas/f{}", {"formulaContent": {"properties": {"customImageId": IMAGE}}}
    ),
    "lab machine": sample("Microsoft.DevTestLab/labs/lab/virtualMachines/m{}", {"customImageId": IMAGE}),
    "policy assignment": sample(
        "Microsoft.Authorization/policyAssignments/p{}",
        {
            "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/d",
            "parameters": {"imageIds": {"value": [IMAGE]}},
            "enforcementMode": "Default",
            "metadata": {"a": "b"},
        },
    ),
    "template spec": sample("Microsoft.Resources/templateSpecs/t{}", {"description": "d", "displayName": "n"}),
    "template spec version": sample(
        "Microsoft.Resources/templateSpecs/spec/versions/v{}",
        {"mainTemplate": TEMPLATE, "linkedTemplates": [{"path": "p", "template": TEMPLATE}], "description": "d"},
    ),
    "lock": sample("Microsoft.Authorization/locks/l{}", {"level": "CanNotDelete", "notes": "n", "owners": [{}]}),
    "assignment": sample(
        "Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-{:0>12}",
        {
            "roleDefinitionId": "SUB/providers/Microsoft.Authorization/roleDefinitions/"
            "acdd72a7-3385-48ef-bd42-f606fba81ae7",
            "principalId": "00000000-0000-4000-8000-00000000000a",
        },
    ),
    "role": sample(
        "Microsoft.Authorization/roleDefinitions/00000000-0000-4000-8000-{:0>12}",
        {
            "roleName": "r",
            "assignableScopes": ["SUB"],
            "permissions": [{"actions": ["*/read"], "notActions": ["x"], "dataActions": [], "notDataActions": []}],
        },
        below="SUB",
    ),
    "deployment": sample(
        "Microsoft.Resources/deployments/d{}",
        {"mode": "Incremental", "template": TEMPLATE, "parameters": {"p": {"value": "d"}}},
    ),
}
