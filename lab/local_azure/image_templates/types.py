"""`Microsoft.VirtualMachineImages/imageTemplates`
(lab/tests/recorded/facts/cli_2020-02-14_image_template_from_managed_image.jsonl).

A managed image stands in two places: `source.imageId` reads it, `distribute[].imageId` writes it. The provider is
another stack than Compute: one-space indents with LF, times that end in `Z`, an operation whose name is in upper case.
"""

from __future__ import annotations

import hashlib
from typing import ClassVar

from local_azure.arm.bodies import IDENTITY_TYPES, Enumerations
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.locations import check_location
from local_azure.arm.operations import Operation, OperationStyle
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType, World
from local_azure.image_templates import errors

SECONDS = 30.0
"""Seen for the PUT; DELETE was not recorded and is taken to last as long."""
SOURCES = ("PlatformImage", "ManagedImage", "SharedImageVersion")
IDENTITIES = "userAssignedIdentities"


class ImageTemplate(ResourceType):
    """Image templates. A PUT on one that exists is refused; a PATCH changes tags and identity."""

    name = "Microsoft.VirtualMachineImages/imageTemplates"
    api_versions = (
        "2019-05-01-preview",
        "2020-02-14",
        "2021-10-01",
        "2022-02-14",
        "2022-07-01",
        "2023-07-01",
        "2024-02-01",
    )
    style = OperationStyle(provider="Microsoft.VirtualMachineImages", url_family="operations")
    envelope_keys = ("identity",)
    enumerations: ClassVar[Enumerations] = {
        "identity.type": IDENTITY_TYPES,
        "properties.source.type": SOURCES,
        "properties.distribute[].type": ("ManagedImage", "SharedImage", "VHD"),
        "properties.customize[].type": ("Shell", "PowerShell", "WindowsRestart", "WindowsUpdate", "File"),
    }
    pretty = False

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """A source of a known kind, at least one place to write to, an identity."""
        check_location(call, existing, self.name)
        source = as_object(call.properties.get("source"))
        if source.get("type") not in SOURCES:
            raise errors.invalid_source(source.get("type"))
        if not as_list(call.properties.get("distribute")):
            raise errors.missing("properties.distribute")
        if not as_object(call.body.get("identity")).get(IDENTITIES):
            raise errors.missing("identity")
        if existing is not None and call.method == "PUT":
            raise errors.update_not_supported()

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """With the defaults seen; the id has `resourcegroups` in lower case."""
        lower = resource_id.replace("/resourceGroups/", "/resourcegroups/")
        template = super().build(call, existing, lower)
        template.tags = template.tags or {}
        template.properties = {
            **call.properties,
            "customize": as_list(call.properties.get("customize")),
            "distribute": [{"artifactTags": {}, **as_object(each)} for each in as_list(call.properties["distribute"])],
            "buildTimeoutInMinutes": call.properties.get("buildTimeoutInMinutes", 0),
            "vmProfile": {"vmSize": "", "osDiskSizeGB": 0, **as_object(call.properties.get("vmProfile"))},
        }
        return template

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """The same for every template."""
        return SECONDS

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """Scripts have been fetched, identities looked up."""
        customizers = [as_object(each) for each in resource.properties["customize"]]
        resource.properties["customize"] = [_with_checksum(each) for each in customizers]
        identity = as_object(resource.envelope.get("identity"))
        known = {key: _principal(world, key) for key in as_object(identity.get(IDENTITIES))}
        resource.envelope["identity"] = {**identity, IDENTITIES: known}

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """The same for every template."""
        return SECONDS


def _with_checksum(customizer: Json) -> Json:
    """The checksum of a script that is named by its URI; of the URI here, since nothing is fetched."""
    uri = customizer.get("scriptUri")
    if not uri or customizer.get("sha256Checksum"):
        return customizer
    return {**customizer, "sha256Checksum": hashlib.sha256(str(uri).encode()).hexdigest()}


def _principal(world: World, identity_id: str) -> Json:
    identity = world.store.get(identity_id)
    if identity is None:
        return {}
    return {key: identity.properties[key] for key in ("principalId", "clientId")}


TYPES: tuple[ResourceType, ...] = (ImageTemplate(),)
