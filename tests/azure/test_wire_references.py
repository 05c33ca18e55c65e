from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from managed_image_to_gallery.azure import wire_references
from managed_image_to_gallery.azure.errors import MalformedAnswer
from managed_image_to_gallery.azure.wire_references import key_of
from tests.azure import bodies
from tests.azure.bodies import IMAGE, SUBSCRIPTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.wire_references import Naming

OTHER = f"{IMAGE}2"
RECORDED = Path(__file__).parents[2] / "lab" / "tests" / "recorded" / "facts"
PLATFORM = (
    f"/Subscriptions/{SUBSCRIPTION}/Providers/Microsoft.Compute/Locations/westus/Publishers/Canonical/ArtifactTypes/"
    "VMImage/Offers/UbuntuServer/Skus/18.04-LTS/Versions/18.04.202207120"
)
FUNCTIONS: dict[str, Callable[[JsonObject], list[Naming]]] = {
    "Microsoft.Compute/virtualMachines": wire_references.in_virtual_machine,
    "Microsoft.Compute/virtualMachineScaleSets": wire_references.in_scale_set,
    "Microsoft.Compute/disks": wire_references.in_disk,
    "Microsoft.VirtualMachineImages/imageTemplates": wire_references.in_image_template,
}


def keys(namings: list[Naming]) -> list[str | None]:
    return [naming.key for naming in namings]


@pytest.mark.parametrize("spelled", [str(IMAGE), str(IMAGE).upper(), f" {IMAGE}/ "])
def test_what_is_named_is_found_in_any_spelling(spelled: str) -> None:
    (machine,) = wire_references.in_virtual_machine(bodies.virtual_machine_body(spelled))
    (scale_set,) = wire_references.in_scale_set(bodies.scale_set_body(spelled))
    (instance,) = wire_references.in_scale_set_instance(bodies.scale_set_instance_body(spelled))
    (disk,) = wire_references.in_disk(bodies.disk_body(spelled, held_by="machine"))

    found = [machine, scale_set, instance, disk]
    assert keys(found) == [IMAGE.key] * 4
    assert [one.reference.kind for one in found] == [
        "virtual machine",
        "virtual machine scale set",
        "instance of a scale set",
        "disk",
    ]
    assert {one.reference.detail for one in found} == {""}
    assert machine.reference.location == "southeastasia"
    assert disk.reference.held_by == "machine"


def test_an_ephemeral_os_disk_makes_the_image_necessary_for_life() -> None:
    machine = bodies.changed(
        bodies.virtual_machine_body(str(IMAGE)), {"diffDiskSettings": {}}, "properties", "storageProfile", "osDisk"
    )
    machine = bodies.changed(machine, "2026-01-02T03:04:05Z", "properties", "timeCreated")

    (found,) = wire_references.in_virtual_machine(machine)

    assert found.reference.kind == "virtual machine"
    assert found.reference.text.endswith(f"({wire_references.EPHEMERAL}) in southeastasia since 2026-01-02")


def test_a_machine_made_from_a_disk_names_nothing() -> None:
    assert wire_references.in_virtual_machine(bodies.virtual_machine_body(None)) == []


@pytest.mark.parametrize(
    "reference",
    [
        {"publisher": "Canonical", "offer": "UbuntuServer", "sku": "18.04-LTS", "version": "latest"},
        {"communityGalleryImageId": "/CommunityGalleries/g/Images/i/Versions/1.0.0", "exactVersion": "1.0.0"},
        {"sharedGalleryImageId": "/SharedGalleries/g/Images/i/Versions/1.0.0"},
    ],
)
def test_an_image_of_somebody_else_has_no_id_and_is_none_of_ours(reference: JsonObject) -> None:
    machine = bodies.changed(
        bodies.virtual_machine_body(OTHER), reference, "properties", "storageProfile", "imageReference"
    )
    disk = bodies.changed(bodies.disk_body(OTHER), reference, "properties", "creationData", "imageReference")

    assert wire_references.in_virtual_machine(machine) == wire_references.in_disk(disk) == []


@pytest.mark.parametrize("named", [PLATFORM, "/CommunityGalleries/g/Images/i/Versions/1.0.0", "/SharedGalleries/g/x"])
def test_what_lies_in_no_group_is_known_not_to_be_an_image_of_ours(named: str) -> None:
    assert key_of(named) == named.lower()
    assert not any(naming.key in (None, IMAGE.key) for naming in wire_references.in_disk(bodies.disk_body(named)))


@pytest.mark.parametrize(
    "named",
    [
        str(IMAGE).replace("/images/", "//images/"),
        str(IMAGE).replace("myImage", "my%49mage"),
        f"https://management.azure.com{IMAGE}",
        f"{IMAGE}?api-version=2024-11-01",
        f"{IMAGE}#x",
        str(IMAGE).replace("/images/", "/images/./"),
        str(IMAGE).replace("/images/", "/x/../images/"),
        f"{IMAGE}\u200b",
        str(IMAGE).replace(f"/subscriptions/{SUBSCRIPTION}", ""),
        str(IMAGE).replace("/", "\\"),
        "myImage",
        "[resourceId('Microsoft.Compute/images', 'myImage')]",
    ],
)
def test_a_text_that_is_no_id_may_be_any_image(named: str) -> None:
    found = [
        *wire_references.in_virtual_machine(bodies.virtual_machine_body(named)),
        *wire_references.in_scale_set(bodies.scale_set_body(named)),
        *wire_references.in_scale_set_instance(bodies.scale_set_instance_body(named)),
        *wire_references.in_disk(bodies.disk_body(named)),
        *wire_references.in_image_template(bodies.image_template_body(named)),
    ]

    assert keys(found) == [None] * 5
    assert all(naming.key in (None, IMAGE.key) and repr(named)[1:20] in naming.reference.detail for naming in found)


@pytest.mark.parametrize(
    ("kind", "body", "path"),
    [
        ("virtualMachines", bodies.virtual_machine_body(OTHER), ("properties",)),
        ("virtualMachines", bodies.virtual_machine_body(OTHER), ("properties", "storageProfile")),
        ("virtualMachineScaleSets", bodies.scale_set_body(OTHER), ("properties",)),
        ("virtualMachineScaleSets", bodies.scale_set_body(OTHER), ("properties", "virtualMachineProfile")),
        (
            "virtualMachineScaleSets",
            bodies.scale_set_body(OTHER),
            ("properties", "virtualMachineProfile", "storageProfile"),
        ),
        ("disks", bodies.disk_body(OTHER), ("properties",)),
        ("disks", bodies.disk_body(OTHER), ("properties", "creationData")),
    ],
)
@pytest.mark.parametrize("left", ["nothing", "null"])
def test_a_body_without_what_its_kind_has_may_be_made_from_any_image(
    kind: str, body: JsonObject, path: tuple[str, ...], left: str
) -> None:
    body = cast("JsonObject", json.loads(json.dumps(body)))
    if left == "null":
        _parent(body, path)[path[-1]] = None
    else:
        bodies.changed(body, None, *path)

    (naming,) = FUNCTIONS[f"Microsoft.Compute/{kind}"](body)

    assert naming.key is None
    assert "has no" in naming.reference.detail


def test_a_reference_that_names_nothing_may_be_to_any_image() -> None:
    machine = bodies.changed(bodies.virtual_machine_body(OTHER), {}, "properties", "storageProfile", "imageReference")
    disk = bodies.changed(bodies.disk_body(OTHER), {}, "properties", "creationData", "imageReference")

    assert keys(wire_references.in_virtual_machine(machine)) == keys(wire_references.in_disk(disk)) == [None]


def _parent(body: JsonObject, path: tuple[str, ...]) -> JsonObject:
    for key in path[:-1]:
        body = cast("JsonObject", body[key])
    return body


def test_a_flexible_set_need_not_have_a_model_but_one_without_a_disk_says_nothing() -> None:
    flexible: JsonObject = {"id": "/set", "properties": {"orchestrationMode": "Flexible"}}
    assert wire_references.in_scale_set(flexible) == []
    assert wire_references.is_flexible(flexible)

    bodies.changed(flexible, {}, "properties", "virtualMachineProfile")
    assert keys(wire_references.in_scale_set(flexible)) == [None]


@pytest.mark.parametrize("function", [*FUNCTIONS.values(), wire_references.in_scale_set_instance])
def test_an_item_without_an_id_is_no_answer(function: Callable[[JsonObject], list[Naming]]) -> None:
    with pytest.raises(MalformedAnswer):
        function({})


def test_a_disk_may_name_the_image_in_either_place() -> None:
    body = bodies.disk_body(OTHER)
    assert keys(wire_references.in_disk(body)) == [key_of(OTHER)]

    named = bodies.changed(body, {"id": str(IMAGE)}, "properties", "creationData", "galleryImageReference")
    assert IMAGE.key in keys(wire_references.in_disk(named))


@pytest.mark.parametrize(
    ("source", "distributed", "kinds"),
    [
        (str(IMAGE), [OTHER], ["image template that reads it"]),
        (OTHER, [OTHER, str(IMAGE)], ["image template that would make it again"]),
        (str(IMAGE), [str(IMAGE)], ["image template that reads it", "image template that would make it again"]),
        (OTHER, [OTHER], []),
    ],
)
def test_a_template_is_told_by_what_it_does_with_the_image(
    source: str, distributed: list[str], kinds: list[str]
) -> None:
    found = wire_references.in_image_template(bodies.image_template_body(source, *distributed))

    assert [naming.reference.kind for naming in found if naming.key in (None, IMAGE.key)] == kinds


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"type": "PlatformImage"}, []),
        ({"type": "SharedImageVersion", "imageVersionId": "x"}, []),
        ({"type": "ManagedImage"}, [None]),
        (None, [None]),
    ],
)
def test_a_template_reads_a_managed_image_or_says_what_else(source: Json, expected: list[str | None]) -> None:
    body = bodies.changed(bodies.image_template_body(OTHER), source, "properties", "source")

    assert keys(wire_references.in_image_template(body)) == expected


def _recorded() -> Iterator[tuple[str, str, JsonObject]]:
    """Every machine, scale set, disk and template that Azure was recorded to answer, with its type and its file."""
    for file in sorted(RECORDED.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            shape = cast("Json", json.loads(line.replace("/*", "/x").replace("/subscriptions/x", _SOME)).get("shape"))
            items = shape.get("value") if isinstance(shape, dict) and "value" in shape else [shape]
            for item in items if isinstance(items, list) else []:
                if isinstance(item, dict) and item.get("type") in FUNCTIONS:
                    yield file.stem, str(item["type"]), item


_SOME = f"/subscriptions/{SUBSCRIPTION}"


def test_what_azure_was_recorded_to_answer_can_be_judged() -> None:
    """Published examples hold texts like "aaaa" for ids; everything else is traffic."""
    seen = list(_recorded())
    assert {kind for _, kind, _ in seen} >= set(FUNCTIONS) - {"Microsoft.Compute/virtualMachineScaleSets"}
    for name, kind, body in seen:
        if not name.startswith("spec_"):
            assert None not in keys(FUNCTIONS[kind](body)), (name, body)
