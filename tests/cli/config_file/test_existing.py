"""Entries of images that are in a gallery already, and what is said of versions that prove nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.models import ImageReference
from managed_image_to_gallery.cli.config_file.existing import Found
from managed_image_to_gallery.cli.config_file.surveying import Survey, Wishes, proposals_of
from managed_image_to_gallery.config.parse import parse_stack_config
from managed_image_to_gallery.gate.standing import Copy, Standing, copy_of
from tests.azure import bodies
from tests.azure.bodies import changed, image_body
from tests.cli.digests import OTHER_SUBSCRIPTION, SUBSCRIPTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.json_types import Json
    from managed_image_to_gallery.azure.models import ManagedImage

MADE, LATER = "2019-01-01T00:00:00Z", "2022-01-01T00:00:00Z"


def image(name: str, group: str = "images") -> ManagedImage:
    body = image_body()
    body["id"] = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/Microsoft.Compute/images/{name}"
    body["name"] = name
    return wire.managed_image(body)


def copy(
    of: ManagedImage,
    number: str = "1.0.0",
    *changes: tuple[Json, tuple[str, ...]],
    created: str = MADE,
    subscription: str = SUBSCRIPTION,
) -> Copy:
    body = changed(bodies.version_body(), str(of.id), "properties", "storageProfile", "source", "id")
    gallery = f"/subscriptions/{subscription}/resourceGroups/Team/providers/Microsoft.Compute/galleries/shared"
    body["id"] = f"{gallery}/images/web/versions/{number}"
    for value, path in changes:
        body = changed(body, value, "properties", *path)
    definition = wire.image_definition(bodies.definition_body())
    return copy_of(of, wire.image_version(body), definition, created, datetime(2026, 3, 4, tzinfo=UTC))


def proposed(*found: Found, again: bool = False, entries: Sequence[dict[str, object]] = ()) -> list[dict[str, object]]:
    users = {one.image.id.key: [ImageReference("/vm", "virtual machine", "northeurope")] for one in found}
    wishes = Wishes("contoso", "patch", date(2026, 3, 4), again)
    return [dict(one.entry) for one in proposals_of(Survey(found, users), entries, SUBSCRIPTION, wishes)]


FAILED = ("Failed", ("provisioningState",))
SHALLOW = ("Shallow", ("publishingProfile", "replicationMode"))
COPYING = ("InProgress", ("replicationStatus", "aggregatedState"))
BUILDING = ("Creating", ("provisioningState",))


def test_all_complete_versions_are_named_in_azures_spelling_and_nothing_else_is_written() -> None:
    web = image("web")
    copies = [copy(web), copy(web, "1.0.1", SHALLOW), copy(web, "2.0.0", subscription=OTHER_SUBSCRIPTION)]

    (entry,) = proposed(Found(web, copies))

    group = "resourceGroups/Team/providers/Microsoft.Compute/galleries/shared/images/web/versions"
    assert entry == {
        "stage": "published",
        "source": {"resourceGroup": "images", "name": "web"},
        "existingVersions": [
            f"/subscriptions/{SUBSCRIPTION}/{group}/1.0.0",
            f"/subscriptions/{OTHER_SUBSCRIPTION}/{group}/2.0.0",
        ],
    }


@pytest.mark.parametrize("change", [FAILED, SHALLOW, ("Failed", ("replicationStatus", "aggregatedState"))])
def test_what_proves_nothing_is_published_anew(change: tuple[Json, tuple[str, ...]]) -> None:
    web = image("web")
    (entry,) = proposed(Found(web, [copy(web, "1.0.0", change)]))
    assert "existingVersions" not in entry
    assert entry["version"] == "1.0.0"


def test_a_version_of_the_image_that_had_the_name_before_is_no_proof() -> None:
    web = image("web")
    found = Found(web, [copy(web, created=LATER)])
    assert "existingVersions" not in proposed(found)[0]
    assert "proves nothing: older than the image" in found.notes()[0]


@pytest.mark.parametrize("change", [COPYING, BUILDING])
def test_what_is_being_copied_is_waited_for(change: tuple[Json, tuple[str, ...]]) -> None:
    web = image("web")
    found = Found(web, [copy(web, "1.0.0", change)])
    assert found.is_awaited
    assert "Wait until it is complete and repeat `init`" in found.notes()[0]
    assert proposed(found) == []
    assert proposed(found, again=True)[0]["version"] == "1.0.0"


def test_again_copies_what_is_complete() -> None:
    web = image("web")
    (entry,) = proposed(Found(web, [copy(web)]), again=True)
    assert "existingVersions" not in entry


def test_a_failed_version_is_deleted_by_a_command_while_its_image_is_there() -> None:
    web = image("web")
    (note,) = Found(web, [copy(web, "1.0.0", FAILED)]).notes()
    command = f"az sig image-version delete -g Team -r shared -i web -e 1.0.0 --subscription {SUBSCRIPTION}"
    assert note.endswith(f"so it can be deleted: {command}")
    (older,) = Found(web, [copy(web, "1.0.0", FAILED, created=LATER)]).notes()
    assert "delete" not in older


def test_migrations_keep_names_of_their_own() -> None:
    found = [Found(one, [copy(one)]) for one in (image("web"), image("Web", "other(b)"), image("web", "third"))]
    known: list[dict[str, object]] = [{"name": "third-web", "stage": "published", "source": {}}]
    entries = proposed(*found, entries=known)
    assert [one.get("name") for one in entries] == [None, "other-b-Web", "third-web-2"]


def test_a_name_that_a_new_version_has_is_not_given_twice() -> None:
    new, there = image("web"), image("web-1.0.0")
    entries = proposed(Found(there, [copy(there)]), Found(new, []))
    assert [one.get("name") for one in entries] == ["images-web-1.0.0", None]


def test_what_is_in_the_stacks_own_gallery_can_be_taken_over_as_it_is() -> None:
    web, db = image("web"), image("db")
    ours = copy(web, "1.0.0", ("Premium_LRS", ("publishingProfile", "storageAccountType")))
    theirs = copy(db, subscription=OTHER_SUBSCRIPTION)
    wishes = Wishes("contoso", "patch", date(2026, 3, 4), take_over=ours.version.id.parent.parent)
    survey = Survey([Found(web, [ours]), Found(db, [theirs])], {web.id.key: [], db.id.key: []})

    taken, read = (dict(one.entry) for one in proposals_of(survey, [], SUBSCRIPTION, wishes))

    assert "existingVersions" in read
    assert taken == {
        "stage": "published",
        "source": {"resourceGroup": "images", "name": "web"},
        "definition": {"name": "web", "existing": True},
        "version": "1.0.0",
        "importVersion": True,
        "storageAccountType": "Premium_LRS",
        "targetRegions": [
            {"name": "eastus2", "replicaCount": 1, "storageAccountType": "Standard_LRS"},
            {"name": "westus2", "replicaCount": 2, "storageAccountType": "Standard_LRS"},
        ],
    }
    config = {"gallery": {"resourceGroup": "Team", "name": "shared"}, "migrations": [taken, read]}
    assert [one.is_existing for one in parse_stack_config(config, SUBSCRIPTION).migrations] == [False, True]


NAMES = st.sampled_from(["web", "Web", "web-1.0.0", "web-20240501", "db", "group-web", "x" * 80])
COPIES = st.tuples(
    st.sampled_from([(), (FAILED,), (SHALLOW,), (COPYING,), (BUILDING,)]),
    st.sampled_from([MADE, LATER]),
    st.sampled_from([SUBSCRIPTION, OTHER_SUBSCRIPTION]),
)
ESTATES = st.lists(
    st.tuples(NAMES, st.sampled_from(["images", "other(b)", "group"]), st.lists(COPIES, max_size=3)),
    max_size=10,
    unique_by=lambda one: (one[0].lower(), one[1]),
)


@given(ESTATES, st.booleans())
def test_for_every_half_migrated_estate_the_rules_have_nothing_against_what_is_proposed(
    estate: list[tuple[str, str, list[tuple[tuple[tuple[Json, tuple[str, ...]], ...], str, str]]]], again: bool
) -> None:
    numbers = iter(range(1_000))
    found: list[Found] = []
    for name, group, drawn in estate:
        one = image(name, group)
        copies = [
            copy(one, f"1.0.{next(numbers)}", *changes, created=created, subscription=subscription)
            for changes, created, subscription in drawn
        ]
        found.append(Found(one, copies))

    entries = proposed(*found, again=again)

    gallery = {"resourceGroup": "gallery", "name": "g"}
    plan = parse_stack_config({"gallery": gallery, "migrations": [dict(one) for one in entries]}, SUBSCRIPTION)
    proven = {str(one.version.id): one.standing for each in found for one in each.copies}
    named = [version for one in entries for version in cast("list[str]", one.get("existingVersions", []))]
    assert {proven[version] for version in named} <= {Standing.COMPLETE}
    assert {one.source_id.key for one in plan.migrations if one.is_existing} == {
        one.image.id.key for one in found if one.proofs and not again
    }
    assert len(entries) == sum(again or not one.is_awaited for one in found)
