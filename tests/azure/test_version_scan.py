from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, cast

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.errors import MalformedAnswer, RequestRefused
from managed_image_to_gallery.azure.reference_scan import ReferenceScan
from managed_image_to_gallery.azure.resource_ids import parse_resource_id
from managed_image_to_gallery.azure.version_scan import SHALLOW, UNFINISHED, need_of
from tests.azure import bodies
from tests.azure.bodies import COMPUTE, DEFINITION, GALLERY, IMAGE, SUBSCRIPTION, VERSION, changed
from tests.azure.told_lists import ToldLists

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.models import ImageReference

GALLERIES, DEFINITIONS, VERSIONS = f"{COMPUTE}/galleries", f"{GALLERY}/images", f"{DEFINITION}/versions"
SOURCE = ("properties", "storageProfile", "source")
MODE = ("properties", "publishingProfile", "replicationMode")
STATE = ("properties", "provisioningState")
STATUS = ("properties", "replicationStatus")


def lists_with(version: JsonObject, *, answered: JsonObject | None = None) -> ToldLists:
    """A gallery with one definition and this version; a list says nothing of replication, the version itself does."""
    lists = ToldLists({GALLERIES: [bodies.gallery_body()], DEFINITIONS: [bodies.definition_body()]})
    listed = cast("JsonObject", json.loads(json.dumps(version)))
    cast("JsonObject", listed["properties"]).pop("replicationStatus", None)
    lists.answers[VERSIONS] = [listed]
    lists.versions[str(VERSION)] = answered or version
    return lists


def scan(lists: ToldLists) -> list[ImageReference]:
    """What needs the image, which the search for one and the index of all must agree on."""
    found = asyncio.run(ReferenceScan(lists, lists.read_version).references_to(IMAGE, [SUBSCRIPTION]))
    index = asyncio.run(ReferenceScan(lists, lists.read_version).index([SUBSCRIPTION]))
    assert index.of(IMAGE) == found
    return found


def test_a_finished_copy_needs_nothing() -> None:
    assert scan(lists_with(bodies.version_body())) == []


@pytest.mark.parametrize(
    ("value", "path", "kind", "detail"),
    [
        ("Shallow", MODE, SHALLOW, "copies nothing"),
        ("Mirror", MODE, UNFINISHED, "replicationMode Mirror"),
        ("Creating", STATE, UNFINISHED, "provisioningState Creating"),
        ("Updating", STATE, UNFINISHED, "provisioningState Updating"),
        ("Failed", STATE, UNFINISHED, "provisioningState Failed"),
        ("Deleting", STATE, UNFINISHED, "provisioningState Deleting"),
        (None, STATUS, UNFINISHED, "no replication status"),
        ("InProgress", (*STATUS, "aggregatedState"), UNFINISHED, "replication InProgress as a whole"),
        ([], (*STATUS, "summary"), UNFINISHED, "not known in eastus2, not known in westus2"),
    ],
)
def test_what_a_version_lacks_is_said(value: Json, path: tuple[str, ...], kind: str, detail: str) -> None:
    (found,) = scan(lists_with(changed(bodies.version_body(), value, *path)))

    assert (found.kind, found.consumer_id) == (kind, str(VERSION))
    assert detail in found.detail
    assert found.location == ""


@pytest.mark.parametrize("state", ["Unknown", "Replicating", "Failed"])
def test_one_region_that_is_not_complete_is_enough(state: str) -> None:
    body = bodies.version_body()
    status = cast("dict[str, list[JsonObject]]", cast("JsonObject", body["properties"])["replicationStatus"])
    status["summary"][1]["state"] = state

    (found,) = scan(lists_with(body))

    assert found.detail == f"replication {state} in westus2"


def test_a_region_that_only_the_status_names_counts_too() -> None:
    body = bodies.version_body()
    status = cast("dict[str, list[JsonObject]]", cast("JsonObject", body["properties"])["replicationStatus"])
    status["summary"].append({"region": "North Europe", "state": "Replicating", "progress": 1})

    assert need_of(wire.image_version(body)) == (UNFINISHED, "replication Replicating in northeurope")


@pytest.mark.parametrize(
    "source",
    [
        {"id": f"{IMAGE}2"},
        {"id": str(VERSION).replace("1.0.0", "0.9.0")},
        {"virtualMachineId": "/vm"},
        {"communityGalleryImageId": "/CommunityGalleries/x/Images/y/Versions/1.0.0"},
        {},
        None,
    ],
)
def test_only_versions_from_the_image_are_looked_at(source: Json) -> None:
    lists = lists_with(changed(changed(bodies.version_body(), "Shallow", *MODE), source, *SOURCE))

    assert asyncio.run(ReferenceScan(lists, lists.read_version).references_to(IMAGE, [SUBSCRIPTION])) == []
    assert str(VERSION) not in lists.asked


def test_a_version_that_the_asker_judges_is_not_read_and_another_is() -> None:
    another = str(VERSION).replace("1.0.0", "0.9.0")
    listed = [changed(bodies.version_body(), one, "id") for one in (str(VERSION), another)]
    lists = lists_with(changed(bodies.version_body(), "Failed", *STATE))
    lists.answers[VERSIONS], lists.versions[another] = list(listed), listed[1]
    search = ReferenceScan(lists, lists.read_version)
    upper = parse_resource_id(str(VERSION).upper())

    assert asyncio.run(search.references_to(IMAGE, [SUBSCRIPTION], but=upper)) == []
    assert (str(VERSION) in lists.asked, another in lists.asked) == (False, True)


@pytest.mark.parametrize("spelled", [str(IMAGE), str(IMAGE).upper(), f"{IMAGE}/"])
def test_the_source_is_compared_without_case(spelled: str) -> None:
    body = changed(changed(bodies.version_body(), "Shallow", *MODE), spelled, *SOURCE, "id")

    assert len(scan(lists_with(body))) == 1


@pytest.mark.parametrize(("value", "path"), [(f"{IMAGE}?x", (*SOURCE, "id")), (None, ("properties", "storageProfile"))])
def test_a_version_from_nobody_knows_what_may_be_from_the_image_until_it_is_finished(
    value: Json, path: tuple[str, ...]
) -> None:
    unfinished = changed(changed(bodies.version_body(), value, *path), "Failed", *STATE)
    finished = changed(bodies.version_body(), value, *path)

    assert len(scan(lists_with(unfinished))) == 1
    assert scan(lists_with(finished)) == []


def test_an_empty_version_is_no_answer() -> None:
    lists = lists_with(bodies.version_body())
    lists.answers[VERSIONS] = [{}]

    with pytest.raises(MalformedAnswer):
        scan(lists)


@pytest.mark.parametrize("gone", [DEFINITIONS, VERSIONS])
def test_what_vanishes_between_two_lists_has_no_versions(gone: str) -> None:
    lists = lists_with(changed(bodies.version_body(), "Shallow", *MODE))
    lists.answers[gone] = None

    assert scan(lists) == []


@pytest.mark.parametrize("missing", [DEFINITIONS, VERSIONS])
def test_a_list_that_is_missing_below_what_is_there_is_no_answer(missing: str) -> None:
    """A service that does not know the list, or lags behind: nobody knows what is in it."""
    lists = lists_with(changed(bodies.version_body(), "Shallow", *MODE))
    lists.answers[missing] = None
    lists.standing = {missing.rpartition("/")[0]}

    with pytest.raises(RequestRefused, match="does not exist, although") as refused:
        scan(lists)
    assert "nothing is deleted" in refused.value.remedy


def test_a_version_that_is_listed_and_not_found_may_be_unfinished() -> None:
    """It may be a service that lags behind: the list does not say how far its replication is."""
    lists = lists_with(bodies.version_body())
    lists.versions[str(VERSION)] = None

    (found,) = scan(lists)
    assert (found.kind, found.consumer_id) == (UNFINISHED, str(VERSION))
    assert "is listed, and Azure does not find it" in found.detail
