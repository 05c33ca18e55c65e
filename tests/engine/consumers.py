"""Everything that can keep a managed image, one kind each: how it is made, how it goes, what the gate says of it.

Each is written as Azure's documentation has it, in a group and a gallery of other people (docs/reference/
image-consumers.md). What is looked for is this table, so a kind that the product claims to see has a row here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

GROUP = "others"
IMAGE = "THE-IMAGE"
"""Where the image's id goes in a body."""

STANDING = """
resourceGroups: {others: {location: southcentralus}}
galleries:
  - resourceGroup: others
    name: theirs
    definitions: [{name: web, publisher: p, offer: o, sku: theirs, hyperVGeneration: V2}]
resources:
  - {id: others/Microsoft.Batch/batchAccounts/account, body: {location: southcentralus}}
  - {id: others/Microsoft.Resources/templateSpecs/machines, body: {location: southcentralus}}
  - {id: others/Microsoft.DevTestLab/labs/lab, body: {location: southcentralus}}
  - id: others/Microsoft.ManagedIdentity/userAssignedIdentities/builder
    body: {location: southcentralus}
  - id: others/Microsoft.Network/virtualNetworks/network
    body:
      location: southcentralus
      properties:
        addressSpace: {addressPrefixes: [10.0.0.0/16]}
        subnets: [{name: default, properties: {addressPrefix: 10.0.0.0/24}}]
  - id: others/Microsoft.Network/networkInterfaces/interface
    body:
      location: southcentralus
      properties: {ipConfigurations: [{name: i, properties: {subnet: {id: SUBNET}}}]}
  - id: others/Microsoft.DesktopVirtualization/hostPools/managed
    body:
      location: southcentralus
      properties:
        hostPoolType: Pooled
        loadBalancerType: BreadthFirst
        preferredAppGroupType: Desktop
        managementType: Automated
"""
"""What consumers are made in; it names no image itself."""

_SUBNET = "GROUP/providers/Microsoft.Network/virtualNetworks/network/subnets/default"
_COMPUTE, _AVD, _LAB = "Microsoft.Compute", "Microsoft.DesktopVirtualization/hostPools", "Microsoft.DevTestLab/labs/lab"
_VERSION = f"{_COMPUTE}/galleries/theirs/images/web/versions"
_POLICIES = "Microsoft.Authorization/policyAssignments"
_DEFINITION = "/providers/Microsoft.Authorization/policyDefinitions/32133ab0-ee4b-4b44-98d6-042180979d50"
_ACCOUNT = {"adminUsername": "u", "adminPassword": "Passw0rd!234"}
_OS_DISK: dict[str, Any] = {"createOption": "FromImage", "managedDisk": {}, "deleteOption": "Delete"}
_EPHEMERAL = {**_OS_DISK, "caching": "ReadOnly", "diffDiskSettings": {"option": "Local"}}
_REGION = [{"name": "southcentralus"}]
_BUILDER: dict[str, Any] = {
    "type": "UserAssigned",
    "userAssignedIdentities": {"GROUP/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder": {}},
}


@dataclass(frozen=True)
class Kind:
    """One consumer at `path` below the group.

    says: what the gate says beside its kind and id. accepted: it stays, with a reason. only_named: it refuses nothing.
    held: Azure does not finish it, however long one waits.
    """

    name: str
    path: str
    properties: dict[str, Any]
    api_version: str
    kind: str
    says: tuple[str, ...] = ()
    accepted: bool = False
    only_named: bool = False
    held: bool = False
    envelope: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def image(self) -> str:
        """The name of the image that nothing but this needs."""
        return f"kept-by-{self.name}"

    def id_in(self, azure: LocalAzure) -> str:
        """Its id."""
        return f"{azure.group_id(GROUP)}/providers/{self.path}"

    def make(self, azure: LocalAzure, image: str) -> None:
        """Make it, with the image's id in it."""
        if self.held:
            name = self.path.rsplit("/", 1)[1]
            azure.add_fault({"match": {"method": "PUT", "name": name}, "holdOperation": True})
        text = json.dumps({"location": "southcentralus", "properties": self.properties, **self.envelope})
        body: dict[str, Any] = json.loads(text.replace(IMAGE, image).replace("GROUP", azure.group_id(GROUP)))
        answer = azure.put(self.id_in(azure), body, api_version=self.api_version)
        assert answer.is_success, f"{self.name}: {answer.text}"

    def remove(self, azure: LocalAzure) -> None:
        """Take it away, as its owner does; what is underway ends first."""
        azure.clear_faults()
        azure.settle()
        answer = azure.delete(self.id_in(azure), api_version=self.api_version)
        assert answer.is_success, f"{self.name}: {answer.text}"


def _scale_set(mode: str, os_disk: dict[str, Any]) -> dict[str, Any]:
    interface = {"primary": True, "ipConfigurations": [{"name": "i", "properties": {"subnet": {"id": _SUBNET}}}]}
    network: dict[str, Any] = {"networkInterfaceConfigurations": [{"name": "n", "properties": interface}]}
    profile = {
        "storageProfile": {"imageReference": {"id": IMAGE}, "osDisk": os_disk},
        "osProfile": {"computerNamePrefix": "m", **_ACCOUNT},
        "networkProfile": network,
    }
    if mode == "Flexible":
        network["networkApiVersion"] = "2020-11-01"
        return {"orchestrationMode": mode, "platformFaultDomainCount": 1, "virtualMachineProfile": profile}
    return {"orchestrationMode": mode, "upgradePolicy": {"mode": "Manual"}, "virtualMachineProfile": profile}


def _machine() -> dict[str, Any]:
    return {
        "hardwareProfile": {"vmSize": "Standard_D2s_v3"},
        "storageProfile": {"imageReference": {"id": IMAGE}, "osDisk": _OS_DISK},
        "osProfile": {"computerName": "m", **_ACCOUNT},
        "networkProfile": {
            "networkInterfaces": [{"id": "GROUP/providers/Microsoft.Network/networkInterfaces/interface"}]
        },
    }


def _template(source: str, target: str) -> dict[str, Any]:
    distributed = {"type": "ManagedImage", "imageId": target, "location": "southcentralus", "runOutputName": "m"}
    return {"source": {"type": "ManagedImage", "imageId": source}, "distribute": [distributed]}


def _version(**profile: str) -> dict[str, Any]:
    return {
        "publishingProfile": {"targetRegions": _REGION, **profile},
        "storageProfile": {"source": {"id": IMAGE}},
    }


_POOL = {
    "vmSize": "STANDARD_D4",
    "deploymentConfiguration": {
        "virtualMachineConfiguration": {"imageReference": {"id": IMAGE}, "nodeAgentSkuId": "batch.node.ubuntu 22.04"}
    },
    "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 0}},
}
_DESKTOPS = {"hostPoolType": "Pooled", "loadBalancerType": "BreadthFirst", "preferredAppGroupType": "Desktop"}
_HOSTS = {
    "vmNamePrefix": "h",
    "vmSizeId": "s",
    "imageInfo": {"type": "Custom", "customInfo": {"resourceId": IMAGE}},
    "diskInfo": {"managedDisk": {"type": "Standard_LRS"}},
    "domainInfo": {"joinType": "AzureActiveDirectory"},
    "networkInfo": {"subnetId": _SUBNET},
    "vmAdminCredentials": {"usernameKeyVaultSecretUri": "u"},
}
_SET_SKU = {"sku": {"name": "Standard_D2s_v3", "capacity": 1}}
_LABS_API, _TEMPLATES_API, _VERSIONS_API, _MACHINES_API = "2018-09-15", "2022-02-14", "2024-03-03", "2024-11-01"
_OTHER = "GROUP/providers/Microsoft.Compute/images/another"

KINDS = (
    Kind("machine", f"{_COMPUTE}/virtualMachines/m", _machine(), _MACHINES_API, "virtual machine", ("southcentralus",)),
    Kind(
        "scale-set",
        f"{_COMPUTE}/virtualMachineScaleSets/uniform",
        _scale_set("Uniform", _EPHEMERAL),
        _MACHINES_API,
        kind="virtual machine scale set",
        says=("its OS disk is ephemeral", "southcentralus"),
        envelope=_SET_SKU,
    ),
    Kind(
        "flexible-set",
        f"{_COMPUTE}/virtualMachineScaleSets/flexible",
        _scale_set("Flexible", _OS_DISK),
        api_version=_MACHINES_API,
        kind="virtual machine scale set",
        says=("southcentralus",),
        accepted=True,
        envelope=_SET_SKU,
    ),
    Kind(
        "disk",
        f"{_COMPUTE}/disks/data",
        {"creationData": {"createOption": "FromImage", "imageReference": {"id": IMAGE}}, "diskSizeGB": 30},
        "2024-03-02",
        "disk",
        ("in southcentralus since 20",),
        accepted=True,
    ),
    Kind(
        "reading-template",
        "Microsoft.VirtualMachineImages/imageTemplates/reads",
        _template(IMAGE, f"{_OTHER}1"),
        api_version=_TEMPLATES_API,
        kind="image template that reads it",
        envelope={"identity": _BUILDER},
    ),
    Kind(
        "writing-template",
        "Microsoft.VirtualMachineImages/imageTemplates/writes",
        _template(_OTHER, IMAGE),
        api_version=_TEMPLATES_API,
        kind="image template that would make it again",
        envelope={"identity": _BUILDER},
    ),
    Kind(
        "host-pool",
        f"{_AVD}/desktops",
        {**_DESKTOPS, "vmTemplate": f'{{"imageType": "CustomImage",\n "customImageId": "{IMAGE}"}}'},
        "2024-04-03",
        "AVD host pool",
    ),
    Kind(
        "host-pool-of-words",
        f"{_AVD}/words",
        {**_DESKTOPS, "vmTemplate": f"built from {IMAGE}, ask Ann"},
        api_version="2024-04-03",
        kind="AVD host pool",
        accepted=True,
    ),
    Kind(
        "session-hosts",
        f"{_AVD}/managed/sessionHostConfigurations/default",
        _HOSTS,
        "2026-04-01-preview",
        kind="AVD session host configuration",
    ),
    Kind(
        "lab-image",
        f"{_LAB}/customImages/web",
        {"managedImageId": IMAGE},
        _LABS_API,
        "custom image of a lab",
    ),
    Kind(
        "lab-formula",
        f"{_LAB}/formulas/web",
        {"formulaContent": {"properties": {"customImageId": IMAGE}}},
        api_version=_LABS_API,
        kind="formula of a lab",
    ),
    Kind(
        "lab-machine",
        f"{_LAB}/virtualMachines/m",
        {"customImageId": IMAGE},
        _LABS_API,
        "machine of a lab",
        accepted=True,
    ),
    Kind(
        "batch-pool",
        "Microsoft.Batch/batchAccounts/account/pools/nightly",
        _POOL,
        "2025-06-01",
        "Batch pool",
        says=("also at 0 nodes", "retired on 2026-03-31"),
    ),
    Kind(
        "version-underway",
        f"{_VERSION}/0.1.0",
        _version(),
        _VERSIONS_API,
        "unfinished image version",
        says=("provisioningState Creating",),
        held=True,
    ),
    Kind(
        "shallow-version",
        f"{_VERSION}/0.2.0",
        _version(replicationMode="Shallow"),
        _VERSIONS_API,
        kind="Shallow image version",
        says=("needs the image as long as it exists",),
    ),
    Kind(
        "other-type",
        f"{_COMPUTE}/galleries/notes",
        {"description": f"made from {IMAGE}"},
        _VERSIONS_API,
        kind="microsoft.compute/galleries",
        says=("as Resource Graph says", "southcentralus"),
        accepted=True,
    ),
    Kind(
        "policy",
        f"{_POLICIES}/agents",
        {"policyDefinitionId": _DEFINITION, "parameters": {"listOfImageIdToInclude_linux": {"value": [IMAGE]}}},
        "2022-06-01",
        "policy assignment",
        ("parameter listOfImageIdToInclude_linux",),
        only_named=True,
    ),
    Kind(
        "template-spec",
        "Microsoft.Resources/templateSpecs/machines/versions/1.0",
        {"mainTemplate": {"resources": [{"properties": {"storageProfile": {"imageReference": {"id": IMAGE}}}}]}},
        "2021-05-01",
        "microsoft.resources/templatespecs/versions",
        only_named=True,
    ),
    Kind(
        "tag",
        f"{_COMPUTE}/disks/tagged",
        {"creationData": {"createOption": "Empty"}, "diskSizeGB": 4},
        api_version="2024-03-02",
        kind="tag of microsoft.compute/disks",
        only_named=True,
        envelope={"tags": {"JenkinsImageId": IMAGE}},
    ),
)
"""Every kind."""
