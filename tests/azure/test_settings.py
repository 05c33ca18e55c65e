from __future__ import annotations

import pytest

from managed_image_to_gallery.azure.errors import SettingsInvalid
from managed_image_to_gallery.azure.settings import ENVIRONMENT_VARIABLES, AzureSettings


def test_config_comes_before_the_environment() -> None:
    settings = AzureSettings.read({"azure-native:tenantId": "config"}, {"ARM_TENANT_ID": "environment"})

    assert settings.tenant_id == "config"


def test_a_key_that_is_present_but_empty_hides_the_environment() -> None:
    assert AzureSettings.read({"clientSecret": ""}, {"ARM_CLIENT_SECRET": "s"}).client_secret is None


def test_every_setting_has_an_environment_variable_that_is_read() -> None:
    values = {
        name: '["true"]' if key == "auxiliaryTenantIds" else "true"
        for key, names in ENVIRONMENT_VARIABLES.items()
        for name in names
    }
    read, empty = AzureSettings.read({}, values), AzureSettings.read({}, {})

    unread = [name for name, value in vars(read).items() if value == vars(empty)[name]]
    assert unread == []


def test_the_second_variable_of_the_environment_counts_without_the_first() -> None:
    assert AzureSettings.read({}, {"AZURE_ENVIRONMENT": "china"}).environment == "china"


@pytest.mark.parametrize(("text", "on"), [("true", True), ("True", False), ("1", False), ("", False)])
def test_a_flag_is_on_when_it_is_literally_true(text: str, on: bool) -> None:
    assert AzureSettings.read({}, {"ARM_USE_OIDC": text}).use_oidc is on


def test_tenants_are_a_json_list() -> None:
    assert AzureSettings.read({"auxiliaryTenantIds": '["a", "b"]'}, {}).auxiliary_tenant_ids == ("a", "b")
    with pytest.raises(SettingsInvalid, match="JSON list"):
        AzureSettings.read({"auxiliaryTenantIds": "a,b"}, {})


def test_secrets_do_not_show() -> None:
    settings = AzureSettings.read(
        {"clientSecret": "hidden", "oidcToken": "hidden", "oidcRequestToken": "hidden"},
        {"ARM_CLIENT_CERTIFICATE_PASSWORD": "hidden"},
    )

    assert "hidden" not in repr(settings)
