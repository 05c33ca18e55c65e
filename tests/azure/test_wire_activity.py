"""What one event of the activity log tells: the image, the resource, the time and the caller, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.wire_activity import read_event
from tests.azure.activity import APPID, MACHINE, OBJECT_ID, event, machine_body
from tests.azure.bodies import IMAGE, VERSION

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject

PROFILE: JsonObject = {"storageProfile": {"imageReference": {"id": str(IMAGE).upper()}}}


def test_a_machine_is_told_with_its_image_time_and_service_principal() -> None:
    reading = read_event(event(machine_body(str(IMAGE).upper())))

    assert reading.keys == {IMAGE.key}
    assert reading.use is not None
    assert reading.use.text == (
        f"virtual machine {MACHINE} in southcentralus, last written 2026-11-28T10:00:00Z by the service principal with "
        f"appid {APPID}"
    )


def test_a_user_is_told_by_name_whatever_application_was_used() -> None:
    use = read_event(event(machine_body(), caller="jane@example.com")).use
    assert use is not None
    assert use.who == "jane@example.com"


@pytest.mark.parametrize("claims", [None, {}, {"appid": "no guid"}, {"appid": None}])
def test_a_caller_without_an_application_is_told_by_what_is_there(claims: Json) -> None:
    use = read_event({**event(machine_body()), "claims": claims}).use
    assert use is not None
    assert use.who == OBJECT_ID
    nobody = read_event({**event(machine_body(), caller=None), "claims": claims}).use
    assert nobody is not None
    assert nobody.who == "an unknown caller"


@pytest.mark.parametrize(
    ("operation", "properties", "kind"),
    [
        ("virtualMachineScaleSets/write", {"virtualMachineProfile": PROFILE}, "virtual machine scale set"),
        ("disks/write", {"creationData": {"imageReference": {"id": str(IMAGE)}}}, "disk"),
        ("VIRTUALMACHINES/WRITE", PROFILE, "virtual machine"),
    ],
)
def test_sets_and_disks_are_told_too(operation: str, properties: JsonObject, kind: str) -> None:
    body: JsonObject = {"location": "eastus", "properties": properties}
    reading = read_event(event(json.dumps(body), operation=f"Microsoft.Compute/{operation}"))
    assert reading.use is not None
    assert (reading.keys, reading.use.kind, reading.readable) == ({IMAGE.key}, kind, True)


@pytest.mark.parametrize(
    "change",
    [
        {"operationName": {"value": "Microsoft.Compute/virtualMachines/delete"}},
        {"operationName": {"value": "Microsoft.Compute/virtualMachines/extensions/write"}},
        {"status": {"value": "Failed"}},
    ],
)
def test_events_of_anything_else_tell_nothing(change: JsonObject) -> None:
    reading = read_event({**event(machine_body()), **change})
    assert (reading.use, reading.readable) == (None, True)


def test_the_first_and_the_last_event_of_an_operation_have_no_body() -> None:
    assert read_event(event(None, status="Started")).readable
    assert read_event(event(None, status="Succeeded")).readable
    assert not read_event(event(None)).readable


def test_what_was_asked_for_counts_where_the_first_event_has_it() -> None:
    """Other kinds of writes have their `requestbody` there, and whoever asks for a machine needs its image."""
    asked = read_event(event(machine_body(), status="Started", body_name="requestbody"))
    assert (asked.keys, asked.readable) == ({IMAGE.key}, True)


@pytest.mark.parametrize("name", ["requestbody", "RESPONSEBODY"])
def test_a_body_is_found_whatever_the_case_of_its_name(name: str) -> None:
    assert read_event(event(machine_body(), body_name=name)).keys == {IMAGE.key}


def test_a_version_of_a_gallery_and_a_neighbour_by_name_are_other_images() -> None:
    assert read_event(event(machine_body(str(VERSION)))).keys == {VERSION.key}
    assert read_event(event(machine_body(f"{IMAGE}-2"))).keys == {f"{IMAGE.key}-2"}


def test_a_machine_from_a_disk_or_a_platform_image_names_nothing() -> None:
    from_disk = json.dumps({"location": "eastus", "properties": {"storageProfile": {"osDisk": {}}}})
    reading = read_event(event(from_disk))
    assert (reading.keys, reading.readable) == (frozenset(), True)


def test_a_tag_of_jenkins_names_the_image_too() -> None:
    body = machine_body(str(VERSION), tags={"JenkinsImageId": str(IMAGE)})
    assert read_event(event(body)).keys == {VERSION.key, IMAGE.key}


@pytest.mark.parametrize(
    "body",
    [
        "no JSON",
        "[]",
        "{}",
        json.dumps({"properties": {"storageProfile": "cut"}}),
        json.dumps({"properties": {"storageProfile": {"imageReference": {"id": "web"}}}}),
        json.dumps({"properties": {}}),
    ],
)
def test_a_body_that_does_not_say_what_it_is_made_from_is_counted(body: str) -> None:
    reading = read_event(event(body))
    assert (reading.keys, reading.readable) == (frozenset(), False)


def test_a_text_that_is_cut_off_names_what_it_still_shows() -> None:
    cut = machine_body()[: machine_body().index('"zones"')]
    reading = read_event(event(cut))
    assert reading.use is not None
    assert (reading.keys, reading.readable, reading.use.resource_id) == ({IMAGE.key}, False, MACHINE)


@pytest.mark.parametrize("missing", ["operationName", "status", "resourceId", "eventTimestamp"])
def test_an_event_that_lacks_what_every_event_has_is_counted(missing: str) -> None:
    reading = read_event({key: value for key, value in event(machine_body()).items() if key != missing})
    assert (reading.use, reading.readable) == (None, False)


def test_nothing_of_the_body_is_kept() -> None:
    reading = read_event(event(machine_body(tags={"secret": "of somebody"})))
    assert "somebody" not in repr(reading)
    assert "ssh-rsa" not in repr(reading)
