"""How Azure is reached and as whom: the settings of the azure-native provider, read as the provider reads them.

The program and its provider must see the same Azure as the same identity, so the keys, the environment variables and
their order are the provider's (docs/reference/provider-protocol.md#configuration): a value of the stack's
`azure-native:` config counts if the key is present, otherwise the environment variable; a flag is on when it is
literally `true`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.errors import SettingsInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = "managed-image-to-gallery"

READOPTS = "GALLERY_MIGRATE_READOPTS"
"""Set for the program by `gallery-migrate resume` and `readopt`: they look for what would be created and exists."""
"""The project, in front of its keys in a stack's config; Azure sees requests of the program under this name."""

CONFIG_NAMESPACE = "azure-native"

ENVIRONMENT_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "subscriptionId": ("ARM_SUBSCRIPTION_ID",),
    "tenantId": ("ARM_TENANT_ID",),
    "auxiliaryTenantIds": ("ARM_AUXILIARY_TENANT_IDS",),
    "clientId": ("ARM_CLIENT_ID",),
    "clientSecret": ("ARM_CLIENT_SECRET",),
    "clientCertificatePath": ("ARM_CLIENT_CERTIFICATE_PATH",),
    "clientCertificatePassword": ("ARM_CLIENT_CERTIFICATE_PASSWORD",),
    "useOidc": ("ARM_USE_OIDC",),
    "oidcToken": ("ARM_OIDC_TOKEN",),
    "oidcTokenFilePath": ("ARM_OIDC_TOKEN_FILE_PATH",),
    "oidcRequestToken": ("ACTIONS_ID_TOKEN_REQUEST_TOKEN",),
    "oidcRequestUrl": ("ACTIONS_ID_TOKEN_REQUEST_URL",),
    "oidcAudience": ("ARM_OIDC_AUDIENCE",),
    "useMsi": ("ARM_USE_MSI",),
    "useDefaultAzureCredential": ("ARM_USE_DEFAULT_AZURE_CREDENTIAL",),
    "environment": ("ARM_ENVIRONMENT", "AZURE_ENVIRONMENT"),
    "metadataHost": ("ARM_METADATA_HOSTNAME",),
}
"""Every setting that is read: its key in the stack's config and its environment variables, in order."""


@dataclass(frozen=True)
class AzureSettings:
    """The settings, each None or False where it is set nowhere. Secrets are left out of the text form."""

    subscription_id: str | None = None
    tenant_id: str | None = None
    auxiliary_tenant_ids: tuple[str, ...] = ()
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    client_certificate_path: str | None = None
    client_certificate_password: str | None = field(default=None, repr=False)
    use_oidc: bool = False
    oidc_token: str | None = field(default=None, repr=False)
    oidc_token_file_path: str | None = None
    oidc_request_token: str | None = field(default=None, repr=False)
    oidc_request_url: str | None = None
    oidc_audience: str = "api://AzureADTokenExchange"
    use_msi: bool = False
    use_default_azure_credential: bool = False
    environment: str = "public"
    metadata_host: str | None = None

    @classmethod
    def read(cls, config: Mapping[str, str], environment: Mapping[str, str]) -> AzureSettings:
        """The settings from a stack's config (keys `azure-native:tenantId` or `tenantId`) and an environment.

        Raises SettingsInvalid for a value that cannot be read.
        """
        found = _Found({key.removeprefix(f"{CONFIG_NAMESPACE}:"): value for key, value in config.items()}, environment)
        return cls(
            subscription_id=found.text("subscriptionId"),
            tenant_id=found.text("tenantId"),
            auxiliary_tenant_ids=found.texts("auxiliaryTenantIds"),
            client_id=found.text("clientId"),
            client_secret=found.text("clientSecret"),
            client_certificate_path=found.text("clientCertificatePath"),
            client_certificate_password=found.text("clientCertificatePassword"),
            use_oidc=found.flag("useOidc"),
            oidc_token=found.text("oidcToken"),
            oidc_token_file_path=found.text("oidcTokenFilePath"),
            oidc_request_token=found.text("oidcRequestToken"),
            oidc_request_url=found.text("oidcRequestUrl"),
            oidc_audience=found.text("oidcAudience") or cls.oidc_audience,
            use_msi=found.flag("useMsi"),
            use_default_azure_credential=found.flag("useDefaultAzureCredential"),
            environment=found.text("environment") or cls.environment,
            metadata_host=found.text("metadataHost"),
        )


@dataclass(frozen=True)
class _Found:
    """Config first, then environment."""

    config: Mapping[str, str]
    environment: Mapping[str, str]

    def text(self, key: str) -> str | None:
        if key in self.config:
            return self.config[key] or None
        values = (self.environment.get(name) for name in ENVIRONMENT_VARIABLES[key])
        return next((value for value in values if value), None)

    def flag(self, key: str) -> bool:
        return self.text(key) == "true"

    def texts(self, key: str) -> tuple[str, ...]:
        text = self.text(key)
        if text is None:
            return ()
        try:
            values = cast("object", json.loads(text))
        except ValueError:
            values = None
        if not isinstance(values, list):
            message = (
                f"azure-native:{key} is {text!r}; it must be a JSON list of texts, for instance '[\"<tenant id>\"]'."
            )
            raise SettingsInvalid(key, message)
        return tuple(str(value) for value in cast("list[object]", values))
