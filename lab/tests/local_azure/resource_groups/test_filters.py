from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.resource import Resource
from local_azure.resource_groups.filters import parse_filter

GROUP = "/subscriptions/s/resourceGroups/myGroup"
IMAGE = Resource(
    f"{GROUP}/providers/Microsoft.Compute/images/my'Image",
    "Microsoft.Compute/images",
    "eastus",
    {},
    tags={"Env": "prod"},
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "resourceType eq 'microsoft.compute/IMAGES'",
        "resourceGroup eq 'mygroup'",
        "name eq 'my''image'",
        "location eq 'East US'",
        "name ne 'other'",
        "substringof('IMAG', name)",
        "startswith(name, 'my')",
        "tagName eq 'env'",
        "tagName eq 'env' and tagValue eq 'prod'",
        "name eq 'x' or location eq 'eastus'",
        "(name eq 'x' or location eq 'eastus') and resourceGroup eq 'myGroup'",
        "name eq 'x' and name eq 'y' or location eq 'eastus'",
        "RESOURCEGROUP EQ 'myGroup' AND location eq 'eastus'",
    ],
)
def test_the_image_is_let_through(text: str) -> None:
    assert parse_filter(text)(IMAGE)


@pytest.mark.parametrize(
    "text",
    [
        "resourceType eq 'Microsoft.Compute/disks'",
        "resourceGroup eq 'other'",
        "name ne 'my''Image'",
        "substringof('disk', name)",
        "tagName eq 'owner'",
        "tagName eq 'env' and tagValue eq 'test'",
        "name eq 'x' or location eq 'westus'",
        "location eq 'eastus' and (name eq 'x' or name eq 'y')",
    ],
)
def test_the_image_is_held_back(text: str) -> None:
    assert not parse_filter(text)(IMAGE)


@pytest.mark.parametrize(
    "text",
    [
        "name",
        "name eq",
        "name eq x",
        "name like 'x'",
        "size eq '1'",
        "(name eq 'x'",
        "name eq 'x' 'y'",
        "substringof(name, location)",
        "'x' eq name",
        "name eq 'x' and",
        "name eq 'unfinished",
        "#",
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ArmError) as caught:
        parse_filter(text)

    assert (caught.value.status, caught.value.code) == (400, "InvalidFilterInQueryString")
    assert text in caught.value.message
