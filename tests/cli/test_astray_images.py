"""Which entries of a state are too many, and what is left when they are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.astray_images import astray, without
from managed_image_to_gallery.cli.doctor import adoptions
from managed_image_to_gallery.component.state.resource_types import COMPONENT
from tests.cli.migrations import SUBSCRIPTION, entry, migrations

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.preview_digest import Json

TYPE = "azure-native:compute:Image"
URN = f"urn:pulumi:dev::project::{COMPONENT}${TYPE}::"
OTHER = "00000000-0000-4000-8000-000000000002"
CONFIG = migrations(entry("web"), entry("db"))


def image(name: str, of: str | None = None, subscription: str = SUBSCRIPTION, **more: object) -> Json:
    """A source image in the state; `of`: the image's name, by default the migration's."""
    group = f"/subscriptions/{subscription}/resourceGroups/images/providers/Microsoft.Compute/images"
    return {"urn": f"{URN}{name}-1.0.0-source", "type": TYPE, "id": f"{group}/{of or name}", **more}


def state(*resources: Json) -> Json:
    return {"manifest": {}, "resources": list(resources)}


def told(found: Json) -> list[tuple[int, str]]:
    return [(one.place, one.reason.split(" /")[0]) for one in astray(found, CONFIG)]


def test_a_sound_state_has_nothing_astray() -> None:
    assert astray(state(image("web"), image("db")), CONFIG) == []
    assert astray(state(image("web", "WEB")), CONFIG) == []
    assert astray({}, CONFIG) == []


def test_the_second_entry_of_an_image_is_too_many_wherever_it_stands() -> None:
    assert told(state(image("web-1.0.1", "web"), image("web"))) == [(0, "is in the state more than once")]
    assert told(state(image("web"), image("web-1.0.1", "web"))) == [(1, "is in the state more than once")]
    assert told(state(image("x", "web"), image("y", "web"))) == [(1, "is in the state more than once")]


def test_dependencies_on_what_is_forgotten_go_with_it() -> None:
    twice = image("web-1.0.1", "web")
    needs = [str(twice["urn"]), f"{URN}web-1.0.0-source"]
    version: Json = {"urn": "v", "type": "version", "dependencies": needs, "propertyDependencies": {"a": needs}}
    before = state(image("web"), twice, version)
    left: Json = {**version, "dependencies": needs[1:], "propertyDependencies": {"a": needs[1:]}}
    assert without(before, astray(before, CONFIG))["resources"] == [image("web"), left]
    assert before["resources"] == [image("web"), twice, version], "what was given is left alone"


def test_another_image_in_its_place_makes_room_for_the_one_that_is_to_be_deleted() -> None:
    before = state(image("web", subscription=OTHER), {"urn": "v"}, image("web", delete=True))
    assert told(before) == [(0, "was adopted in the place of")]
    assert without(before, astray(before, CONFIG))["resources"] == [image("web"), {"urn": "v"}]


def test_what_is_to_be_deleted_besides_the_right_image_is_forgotten() -> None:
    before = state(image("web"), image("web", subscription=OTHER, delete=True), image("web", delete=True))
    assert told(before) == [(1, "was adopted in the place of"), (2, "is in the state more than once")]
    assert without(before, astray(before, CONFIG))["resources"] == [image("web")]


def test_all_entries_of_one_image_are_never_forgotten() -> None:
    marked = [image("web", delete=True), image("web", delete=True)]
    assert astray(state(*marked), CONFIG) == []
    replaced = state(image("web", subscription=OTHER), *marked)
    assert without(replaced, astray(replaced, CONFIG))["resources"] == [image("web")]


def test_what_the_config_does_not_name_is_not_ours_to_forget() -> None:
    assert astray(state(image("lost"), image("web")), CONFIG) == []
    assert astray(state(image("web", subscription=OTHER)), CONFIG) == []
    users_own = {**image("web"), "urn": f"urn:pulumi:dev::project::{TYPE}::web-source"}
    assert astray(state(image("web"), users_own), CONFIG) == []


def test_the_doctor_names_each() -> None:
    (found,) = adoptions.findings(state(image("web"), image("web-1.0.1", "web")), CONFIG)
    assert (found.subject, found.well) == (f"{URN}web-1.0.1-1.0.0-source", False)
    assert "gallery-migrate resume" in found.remedy
    assert adoptions.findings(state(image("web")), CONFIG) == []
