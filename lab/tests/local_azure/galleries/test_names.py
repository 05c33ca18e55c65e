from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.galleries.names import (
    check_definition_name,
    check_gallery_name,
    check_identifier_part,
    check_version_name,
    version_number,
)


@pytest.mark.parametrize("name", ["g", "gallery_1.2", "9" * 80])
def test_gallery_names(name: str):
    check_gallery_name(name)


@pytest.mark.parametrize("name", ["", "my-gallery", "_g", "g.", "g_", "9" * 81, "gäller", "g\n"])
def test_no_gallery_names(name: str):
    with pytest.raises(ArmError, match="The entity name 'galleryName' is invalid"):
        check_gallery_name(name)


@pytest.mark.parametrize("name", ["d", "my-Definition_1.2"])
def test_definition_names(name: str):
    check_definition_name(name)


@pytest.mark.parametrize("name", ["d-", "-d", "a b", "d" * 81])
def test_no_definition_names(name: str):
    with pytest.raises(ArmError, match="The entity name 'galleryImageName' is invalid"):
        check_definition_name(name)


@pytest.mark.parametrize("name", ["1.0.0", "0.0.0310", "2147483647.2147483647.2147483647"])
def test_version_names(name: str):
    check_version_name(name)


@pytest.mark.parametrize("name", ["1.0", "1.0.0.0", "v1.0.0", "1.0.-1", "1.0.2147483648", "latest", "1.0.0 ", "1.0.٣"])
def test_no_version_names(name: str):
    with pytest.raises(ArmError, match="The image version name is invalid"):
        check_version_name(name)


def test_versions_are_ordered_as_numbers():
    assert sorted(["1.10.0", "1.9.0", "0.99.7"], key=version_number) == ["0.99.7", "1.9.0", "1.10.0"]


@pytest.mark.parametrize("value", [None, "", "ends.", "a b", "x" * 65])
def test_no_offers(value: object):
    with pytest.raises(ArmError) as error:
        check_identifier_part("offer", value)
    assert error.value.target == "galleryImage.properties.identifier.offer"
