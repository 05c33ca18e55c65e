"""What is a preview, and what is read from it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from managed_image_to_gallery.cli.preview_digest import NotAPreview, Step, folded_id, read_digest
from tests.cli.digests import IMAGE, deletion, preview, step

GOOD = preview(step("same", "Image"))
EVENT = json.dumps({"sequence": 0, "timestamp": 1, "preludeEvent": {"config": {}}})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        (GOOD[:-2], "no whole JSON document"),
        (f"warning: a plugin\n{GOOD}", "no whole JSON document"),
        (GOOD + GOOD, "more than one JSON document"),
        (f"{GOOD}\nerror: preview failed", "something else behind"),
        (EVENT, "stream of events"),
        (f"{EVENT}\n{EVENT}\n", "stream of events"),
        ("[]", "no JSON object"),
        ("{}", "no list of steps"),
        ('{"steps": 1}', "steps are no list"),
        ('{"steps": ["x"]}', "steps are no list"),
        ('{"steps": [], "diagnostics": {}}', "diagnostics are no list"),
        ('{"steps": [], "config": []}', "config is no object"),
        ('{"steps": [{"op": "delete", "urn": "u", "oldState": []}]}', "oldState of u is no object"),
    ],
)
def test_what_is_no_preview_is_called_what_it_is(text: str, reason: str) -> None:
    with pytest.raises(NotAPreview, match=reason):
        read_digest(text)


def test_a_preview_that_failed_before_its_first_step_is_one() -> None:
    digest = read_digest(json.dumps({"diagnostics": [{"severity": "error", "message": "no program"}]}))
    assert (digest.steps, digest.errors) == ((), ["no program"])


def test_warnings_are_no_errors_and_a_corrupt_state_is_one() -> None:
    body = json.loads(preview(diagnostics=[{"severity": "warning", "message": "w"}, {"severity": "info#err"}]))
    assert read_digest(json.dumps(body)).errors == []
    assert read_digest(json.dumps({**body, "maybeCorrupt": True})).errors
    assert read_digest(json.dumps({**body, "diagnostics": [{"message": "x"}]})).errors == ["x"]


def test_an_id_keeps_the_spelling_and_has_a_key() -> None:
    (found,) = read_digest(preview(deletion("azure-native:compute:Image", IMAGE.replace("myimage", "IMG.2")))).steps
    assert found.cloud_id.endswith("/images/IMG.2")
    assert found.key == IMAGE.replace("myimage", "img.2").lower()


def test_the_name_in_the_outputs_is_azures() -> None:
    spelled = deletion("azure-native:compute:Image", IMAGE, outputs={"name": "MyImage"})
    other = deletion("azure-native:compute:Image", IMAGE, outputs={"name": "other"})
    found = [one.cloud_id for one in read_digest(preview(spelled, other)).steps]
    assert found == [IMAGE.replace("myimage", "MyImage"), IMAGE]


def test_ids_are_spelled_as_they_are_told() -> None:
    digest = read_digest(preview(step("delete", "Image"), step("same", "Gallery")))
    told = digest.spelled({IMAGE.lower(): IMAGE.upper()})
    assert [one.cloud_id for one in told.steps] == [IMAGE.upper(), digest.steps[1].cloud_id]
    assert [one.key for one in told.steps] == [one.key for one in digest.steps]


def test_deletes_of_what_was_replaced_before_are_told_too() -> None:
    def gone(kind: str, name: str) -> Step:
        urn = f"urn:pulumi:dev::p::azure-native:compute:{kind}::{name}"
        return Step("delete-replaced", urn, f"azure-native:compute:{kind}", IMAGE, "")

    shown = read_digest(preview(step("replace", "Image"), step("same", "Gallery", name="kept")))
    replaced = replace(gone("Image", "one"), urn=shown.steps[0].urn)
    pending = replace(gone("Image", "kept"), urn=shown.steps[1].urn)
    subnet = Step("delete-replaced", "urn::subnet", "azure-native:network:Subnet", "", "")
    assert shown.with_replaced([replaced, pending, subnet]).steps == (*shown.steps, pending)


@pytest.mark.parametrize("text", [IMAGE, IMAGE.upper(), IMAGE.strip("/"), f" {IMAGE}/ "])
def test_every_spelling_of_an_id_is_the_same_text(text: str) -> None:
    assert folded_id(text) == IMAGE.lower()


def test_what_is_no_id_has_a_text_too_and_nothing_has_none() -> None:
    assert folded_id("/Subscriptions/1/resourceGroups/G") == "/subscriptions/1/resourcegroups/g"
    assert folded_id("") == ""
