"""What a state and a config may have against each other; and which differences are nobody's fault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from managed_image_to_gallery.component.state.own_state import OwnMigration, OwnState
from managed_image_to_gallery.component.state.resource_types import COMPONENT
from managed_image_to_gallery.component.state.rules import component_faults, stack_faults
from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.parse import parse_component_args, parse_stack_config
from tests.azure.bodies import SUBSCRIPTION
from tests.component.recording import record
from tests.component.stacks import as_config, entry, program, stack_of

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.config.faults import Fault
    from tests.component.told_azure import ToldAzure

OTHER = "00000000-0000-4000-8000-000000000002"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/myResourceGroup/providers/Microsoft.Compute"
IMAGE, GALLERY = f"{GROUP.lower()}/images/myimage", f"{GROUP}/galleries/myGallery"
NAME = "myImageDefinition-1.0.0"
DEFINITION = f"{GALLERY}/images/myImageDefinition"
PUBLISHED = frozenset({"adopted", "source", "definition", "version"})


def own(name: str = NAME, version: str = "1.0.0", **changes: Any) -> OwnMigration:
    """The documented example, published."""
    told: dict[str, Any] = {
        "urn": f"urn:pulumi:dev::project::{COMPONENT}::{name}",
        "source_id": IMAGE,
        "version_id": f"{DEFINITION}/versions/{version}",
        "definition_id": DEFINITION,
        "parts": PUBLISHED,
    }
    return OwnMigration(**{**told, **changes})


def left_behind(**changes: Any) -> OwnMigration:
    """Children of the example under its name, without their component: they name no version's id."""
    return replace(own(), version_id=None, definition_id=None, has_component=False, **changes)


def judged(stack: JsonObject, *state: OwnMigration, subscription: str = SUBSCRIPTION) -> list[Fault]:
    plan = parse_stack_config(stack, subscription)
    return stack_faults(OwnState(state), plan.migrations, plan.abandoned_versions)


def given_up(version: str) -> JsonObject:
    return {"id": f"{DEFINITION}/versions/{version}".upper().replace("/SUBSCRIPTIONS", "/subscriptions"), "reason": "r"}


def test_what_agrees_is_no_fault() -> None:
    assert judged(stack_of(entry())) == []
    assert judged(stack_of(entry()), own()) == []
    assert judged(stack_of(entry("retired")), own(parts=frozenset({"adopted", "evidence", "version"}))) == []
    second = entry(definition={"name": "myImageDefinition"}, version="1.0.1")
    assert judged(stack_of(entry(), second), own()) == []
    shared = own("myImageDefinition-1.0.1", "1.0.1", parts=frozenset({"adopted", "version"}))
    assert judged(stack_of({**second, "definition": entry()["definition"]}, entry()), own(), shared) == []


def test_what_an_update_left_under_the_former_name_is_the_migrations() -> None:
    """It ended after the component and some children: without the component the state names no version."""
    begun = own("moved", parts=frozenset({"adopted", "source", "definition"}))
    left = left_behind(version_number="1.0.0", parts=frozenset({"version"}))
    assert judged(stack_of(entry(name="moved")), begun, left) == []
    untouched = left_behind(version_number="1.0.0")
    assert judged(stack_of(entry(name="moved")), own("moved", parts=frozenset()), untouched) == []
    unpublished = left_behind(parts=frozenset({"adopted", "source"}))
    assert judged(stack_of(entry(name="moved")), own("moved", parts=frozenset()), unpublished) == []


def test_an_earlier_release_s_migration_is_not_another_one_of_the_same_number() -> None:
    """Its component is there and says no version: whose children they are is known, and they are missed."""
    earlier = own(version_id=None, definition_id=None, version_number="1.0.0")
    other = entry(name="other", definition={"name": "other", "publisher": "p", "offer": "o", "sku": "s"})
    (fault,) = judged(stack_of(other), earlier)
    assert "its entry was changed in place" in fault.rule


def test_what_is_left_of_a_version_belongs_to_no_migration_that_has_its_own() -> None:
    """The same image may be published with the same number into two definitions."""
    other = entry(name="other", definition={"name": "other", "publisher": "p", "offer": "o", "sku": "s"})
    complete = own("other", version_id=f"{GALLERY}/images/other/versions/1.0.0")
    left = left_behind(version_number="1.0.0", parts=frozenset({"version"}))
    (fault,) = judged(stack_of(other), complete, left)
    assert "no entry any more" in fault.rule


def test_ids_are_compared_in_any_spelling() -> None:
    assert (
        judged(stack_of(entry()), own(source_id=IMAGE.upper(), version_id=f"{DEFINITION}/versions/1.0.0".lower())) == []
    )


def test_another_subscription_is_told_once_and_nothing_else() -> None:
    second = own("db-1.0.0", version_id=f"{GALLERY}/images/db/versions/1.0.0")
    db = entry(definition={"name": "db", "publisher": "p", "offer": "o", "sku": "db"})
    (fault,) = judged(stack_of(entry(), db), own(), second, subscription=OTHER)
    assert fault.path == "azure-native:subscriptionId"
    assert fault.rule == f"the stack's resources are in subscription {SUBSCRIPTION}, now {OTHER} is set"
    assert "ARM_SUBSCRIPTION_ID" in fault.remedy


def test_an_adopted_image_tells_the_subscription_before_there_is_a_version() -> None:
    adopted = own(version_id=None, definition_id=None, parts=frozenset({"adopted", "source"}))
    assert [fault.path for fault in judged(stack_of(entry()), adopted, subscription=OTHER)] == [
        "azure-native:subscriptionId"
    ]


def test_an_image_of_another_subscription_is_named_by_its_id() -> None:
    elsewhere = IMAGE.replace(SUBSCRIPTION, OTHER)
    assert judged(stack_of(entry(source={"id": elsewhere})), own(source_id=elsewhere)) == []
    (fault,) = judged(stack_of(entry(source={"id": elsewhere})), own())
    assert fault.path == "migrations[0].source"


def test_another_source_under_the_same_name() -> None:
    (fault,) = judged(stack_of(entry(source={"resourceGroup": "myResourceGroup", "name": "db"})), own())
    assert (fault.path, fault.value) == ("migrations[0].source", "myResourceGroup/db")
    assert IMAGE in fault.rule
    assert "new entry" in fault.remedy


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"version": "1.0.1"}, "migrations[0].version"),
        ({"version": "1.0.1", "name": NAME}, "migrations[0].version"),
        ({"definition": {"name": "web", "publisher": "p", "offer": "o", "sku": "s"}}, "migrations[0].definition.name"),
    ],
)
def test_what_was_published_is_not_edited_in_place(changes: dict[str, Any], path: str) -> None:
    (fault,) = judged(stack_of(entry(**changes)), own())
    assert fault.path == path
    assert f"{NAME} was published as {DEFINITION}/versions/1.0.0" in fault.rule
    assert "new entry" in fault.remedy


def test_another_gallery() -> None:
    changed = stack_of(entry(), gallery={"resourceGroup": "myResourceGroup", "name": "other"})
    assert [fault.path for fault in judged(changed, own())] == ["gallery"]


@pytest.mark.parametrize("parts", [PUBLISHED, {"adopted", "evidence", "version"}, {"evidence"}])
def test_a_lost_entry(parts: frozenset[str]) -> None:
    (fault,) = judged(stack_of(), own(parts=frozenset(parts)))
    assert fault.path == "migrations"
    assert f"{NAME} was published as {DEFINITION}/versions/1.0.0" in fault.rule
    assert fault.remedy.startswith("Put its entry back.")


def test_a_lost_entry_beside_others_from_its_image() -> None:
    kept = own("myImageDefinition-1.0.1", "1.0.1", parts=frozenset({"adopted", "version"}))
    (fault,) = judged(stack_of(entry(version="1.0.1")), own(), kept)
    assert fault.path == "migrations"


def test_another_name_of_the_same_version_is_no_lost_entry() -> None:
    assert judged(stack_of(entry(name="renamed")), own()) == []
    half_renamed = OwnMigration(f"urn:pulumi:dev::project::{COMPONENT}::renamed")
    assert judged(stack_of(entry(name="renamed")), own(), half_renamed) == []


def test_a_former_name_is_judged_as_the_name_is() -> None:
    begun = own(version_id=None, parts=frozenset({"adopted", "source", "version"}))
    assert judged(stack_of(entry(name="renamed", formerName=NAME)), begun) == []
    (fault,) = judged(stack_of(entry(name="renamed", formerName=NAME, version="1.0.1")), own())
    assert fault.path == "migrations[0].version"
    (elsewhere,) = judged(stack_of(entry(name="renamed", formerName=NAME)), own(), subscription=OTHER)
    assert elsewhere.path == "azure-native:subscriptionId"


def test_names_that_two_entries_exchange_are_no_renames() -> None:
    db: Any = {"name": "db", "publisher": "p", "offer": "o", "sku": "db"}
    second = own("two", version_id=f"{GALLERY}/images/db/versions/1.0.0", parts=frozenset({"version"}))
    faults = judged(stack_of(entry(name="two"), entry(name="one", definition=db)), own("one"), second)
    assert [fault.path for fault in faults] == ["migrations[0].definition.name", "migrations[1].definition.name"]


def test_a_version_that_is_given_up_leaves_where_its_image_is_passed_on() -> None:
    abandoned = stack_of(entry(version="1.0.1"), abandonedVersions=[given_up("1.0.0")])
    assert judged(abandoned, own()) == []
    assert judged(stack_of(entry(version="1.0.1", name=NAME), abandonedVersions=[given_up("1.0.0")]), own()) == []
    assert len(judged(stack_of(entry(version="1.0.1"), abandonedVersions=[given_up("1.0.2")]), own())) == 1


def test_an_image_that_nobody_would_take_over_is_told_with_the_command() -> None:
    (fault,) = judged(stack_of(abandonedVersions=[given_up("1.0.0")]), own())
    assert f"its source image {IMAGE} is still in the state" in fault.rule
    assert f"`pulumi state delete --force --target-dependents '{own().urn}'`" in fault.remedy


def test_what_has_published_nothing_may_be_corrected() -> None:
    begun = own(parts=frozenset({"adopted", "source", "definition"}))
    assert judged(stack_of(entry(version="1.0.1")), begun) == []
    assert judged(stack_of(), own(parts=frozenset({"adopted"}))) == []
    assert len(judged(stack_of(), begun)) == 1


def test_an_image_that_is_in_the_state_twice() -> None:
    beside = own("myImageDefinition-1.0.1", "1.0.1", parts=frozenset({"adopted", "source"}))
    (fault,) = judged(stack_of(entry()), own(), beside)
    assert f"{NAME}-source and myImageDefinition-1.0.1-source" in fault.rule
    assert "gallery-migrate resume" in fault.remedy


def test_components_of_one_name_below_others_are_not_mixed_up() -> None:
    elsewhere = own(source_id=f"{IMAGE}2", version_id=f"{DEFINITION}/versions/2.0.0")
    assert judged(stack_of(entry()), elsewhere, own()) == []


def test_a_component_by_itself_is_judged_by_its_own_name() -> None:
    arguments: dict[str, Any] = {**entry(version="1.0.1"), **stack_of()["defaults"]}  # pyright: ignore[reportGeneralTypeIssues]
    arguments["gallery"] = stack_of()["gallery"]
    changed = parse_component_args(NAME, {_snake(key): value for key, value in arguments.items()}, SUBSCRIPTION)
    (fault,) = component_faults(OwnState((own(),)), changed)
    assert fault.path == f"{NAME}.version"
    assert component_faults(OwnState((own("another"),)), changed) == []


def _snake(key: str) -> str:
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in key)


def test_nothing_is_registered_and_azure_is_not_asked(azure: ToldAzure, preview: bool) -> None:
    urn, kind = f"urn:pulumi:test::project::{COMPONENT}", "azure-native:compute:GalleryImageVersion"
    definition = "azure-native:compute:GalleryImage"
    state: dict[str, Any] = {
        f"{urn}::{NAME}": {"type": COMPONENT, "outputs": {"version_id": own().version_id, "source_id": IMAGE}},
        f"{urn}${definition}::{NAME}-definition": {"type": definition, "outputs": {}},
        f"{urn}${kind}::{NAME}-version": {"type": kind, "outputs": {}},
    }
    changed = as_config(stack_of(entry(version="1.0.1")))
    recording = record(program, preview=preview, config=changed, state=state)
    assert isinstance(recording.error, ConfigFaults)
    assert recording.requests == {}
    assert azure.asked == []
    agreeing = record(program, preview=preview, config=as_config(stack_of(entry())), state=state)
    assert agreeing.error is None, agreeing.error
    assert agreeing.reads_of_state == 1


def test_a_new_stack_without_an_entry_is_a_fault() -> None:
    (fault,) = stack_faults(OwnState(is_empty=True), (), ())
    assert (fault.path, fault.value) == ("migrations", [])
    assert "there is nothing in the stack" in fault.rule
    assert "pulumi stack rm" in fault.remedy


def test_a_stack_that_has_something_may_be_without_an_entry() -> None:
    assert stack_faults(OwnState(), (), ()) == []
    assert stack_faults(OwnState(is_empty=True), (), (), ["another"]) == []
