"""Several migrations that share a source or a definition: declared once, handed on, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.config.parse import parse_stack_config
from managed_image_to_gallery.config.sharing import sharing_by_name
from tests.azure.bodies import SUBSCRIPTION
from tests.component.recording import Recording, record
from tests.component.stacks import as_config, entry, program, stack_of
from tests.component.test_managed_image_to_gallery import stored

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject
    from tests.component.told_azure import ToldAzure

FIRST, SECOND = "myImageDefinition-1.0.0", "myImageDefinition-1.0.1"
SECOND_ENTRY: Any = {"definition": {"name": "myImageDefinition"}, "version": "1.0.1"}


def two(first: str = "published", second: str = "published") -> JsonObject:
    return stack_of(entry(first), entry(second, **SECOND_ENTRY))


def run(stack: JsonObject, *, preview: bool) -> Recording:
    recording = record(program, preview=preview, config=as_config(stack), stashed=stored())
    if recording.error:
        raise recording.error
    return recording


@pytest.mark.parametrize("first", list(Stage))
@pytest.mark.parametrize("second", list(Stage))
def test_the_image_stands_where_the_least_advanced_migration_stands(first: Stage, second: Stage) -> None:
    order = list(Stage)
    sharing = sharing_by_name(parse_stack_config(two(first.value, second.value), SUBSCRIPTION).migrations)
    for one in sharing.values():
        assert order.index(one.source_stage) == min(order.index(first), order.index(second))
    assert [one.owns_source for one in sharing.values()] == [True, False]


def test_what_is_shared_is_declared_once_by_the_first(azure: ToldAzure, preview: bool) -> None:
    recording = run(two(), preview=preview)
    assert recording.of_type("azure-native:compute:Image") == [f"{FIRST}-source"]
    assert recording.of_type("azure-native:compute:GalleryImage") == [f"{FIRST}-definition"]
    assert recording.of_type("azure-native:compute:GalleryImageVersion") == [f"{FIRST}-version", f"{SECOND}-version"]


def test_versions_of_one_source_are_made_one_after_the_other(azure: ToldAzure, preview: bool) -> None:
    waits_for = run(two(), preview=preview).requests[f"{SECOND}-version"].dependencies
    names = {urn.rsplit("::", 1)[-1] for urn in waits_for}
    assert names == {f"{FIRST}-definition", f"{FIRST}-source", f"{FIRST}-version", f"{SECOND}-adopted"}


def test_the_owner_carries_the_name_that_every_sharer_would_give(azure: ToldAzure, preview: bool) -> None:
    recording = run(two(), preview=preview)
    for suffix in ("definition", "source"):
        aliases = [alias.spec for alias in recording.requests[f"{FIRST}-{suffix}"].aliases if alias.spec.name]
        (alias,) = [alias for alias in aliases if alias.name == f"{SECOND}-{suffix}"]
        assert alias.parentUrn.endswith(f"ManagedImageToGallery::{SECOND}")


def test_reordering_hands_the_shared_resources_on(azure: ToldAzure) -> None:
    stack = stack_of(entry(**SECOND_ENTRY), entry())
    recording = run(stack, preview=False)
    aliases = [alias.spec.name for alias in recording.requests[f"{SECOND}-source"].aliases]
    assert f"{FIRST}-source" in aliases


def test_a_retired_owner_still_declares_what_a_neighbour_needs(azure: ToldAzure, preview: bool) -> None:
    source = run(two("retired", "published"), preview=preview).requests[f"{FIRST}-source"]
    assert source.protect
    assert source.retainOnDelete


def test_an_existing_definition_is_never_declared(azure: ToldAzure, preview: bool) -> None:
    recording = run(stack_of(entry(definition={"name": "myImageDefinition", "existing": True})), preview=preview)
    assert recording.of_type("azure-native:compute:GalleryImage") == []


def test_a_gallery_that_the_stack_makes_is_declared_once_and_protected(azure: ToldAzure, preview: bool) -> None:
    gallery: JsonObject = {"resourceGroup": "myResourceGroup", "name": "myGallery", "create": True}
    recording = run(stack_of(entry(), entry(**SECOND_ENTRY), gallery=gallery), preview=preview)
    assert recording.of_type("azure-native:compute:Gallery") == ["myGallery"]
    assert recording.requests["myGallery"].protect
    waits_for = recording.requests[f"{FIRST}-definition"].dependencies
    assert any(urn.endswith("::myGallery") for urn in waits_for)


def test_azure_is_asked_once_for_what_is_shared_before_anything_is_registered(azure: ToldAzure) -> None:
    run(two(), preview=True)
    assert all(azure.asked.count(what) <= 2 for what in set(azure.asked))
