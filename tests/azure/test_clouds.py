from __future__ import annotations

import pytest

from managed_image_to_gallery.azure.clouds import CloudEndpoints, named_cloud


@pytest.mark.parametrize(
    ("environment", "resource_manager", "authority"),
    [
        ("public", "https://management.azure.com", "https://login.microsoftonline.com"),
        ("China", "https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
        ("AzureUSGovernment", "https://management.usgovcloudapi.net", "https://login.microsoftonline.us"),
        ("nowhere", "https://management.azure.com", "https://login.microsoftonline.com"),
    ],
)
def test_microsofts_clouds_by_the_providers_names(environment: str, resource_manager: str, authority: str) -> None:
    cloud = named_cloud(environment)

    assert (cloud.resource_manager, cloud.authority) == (resource_manager, authority)
    assert cloud.scope.endswith("/.default")


def test_each_cloud_has_its_own_scope() -> None:
    clouds: list[CloudEndpoints] = [named_cloud(name) for name in ("public", "china", "usgovernment")]

    assert len({cloud.scope for cloud in clouds}) == 3
