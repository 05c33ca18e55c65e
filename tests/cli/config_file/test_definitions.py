"""Which definition an image's entry names."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.names import number_in_azure
from managed_image_to_gallery.cli.config_file.definitions import (
    Definitions,
    configured_definitions,
    family_name,
    publisher_of,
)
from managed_image_to_gallery.cli.config_file.proposals import Proposer
from managed_image_to_gallery.cli.config_file.resolved import resolved
from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.azure.bodies import DEFINITION, SUBSCRIPTION, changed, definition_body, image_body

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ImageDefinition, ManagedImage


def image(name: str, system: str = "Linux", generation: str = "V2", group: str = "images", **tags: str) -> ManagedImage:
    body = changed(image_body(), system, "properties", "storageProfile", "osDisk", "osType")
    body = changed(body, generation, "properties", "hyperVGeneration")
    named = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/Microsoft.Compute/images/{name}"
    return wire.managed_image({**body, "id": named, "name": name, "tags": cast("JsonObject", tags)})


def existing(
    name: str,
    system: str = "Linux",
    generation: str = "V2",
    sku: str = "x",
    state: str = "Generalized",
    architecture: str = "x64",
) -> ImageDefinition:
    body = changed(definition_body(), system, "properties", "osType")
    body = changed(body, state, "properties", "osState")
    body = changed(body, architecture, "properties", "architecture")
    body = changed(body, generation, "properties", "hyperVGeneration")
    body = changed(body, sku, "properties", "identifier", "sku")
    return wire.image_definition({**body, "id": f"{str(DEFINITION).rpartition('/')[0]}/{name}", "name": name})


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("web", "web"),
        ("web-v1", "web"),
        ("web-1.2.3", "web"),
        ("web-20240501", "web"),
        ("web_2024-05-01", "web"),
        ("packer-image-2024-05-01T101112", "packer-image"),
        ("web-v2-20240501", "web"),
        ("ubuntu-20.04", "ubuntu-20.04"),
        ("windows-2019", "windows-2019"),
        ("web-2", "web-2"),
        ("20240501", "20240501"),
        ("centos79", "centos79"),
    ],
)
def test_only_what_says_the_build_leaves_the_name(name: str, family: str) -> None:
    assert family_name(image(name)) == family


def test_images_that_differ_for_good_share_no_definition() -> None:
    making = Definitions("p")
    said = [
        making.definition_for(one)
        for one in (
            image("golden"),
            image("Golden", generation="V1", group="other"),
            image("golden", "Windows", group="third"),
            image("golden-v2"),
            image("golden-v3", planName="n", planPublisher="p", planProduct="o"),
        )
    ]
    assert [one["name"] for one in said] == ["golden", "Golden-gen1", "golden-gen2", "golden", "golden-linux"]
    assert len({(one["publisher"], one["offer"], one["sku"]) for one in said}) == 4


def test_a_definition_that_the_gallery_has_is_used_as_it_is() -> None:
    making = Definitions("p", [existing("Web"), existing("db", "Windows")])
    assert making.definition_for(image("web-v1")) == {"name": "Web", "existing": True}
    assert making.definition_for(image("db"))["name"] == "db-gen2"


def test_a_definition_of_the_config_is_only_named() -> None:
    entries = [
        {"definition": {"name": "Web", "publisher": "p", "osType": "Linux", "hyperVGeneration": "V2"}},
        {"definition": {"name": "web", "sku": "s"}},
        {"definition": None},
    ]
    making = Definitions("p", configured=configured_definitions(entries))
    assert making.definition_for(image("web-v9")) == {"name": "Web"}
    assert making.definition_for(image("web-v9", generation="V1"))["name"] == "web-gen1"


def test_an_identifier_that_is_taken_gets_a_number() -> None:
    taken = wire.image_definition(
        changed(definition_body(), {"publisher": "P", "offer": "linux", "sku": "WEB"}, "properties", "identifier")
    )
    assert Definitions("p", [taken]).definition_for(image("web"))["sku"] == "web-2"


def test_a_publisher_is_one_that_azure_accepts() -> None:
    assert publisher_of("Galerie(prod)") == "Galerie-prod"
    assert publisher_of("ギャラリー") == "publisher"


NAMES = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?", fullmatch=True)
ALIKE = st.sampled_from(
    [
        "web",
        "Web",
        "web-v1",
        "web-v2",
        "WEB-20240501",
        "web-gen1",
        "web-linux-gen1",
        "web.1.2.3",
        "x" * 80,
        "0X1F",
        "007",
    ]
)
GROUPS = st.sampled_from(["images", "Images.(prod)", "007", "2024-5-1", "gruppe-ä_1", "yes"])
SYSTEMS, GENERATIONS = st.sampled_from(["Linux", "Windows"]), st.sampled_from(["V1", "V2"])
PLANS: st.SearchStrategy[dict[str, str]] = st.sampled_from(
    [{}, {"planName": "n", "planPublisher": "p", "planProduct": "o"}, {"PlanInfo": "n"}]
)


def tagged(name: str, system: str, generation: str, group: str, plan: dict[str, str]) -> ManagedImage:
    return image(name, system, generation, group, **plan)


IMAGES = st.builds(tagged, NAMES | ALIKE, SYSTEMS, GENERATIONS, GROUPS, PLANS)
THERE = st.builds(
    existing,
    ALIKE,
    SYSTEMS,
    GENERATIONS,
    NAMES,
    st.sampled_from(["Generalized", "Specialized"]),
    st.sampled_from(["x64", "Arm64"]),
)
TAKEN = st.dictionaries(
    st.sampled_from(["web", "web-gen1", "x" * 80]),
    st.sets(st.sampled_from(["23.07.00", "1.0.0", "0.0.2147483647", "2026.0304.07", "odd", "1.0"])),
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(IMAGES, max_size=8, unique_by=lambda one: one.id.key),
    st.lists(THERE, max_size=4, unique_by=lambda one: one.id.key),
    TAKEN,
    st.sampled_from(["patch", "date"]),
)
def test_for_every_estate_the_rules_have_nothing_against_what_is_proposed(
    images: list[ManagedImage], there: list[ImageDefinition], taken: dict[str, set[str]], scheme: str
) -> None:
    making = Definitions("p", there)
    used = {name: {number_in_azure(one) for one in numbers} for name, numbers in taken.items()}
    numbers = Proposer(scheme, date(2026, 3, 4), SUBSCRIPTION, taken)
    entries = [numbers.propose(one, making.definition_for(one), []).entry for one in images]
    gallery = {"resourceGroup": "gallery", "name": "g"}

    plan = parse_stack_config({"gallery": gallery, "migrations": [dict(one) for one in entries]}, SUBSCRIPTION)

    written = StackFile(Path("nowhere") / "Pulumi.dev.yaml")
    written.add(entries)
    assert resolved(written.text).entries == json.loads(json.dumps(entries).replace(": true", ': "true"'))
    for migration in plan.migrations:
        assert number_in_azure(migration.version_id.name) not in used.get(migration.definition_id.name.lower(), set())
    unfit = {one.id.name.lower() for one in there if (one.os_state, one.architecture) != ("Generalized", "x64")}
    assert not unfit & {migration.definition_id.name.lower() for migration in plan.migrations}
    kinds: dict[str, set[tuple[str, str]]] = {}
    for one, migration in zip(images, plan.migrations, strict=True):
        kinds.setdefault(migration.definition_id.key, set()).add((one.os_type, one.hyper_v_generation))
    assert all(len(kind) == 1 for kind in kinds.values())
    new = [cast("dict[str, Any]", one["definition"]) for one in entries if "publisher" in str(one["definition"])]
    identifiers = {one["name"].lower(): (one["offer"].lower(), one["sku"].lower()) for one in new}
    assert len(set(identifiers.values())) == len(identifiers)
