"""Which Azure: the endpoints of the public cloud, of China, of the US government, or of a cloud that tells its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.answers import Sender, ask
from managed_image_to_gallery.azure.api_versions import METADATA_API_VERSION
from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import RequestRefused
from managed_image_to_gallery.azure.pacing import Pace, kind_of

if TYPE_CHECKING:
    from azure.core import AzureClouds

    from managed_image_to_gallery.azure.settings import AzureSettings

_CHINA = frozenset({"china", "azurechina", "azurechinacloud"})
_US_GOVERNMENT = frozenset({"usgovernment", "usgov", "azureusgovernment", "azureusgovernmentcloud"})


@dataclass(frozen=True)
class CloudEndpoints:
    """Where a cloud is: Resource Manager's URL, the sign-in authority's URL, the scope that tokens are asked for."""

    resource_manager: str
    authority: str
    scope: str


def named_cloud(environment: str) -> CloudEndpoints:
    """A cloud of Microsoft's by the provider's `environment`; an unknown name is the public cloud, as there."""
    from azure.core import AzureClouds
    from azure.identity import AzureAuthorityHosts

    name = environment.lower()
    if name in _CHINA:
        return _of_microsoft(AzureClouds.AZURE_CHINA_CLOUD, AzureAuthorityHosts.AZURE_CHINA)
    if name in _US_GOVERNMENT:
        return _of_microsoft(AzureClouds.AZURE_US_GOVERNMENT, AzureAuthorityHosts.AZURE_GOVERNMENT)
    return _of_microsoft(AzureClouds.AZURE_PUBLIC_CLOUD, AzureAuthorityHosts.AZURE_PUBLIC_CLOUD)


def _of_microsoft(cloud: AzureClouds, authority: str) -> CloudEndpoints:
    from azure.mgmt.core.tools import get_arm_endpoints

    endpoints = get_arm_endpoints(cloud)
    return CloudEndpoints(
        resource_manager=str(endpoints["resource_manager"]).rstrip("/"),
        authority=f"https://{authority}",
        scope=str(endpoints["credential_scopes"][0]),
    )


async def endpoints_for(
    settings: AzureSettings, sender: Sender, *, deadline: float, pace: Pace | None = None
) -> CloudEndpoints:
    """The cloud that the settings mean; a metadata host is asked and overrides `environment`. Raises ReadFailed."""
    if settings.metadata_host is None:
        return named_cloud(settings.environment)
    host = settings.metadata_host if "://" in settings.metadata_host else f"https://{settings.metadata_host}"
    url = f"{host.rstrip('/')}/metadata/endpoints?api-version={METADATA_API_VERSION}"
    what = f"Azure environment at {host}"
    once = partial(ask, sender, url, what=what, deadline=deadline)
    answer = await (pace or Pace()).patiently(kind_of(url), once)
    if answer is None:
        raise RequestRefused(what, status=404, message="this host has no Azure environment metadata")
    return _described(Body(what, answer))


def _described(body: Body) -> CloudEndpoints:
    audience = body.first_text("authentication", "audiences")
    return CloudEndpoints(
        resource_manager=body.text("resourceManager").rstrip("/"),
        authority=body.text("authentication", "loginEndpoint").rstrip("/"),
        scope=f"{audience.rstrip('/')}/.default",
    )
