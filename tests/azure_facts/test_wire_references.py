from __future__ import annotations

import pytest

from azure_facts import wire_references
from tests.azure_facts import bodies
from tests.azure_facts.bodies import IMAGE

OTHER = f"{IMAGE}2"


@pytest.mark.parametrize("image", [None, OTHER, "/subscriptions/s/another"])
def test_a_machine_made_from_something_else_is_no_reference(image: str | None) -> None:
    assert wire_references.in_virtual_machine(bodies.virtual_machine_body(image), IMAGE) == []


@pytest.mark.parametrize("spelled", [str(IMAGE), str(IMAGE).upper(), str(IMAGE).lower()])
def test_a_reference_is_found_in_any_case(spelled: str) -> None:
    (machine,) = wire_references.in_virtual_machine(bodies.virtual_machine_body(spelled), IMAGE)
    (scale_set,) = wire_references.in_scale_set(bodies.scale_set_body(spelled), IMAGE)
    (instance,) = wire_references.in_scale_set_instance(bodies.scale_set_instance_body(spelled), IMAGE)
    (disk,) = wire_references.in_disk(bodies.disk_body(spelled, held_by="machine"), IMAGE)

    assert [one.kind for one in (machine, scale_set, instance, disk)] == [
        "virtual machine",
        "virtual machine scale set",
        "instance of a scale set",
        "disk",
    ]
    assert machine.location == "southeastasia"
    assert disk.held_by == "machine"


def test_a_disk_may_name_the_image_in_either_place() -> None:
    body = bodies.disk_body(OTHER)
    assert wire_references.in_disk(body, IMAGE) == []

    named = bodies.changed(body, {"id": str(IMAGE)}, "properties", "creationData", "galleryImageReference")
    assert len(wire_references.in_disk(named, IMAGE)) == 1


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
    found = wire_references.in_image_template(bodies.image_template_body(source, *distributed), IMAGE)

    assert [reference.kind for reference in found] == kinds


def test_a_template_from_a_marketplace_image_reads_no_managed_image() -> None:
    body = bodies.changed(bodies.image_template_body(OTHER), {"type": "PlatformImage"}, "properties", "source")

    assert wire_references.in_image_template(body, IMAGE) == []
