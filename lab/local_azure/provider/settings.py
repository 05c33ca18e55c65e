"""The provider's settings: from the engine's `azure-native:config:` variables, else from the environment.

Source: docs/reference/provider-protocol.md#configuration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .errors import ProviderError

_PREFIX = "azure-native:config:"
_METHOD_SECRET = "Service Principal using a Client Secret"  # noqa: S105 - the text of a message
_METHOD_CERTIFICATE = "Service Principal using a Client Certificate"


class MissingSettingError(ProviderError):
    """A setting that the chosen way of authenticating needs is not there."""

    def __init__(self, name: str, method: str) -> None:
        super().__init__(f"A {name} must be configured when authenticating as a {method}.")
        self.name = name
        self.method = method


@dataclass(frozen=True)
class Settings:
    """One provider configuration. Equal settings mean the same cloud, the same identity and the same subscription.

    `metadata_host` wins over `environment`; `location` is the default location only. The real provider's `msiEndpoint`,
    `auxiliaryTenantIds` and `disableInstanceDiscovery` mean nothing to the stand-in and are not read.
    """

    subscription_id: str
    tenant_id: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    client_certificate_path: str = ""
    client_certificate_password: str = field(default="", repr=False)
    use_oidc: bool = False
    oidc_token: str = field(default="", repr=False)
    oidc_token_file_path: str = ""
    oidc_request_token: str = field(default="", repr=False)
    oidc_request_url: str = ""
    oidc_audience: str = "api://AzureADTokenExchange"
    use_msi: bool = False
    use_default_azure_credential: bool = False
    environment: str = "public"
    metadata_host: str = ""
    location: str = ""
    partner_id: str = ""
    disable_pulumi_partner_id: bool = False
    skip_read_on_update: bool = False


def read_settings(variables: Mapping[str, str], environ: Mapping[str, str]) -> Settings:
    """The settings of a Configure call.

    `variables` are the engine's, with the package prefix; a variable that is present wins over the environment even
    when it is empty. Raises `MissingSettingError` when the chosen way of authenticating misses a part.
    """
    config = {key.removeprefix(_PREFIX): value for key, value in variables.items() if key.startswith(_PREFIX)}

    def setting(key: str, *names: str) -> str:
        return config[key] if key in config else next((environ[name] for name in names if environ.get(name)), "")

    def switch(key: str, *names: str) -> bool:
        return setting(key, *names) == "true"

    settings = Settings(
        subscription_id=setting("subscriptionId", "ARM_SUBSCRIPTION_ID"),
        tenant_id=setting("tenantId", "ARM_TENANT_ID"),
        client_id=setting("clientId", "ARM_CLIENT_ID"),
        client_secret=setting("clientSecret", "ARM_CLIENT_SECRET"),
        client_certificate_path=setting("clientCertificatePath", "ARM_CLIENT_CERTIFICATE_PATH"),
        client_certificate_password=setting("clientCertificatePassword", "ARM_CLIENT_CERTIFICATE_PASSWORD"),
        use_oidc=switch("useOidc", "ARM_USE_OIDC"),
        oidc_token=setting("oidcToken", "ARM_OIDC_TOKEN"),
        oidc_token_file_path=setting("oidcTokenFilePath", "ARM_OIDC_TOKEN_FILE_PATH"),
        oidc_request_token=setting("oidcRequestToken", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
        oidc_request_url=setting("oidcRequestUrl", "ACTIONS_ID_TOKEN_REQUEST_URL"),
        oidc_audience=setting("oidcAudience", "ARM_OIDC_AUDIENCE") or Settings.oidc_audience,
        use_msi=switch("useMsi", "ARM_USE_MSI"),
        use_default_azure_credential=switch("useDefaultAzureCredential", "ARM_USE_DEFAULT_AZURE_CREDENTIAL"),
        environment=setting("environment", "ARM_ENVIRONMENT", "AZURE_ENVIRONMENT") or Settings.environment,
        metadata_host=setting("metadataHost", "ARM_METADATA_HOSTNAME"),
        location=setting("location"),
        partner_id=setting("partnerId", "ARM_PARTNER_ID"),
        disable_pulumi_partner_id=switch("disablePulumiPartnerId", "ARM_DISABLE_PULUMI_PARTNER_ID"),
        skip_read_on_update=switch("skipReadOnUpdate", "ARM_SKIP_READ_ON_UPDATE"),
    )
    _require_identity(settings)
    return settings


def _require_identity(settings: Settings) -> None:
    if settings.use_default_azure_credential:
        return
    if settings.client_certificate_path:
        _require(settings, _METHOD_CERTIFICATE)
    elif settings.client_secret:
        _require(settings, _METHOD_SECRET)


def _require(settings: Settings, method: str) -> None:
    needed: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("Subscription ID", lambda given: given.subscription_id),
        ("Client ID", lambda given: given.client_id),
        ("Tenant ID", lambda given: given.tenant_id),
    )
    for name, value in needed:
        if not value(settings):
            raise MissingSettingError(name, method)
