"""The record of an adopted image: what is kept, what an image is compared with, and records of earlier versions."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.gate.adopted import AdoptedImage, adopted_from_dict, adopted_now
from managed_image_to_gallery.gate.gate import run_gate
from tests.azure import bodies
from tests.azure.bodies import IMAGE, changed
from tests.azure.told_reader import ToldReader

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json
    from managed_image_to_gallery.gate.verdicts import Verdict

EARLIER_DIGEST = "2f4d3a6f9f2e1b0d6f1c5b7a4e3d2c1b0a9f8e7d6c5b4a392817263544536271"


def image_unchanged(adopted: AdoptedImage | None, value: Json = None, *path: str) -> Verdict:
    """What the check says to an image with another value at a path."""
    body = changed(bodies.image_body(), value, *path) if path else bodies.image_body()
    reader = ToldReader(image_answer=wire.managed_image(body))
    result = asyncio.run(run_gate(reader, replace(bodies.subject(), adopted=adopted)))
    (verdict,) = [one for one in result.verdicts if one.check == "image-unchanged"]
    return verdict


def recorded() -> AdoptedImage:
    return adopted_now(wire.managed_image(bodies.image_body()), str(IMAGE))


def test_an_image_that_nobody_touched_passes_with_what_was_compared() -> None:
    verdict = image_unchanged(recorded())

    assert verdict.passed
    assert verdict.found == f"{len(recorded().content)} members of the content as adopted"
    assert len(recorded().content) == 15


def test_a_change_is_refused_by_the_name_of_the_member() -> None:
    verdict = image_unchanged(recorded(), 31, "properties", "storageProfile", "osDisk", "diskSizeGB")

    assert not verdict.passed
    assert verdict.found == "osDisk.diskSizeGB was 30, is 31"
    assert f"{bodies.subject().migration}-adopted" in verdict.remedy


def test_changed_tags_pass_and_are_told() -> None:
    verdict = image_unchanged(recorded(), {"stamped": "tonight"}, "tags")

    assert verdict.passed
    assert verdict.found.endswith("as adopted; tags changed: stamped was absent, is tonight")


def test_without_a_record_nothing_is_unchanged() -> None:
    verdict = image_unchanged(None)

    assert not verdict.passed
    assert "no such record" in verdict.found
    assert "stage published" in verdict.remedy


def test_the_record_of_another_image_proves_nothing() -> None:
    verdict = image_unchanged(replace(recorded(), source_id=f"{IMAGE}2"))

    assert not verdict.passed
    assert f"{IMAGE}2" in verdict.found


def test_the_record_survives_the_state_it_is_kept_in() -> None:
    body = changed(bodies.image_body(), {"Owner": "me"}, "tags")
    record = adopted_now(wire.managed_image(body), str(IMAGE))
    stored = json.loads(json.dumps(record.to_dict()), parse_int=float)  # the engine keeps numbers as doubles

    assert adopted_from_dict(stored) == record
    assert record.to_dict()["tags"] == {"Owner": "me"}


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "read from the state in stage retired",
        {},
        {"source": str(IMAGE)},
        {"source": str(IMAGE), "digest": ""},
        {"source": 7, "digest": EARLIER_DIGEST},
        {"source": str(IMAGE), "content": {}, "tags": {}},
        {"source": str(IMAGE), "content": {"osDisk": {}}, "tags": {}},
        {"source": str(IMAGE), "content": {"location": "eastus2"}, "tags": {"a": 1}},
        {"source": str(IMAGE), "content": "all", "digest": EARLIER_DIGEST},
    ],
)
def test_what_is_no_record_is_none(stored: object) -> None:
    assert adopted_from_dict(stored) is None


def earlier() -> AdoptedImage:
    """The record that an earlier version of the program made of the image of `bodies`."""
    record = adopted_from_dict({"source": str(IMAGE), "digest": DIGEST_OF_AN_EARLIER_RECORD})
    assert record is not None
    return record


DIGEST_OF_AN_EARLIER_RECORD = "4bb81d1788e9fedf594e7a709098faa9e614b529b5ffd54c2240915050280513"
"""As it was computed before members had names."""


def test_an_earlier_record_is_compared_as_it_was_made() -> None:
    verdict = image_unchanged(earlier())

    assert verdict.passed
    assert DIGEST_OF_AN_EARLIER_RECORD[:12] in verdict.found
    assert earlier().to_dict() == {"source": str(IMAGE), "digest": DIGEST_OF_AN_EARLIER_RECORD}
    assert image_unchanged(earlier(), "Updating", "properties", "provisioningState").passed


def test_an_earlier_record_cannot_tell_tags_from_content_and_says_how_it_is_renewed() -> None:
    verdict = image_unchanged(earlier(), {"stamped": "tonight"}, "tags")

    assert not verdict.passed
    assert "or only its tags were" in verdict.remedy
    assert f"`pulumi up --replace` with the URN of {bodies.subject().migration}-adopted" in verdict.remedy
