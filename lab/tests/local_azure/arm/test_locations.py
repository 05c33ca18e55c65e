from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.locations import check_location
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from tests.local_azure.arm.conftest import GROUP, WIDGET, call

TYPE = "Contoso.Test/widgets"


def checked(world: World, location: object, existing: Resource | None = None) -> None:
    request = call(world, "PUT")
    request.body["location"] = location
    check_location(request, existing, TYPE)


def test_any_spelling_of_a_known_region_will_do(world: World):
    checked(world, "East US 2")
    checked(world, "EastUS2", Resource(WIDGET, TYPE, "eastus2", {}))


@pytest.mark.parametrize(
    ("location", "code"),
    [(None, "LocationRequired"), ("", "LocationRequired"), ("atlantis", "LocationNotAvailableForResourceType")],
)
def test_a_location_is_needed_and_known(world: World, location: object, code: str):
    with pytest.raises(ArmError) as error:
        checked(world, location)
    assert (error.value.status, error.value.code) == (400, code)


def test_a_resource_stays_where_it_is(world: World):
    with pytest.raises(ArmError, match="The resource 'one' already exists in location 'eastus2'") as error:
        checked(world, "West US", Resource(WIDGET, TYPE, "eastus2", {}))
    assert error.value.status == 409
    assert GROUP.rsplit("/", 1)[-1] in error.value.message
