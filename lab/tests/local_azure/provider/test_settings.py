"""Settings: where each comes from, and which are missed."""

from __future__ import annotations

import pytest

from local_azure.provider.settings import MissingSettingError, Settings, read_settings

PREFIX = "azure-native:config:"


@pytest.mark.parametrize(
    ("variable", "environment", "value", "attribute", "expected"),
    [
        ("subscriptionId", "ARM_SUBSCRIPTION_ID", "s", "subscription_id", "s"),
        ("tenantId", "ARM_TENANT_ID", "t", "tenant_id", "t"),
        ("clientId", "ARM_CLIENT_ID", "c", "client_id", "c"),
        ("useOidc", "ARM_USE_OIDC", "true", "use_oidc", True),
        ("useOidc", "ARM_USE_OIDC", "True", "use_oidc", False),
        ("oidcToken", "ARM_OIDC_TOKEN", "o", "oidc_token", "o"),
        ("oidcTokenFilePath", "ARM_OIDC_TOKEN_FILE_PATH", "/f", "oidc_token_file_path", "/f"),
        ("oidcRequestUrl", "ACTIONS_ID_TOKEN_REQUEST_URL", "u", "oidc_request_url", "u"),
        ("oidcRequestToken", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "r", "oidc_request_token", "r"),
        ("oidcAudience", "ARM_OIDC_AUDIENCE", "a", "oidc_audience", "a"),
        ("useMsi", "ARM_USE_MSI", "true", "use_msi", True),
        ("useDefaultAzureCredential", "ARM_USE_DEFAULT_AZURE_CREDENTIAL", "true", "use_default_azure_credential", True),
        ("environment", "ARM_ENVIRONMENT", "china", "environment", "china"),
        ("environment", "AZURE_ENVIRONMENT", "china", "environment", "china"),
        ("metadataHost", "ARM_METADATA_HOSTNAME", "h", "metadata_host", "h"),
        ("partnerId", "ARM_PARTNER_ID", "p", "partner_id", "p"),
        ("skipReadOnUpdate", "ARM_SKIP_READ_ON_UPDATE", "true", "skip_read_on_update", True),
    ],
)
def test_every_setting_comes_from_the_variable_or_the_environment(
    variable: str, environment: str, value: str, attribute: str, expected: object
) -> None:
    assert getattr(read_settings({PREFIX + variable: value}, {}), attribute) == expected
    assert getattr(read_settings({}, {environment: value}), attribute) == expected


def test_present_variable_wins_even_when_it_is_empty() -> None:
    variables = {f"{PREFIX}tenantId": "config", f"{PREFIX}clientSecret": ""}
    settings = read_settings(variables, {"ARM_TENANT_ID": "environment", "ARM_CLIENT_SECRET": "secret"})
    assert (settings.tenant_id, settings.client_secret) == ("config", "")


def test_location_and_other_packages_variables_are_not_taken_from_elsewhere() -> None:
    settings = read_settings({"other:config:tenantId": "x"}, {"ARM_LOCATION": "westus2"})
    assert settings == Settings(subscription_id="")


@pytest.mark.parametrize(
    ("environ", "text"),
    [
        (
            {"ARM_CLIENT_SECRET": "s", "ARM_TENANT_ID": "t", "ARM_CLIENT_ID": "c"},
            "A Subscription ID must be configured when authenticating as a Service Principal using a Client Secret.",
        ),
        (
            {"ARM_CLIENT_SECRET": "s", "ARM_SUBSCRIPTION_ID": "s", "ARM_CLIENT_ID": "c"},
            "A Tenant ID must be configured when authenticating as a Service Principal using a Client Secret.",
        ),
        (
            {"ARM_CLIENT_CERTIFICATE_PATH": "/p", "ARM_SUBSCRIPTION_ID": "s"},
            "A Client ID must be configured when authenticating as a Service Principal using a Client Certificate.",
        ),
    ],
)
def test_missing_part_of_an_identity_is_named(environ: dict[str, str], text: str) -> None:
    with pytest.raises(MissingSettingError) as refused:
        read_settings({}, environ)
    assert str(refused.value) == text


def test_secrets_are_not_shown() -> None:
    assert "hidden" not in repr(
        read_settings({}, {"ARM_OIDC_TOKEN": "hidden", "ARM_CLIENT_CERTIFICATE_PASSWORD": "hidden"})
    )
