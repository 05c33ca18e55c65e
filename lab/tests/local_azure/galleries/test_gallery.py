from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.authorization.assignments import grant
from local_azure.galleries.nesting import REMEMBERED_SECONDS
from tests.local_azure.families import GROUP, body_of
from tests.local_azure.galleries.conftest import DEFINITION, GALLERY, LOCATION, GalleryAzure, refusal


def test_the_unique_name_is_the_subscription_and_the_name_in_upper_case(azure: GalleryAzure):
    assert azure.properties(GALLERY)["identifier"] == {"uniqueName": "s-GALLERY"}


def test_a_list_shows_the_group_in_upper_case_and_a_get_does_not(azure: GalleryAzure):
    (listed,) = azure.list("Microsoft.Compute/galleries", GROUP)
    assert listed["id"] == GALLERY.replace("/Group/", "/GROUP/")
    assert azure.get(GALLERY)["id"] == GALLERY


@pytest.mark.parametrize(("api_version", "state"), [("2021-07-01", "Succeeded"), ("2026-03-03", "Updating")])
def test_an_update_is_shown_as_the_api_version_shows_it(azure: GalleryAzure, api_version: str, state: str):
    azure.api_version = api_version
    answer = azure.put(GALLERY, {"location": LOCATION, "properties": {"description": "new"}})
    assert body_of(answer)["properties"]["provisioningState"] == state
    assert answer.operation is not None


def test_the_first_api_version_with_sharing_tells_it_in_the_answers_to_writes(azure: GalleryAzure):
    azure.api_version = "2020-09-30"
    patched = azure.patch(GALLERY, {"properties": {"description": "new"}})
    azure.done()
    shared = azure.put(GALLERY, {"location": LOCATION, "properties": {"sharingProfile": {"permissions": "Groups"}}})
    azure.done()
    assert body_of(patched)["properties"]["sharingProfile"] == {"permissions": "Private"}
    assert body_of(shared)["properties"]["sharingProfile"] == {"permissions": "Groups"}


def test_the_first_api_version_with_sharing_shows_it_on_request(azure: GalleryAzure):
    azure.api_version = "2020-09-30"
    azure.put(GALLERY, {"location": LOCATION, "properties": {"sharingProfile": {"permissions": "Groups"}}})
    azure.done()
    assert "sharingProfile" not in azure.properties(GALLERY)
    assert azure.get(GALLERY, select="Permissions")["properties"]["sharingProfile"] == {"permissions": "Groups"}
    azure.api_version = "2021-07-01"
    assert azure.properties(GALLERY)["sharingProfile"] == {"permissions": "Groups"}


def test_a_patch_changes_tags_and_description(azure: GalleryAzure):
    azure.patch(GALLERY, {"tags": {"a": "b"}, "properties": {"description": "new"}})
    azure.done()
    assert azure.get(GALLERY)["tags"] == {"a": "b"}
    assert azure.properties(GALLERY)["description"] == "new"


def test_a_gallery_goes_after_its_definitions_and_a_while_later(azure: GalleryAzure):
    with pytest.raises(ArmError, match="'Microsoft.Compute/galleries/gallery/images/definition'") as present:
        azure.delete(GALLERY)
    assert refusal(present) == (409, "CannotDeleteResource")
    azure.delete(DEFINITION)
    azure.done()
    assert azure.world.store.get(DEFINITION) is None
    with pytest.raises(ArmError, match="nested resources exist"):
        azure.delete(GALLERY)
    azure.later(REMEMBERED_SECONDS)
    assert azure.delete(GALLERY).status == 202


def test_a_name_is_unique_in_the_subscription(azure: GalleryAzure):
    other = f"{GROUP}2"
    azure.world.store.put(Resource(other, "Microsoft.Resources/resourceGroups", LOCATION, {}))
    with pytest.raises(ArmError, match="'GALLERY' is already used in resource group 'Group'"):
        azure.put(f"{other}/providers/Microsoft.Compute/galleries/GALLERY", {"location": LOCATION})


def test_a_role_on_a_gallery_is_nothing_nested(azure: GalleryAzure):
    grant(azure.world, "someone", "Reader", f"{GALLERY}2")
    azure.put(f"{GALLERY}2", {"location": LOCATION})
    azure.done()
    assert azure.delete(f"{GALLERY}2").status == 202


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "LocationRequired"),
        ({"location": "atlantis"}, "LocationNotAvailableForResourceType"),
        ({"location": "eastus"}, "InvalidResourceLocation"),
        ({"location": LOCATION, "properties": {"colour": "red"}}, "BadRequest"),
        ({"location": LOCATION, "properties": {"sharingProfile": {"permissions": "All"}}}, "InvalidParameter"),
        (
            {"location": LOCATION, "properties": {"softDeletePolicy": {"retentionPeriodInDays": 3}}},
            "InvalidParameter",
        ),
    ],
)
def test_bodies_that_are_refused(azure: GalleryAzure, body: dict[str, object], code: str):
    with pytest.raises(ArmError) as error:
        azure.put(GALLERY, body)
    assert error.value.code == code


def test_an_unknown_member_is_named_with_its_place(azure: GalleryAzure):
    with pytest.raises(ArmError) as error:
        azure.put(GALLERY, {"location": LOCATION, "properties": {"colour": "red"}})
    assert error.value.message == (
        "Could not find member 'colour' on object of type 'GalleryProperties'. Path 'properties.colour', line 1, "
        "position 45"
    )


COMMUNITY: Json = {
    "publisherUri": "https://example.org",
    "publisherContact": "us@example.org",
    "eula": "https://example.org/eula",
    "publicNamePrefix": "myImages",
}


def shared(**changes: str | None) -> Json:
    profile: Json = {"permissions": "Community", "communityGalleryInfo": {**COMMUNITY, **changes}}
    return {"location": LOCATION, "properties": {"sharingProfile": profile}}


def test_a_community_gallery_tells_who_publishes_it(azure: GalleryAzure):
    azure.put(GALLERY, shared())
    azure.done()
    assert azure.properties(GALLERY)["sharingProfile"]["communityGalleryInfo"] == COMMUNITY


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"eula": None}, "communityGalleryInfo.eula' is missing"),
        ({"publisherUri": ""}, "communityGalleryInfo.publisherUri' is missing"),
        ({"publicNamePrefix": "a-b"}, "The value 'a-b' of parameter"),
    ],
)
def test_a_community_gallery_without_what_it_must_tell_is_refused(
    azure: GalleryAzure, changes: dict[str, str | None], message: str
):
    with pytest.raises(ArmError, match=message):
        azure.put(GALLERY, shared(**changes))
