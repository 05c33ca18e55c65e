"""`…/hostPools/sessionHostConfigurations/default`: what the service makes session hosts of.

Source: lab/tests/recorded/facts/spec_2026-04-01-preview_avd_session_host_configuration.jsonl. Only pools whose
management type is Automated have one (inferred).
"""

from __future__ import annotations

from typing import ClassVar

from local_azure.arm.bodies import Enumerations
from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType
from local_azure.desktop_virtualization import errors
from local_azure.desktop_virtualization.host_pools import PREVIEWS

NAME = "default"
REQUIRED = ("vmNamePrefix", "vmSizeId", "imageInfo", "diskInfo", "domainInfo", "networkInfo", "vmAdminCredentials")


class SessionHostConfiguration(ResourceType):
    """The one configuration of a pool."""

    name = "Microsoft.DesktopVirtualization/hostPools/sessionHostConfigurations"
    api_versions = PREVIEWS
    tracked = False
    graph_table = None
    list_scopes = ("parent",)
    enumerations: ClassVar[Enumerations] = {"properties.imageInfo.type": ("Marketplace", "Custom")}
    pretty = False

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Called `default`, of a pool that is Automated, with what hosts are made of."""
        if call.id.name.lower() != NAME:
            raise errors.other_name(call.id.name)
        pool = call.world.store.get(call.id.parent)
        if pool is not None and pool.properties.get("managementType") != "Automated":
            raise errors.no_configuration(pool.name)
        for member in REQUIRED:
            if not call.properties.get(member):
                raise errors.required(f"properties.{member}")
        if as_object(call.properties["imageInfo"]).get("type") not in ("Marketplace", "Custom"):
            raise errors.required("properties.imageInfo.type")

    def render(self, call: Call, resource: Resource) -> Json:
        """With times, and with the version, which is the time of the last change."""
        shown = super().render(call, resource)
        changed = utc_timestamp(resource.changed_at)
        return shown | {"systemData": resource.system_data, "properties": {"version": changed, **shown["properties"]}}
