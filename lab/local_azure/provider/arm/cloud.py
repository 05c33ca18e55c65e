"""Which Azure the requests go to: a known cloud by name, or a custom one described by its metadata endpoint.

Source: docs/reference/provider-protocol.md#configuration and docs/reference/resource-manager.md#metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import aiohttp

from ..errors import ProviderError

METADATA_API_VERSION = "2022-09-01"


@dataclass(frozen=True)
class Cloud:
    """Base address of ARM (no trailing slash), authority of the tokens, and the audience they are asked for."""

    resource_manager: str
    authority: str
    audience: str

    @property
    def scope(self) -> str:
        """The token scope for ARM; an audience that ends with a slash keeps it, as every client sends it."""
        return f"{self.audience}/.default"


_PUBLIC = Cloud(
    "https://management.azure.com", "https://login.microsoftonline.com", "https://management.core.windows.net/"
)
_CHINA = Cloud(
    "https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn", "https://management.core.chinacloudapi.cn"
)
_GOVERNMENT = Cloud(
    "https://management.usgovcloudapi.net",
    "https://login.microsoftonline.us",
    "https://management.core.usgovcloudapi.net",
)
_CLOUDS: Mapping[str, Cloud] = {
    "china": _CHINA,
    "azurechinacloud": _CHINA,
    "usgov": _GOVERNMENT,
    "usgovernment": _GOVERNMENT,
    "azureusgovernment": _GOVERNMENT,
    "azureusgovernmentcloud": _GOVERNMENT,
}


class MetadataError(ProviderError):
    """The metadata endpoint of a custom cloud did not describe it."""

    def __init__(self, url: str, detail: str) -> None:
        super().__init__(f"failed to get Azure environment metadata from {url}: {detail}")
        self.url = url
        self.detail = detail


def named_cloud(environment: str) -> Cloud:
    """The cloud of an `environment` setting; unknown names mean the public cloud, as in the real provider."""
    return _CLOUDS.get(environment.lower(), _PUBLIC)


async def custom_cloud(http: aiohttp.ClientSession, metadata_host: str) -> Cloud:
    """The cloud a metadata host describes. Raises `MetadataError` for anything but a complete description."""
    base = metadata_host if "://" in metadata_host else f"https://{metadata_host}"
    url = f"{base.rstrip('/')}/metadata/endpoints?api-version={METADATA_API_VERSION}"
    try:
        async with http.get(url) as response:
            if response.status != 200:
                raise MetadataError(url, f"HTTP status {response.status}")
            return _cloud(cast("Mapping[str, object]", await response.json(content_type=None)))
    except (aiohttp.ClientError, OSError, ValueError, LookupError, TypeError) as error:
        raise MetadataError(url, f"{type(error).__name__}: {error}") from error


def _cloud(metadata: Mapping[str, object]) -> Cloud:
    authentication = cast("Mapping[str, object]", metadata["authentication"])
    audiences = cast("list[str]", authentication["audiences"])
    return Cloud(
        resource_manager=str(metadata["resourceManager"]).rstrip("/"),
        authority=str(authentication["loginEndpoint"]).rstrip("/"),
        audience=audiences[0],
    )
