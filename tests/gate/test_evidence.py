from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from managed_image_to_gallery.azure.errors import InvalidEvidence
from managed_image_to_gallery.azure.resource_ids import image_id, parse_resource_id, same_id, version_id
from managed_image_to_gallery.gate.evidence import Evidence, evidence_from_dict, evidence_of, subject_digest
from managed_image_to_gallery.gate.forms import this_release
from managed_image_to_gallery.gate.gate import run_gate
from managed_image_to_gallery.gate.verdicts import GateRefused
from tests.azure import bodies
from tests.azure.bodies import DEFINITION, IMAGE, SUBSCRIPTION
from tests.azure.told_reader import ToldReader

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.gate.adopted import AdoptedImage
    from managed_image_to_gallery.gate.subject import GateSubject


def adopted() -> AdoptedImage:
    known = bodies.subject().adopted
    assert known is not None
    return known


def taken() -> Evidence:
    return evidence_of(asyncio.run(run_gate(ToldReader(), bodies.subject())))


def as_doubles(value: Json) -> Json:
    """What the Pulumi engine's wire makes of numbers."""
    if isinstance(value, dict):
        return {key: as_doubles(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_doubles(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_evidence_survives_the_state_it_is_kept_in() -> None:
    evidence = taken()
    stored = cast("JsonObject", as_doubles(cast("Json", json.loads(json.dumps(evidence.to_dict())))))

    read = evidence_from_dict(stored)

    assert read == evidence
    assert read.differences(bodies.subject()) == []
    assert read.subject_digest == subject_digest(bodies.subject())


def test_evidence_says_who_saw_which_image_when() -> None:
    evidence = taken()

    assert evidence.identity == "me"
    assert evidence.record["release"] == this_release()
    assert evidence.image_digest == adopted().digest
    assert evidence.taken_at.endswith("+00:00")
    assert evidence.source_id == str(IMAGE)


def test_a_record_keeps_what_was_seen_and_says_nothing_of_it_twice() -> None:
    record = taken().to_dict()
    observed = cast("dict[str, JsonObject]", record["observations"])

    assert set(observed) >= {"image", "version", "definition", "references", "locks"}
    assert observed["version"]["provisioningState"] == "Succeeded"
    assert same_id(str(observed["version"]["sourceId"]), IMAGE)
    assert not {"id"} & {key for name in ("image", "version", "definition") for key in observed[name]}


def test_a_refused_gate_gives_no_evidence() -> None:
    result = asyncio.run(run_gate(ToldReader(version_answer=None), bodies.subject()))

    with pytest.raises(GateRefused, match="version-succeeded"):
        evidence_of(result)


@pytest.mark.parametrize(
    ("subject", "differs"),
    [
        (replace(bodies.subject(), source_id=image_id(SUBSCRIPTION, "myResourceGroup", "other")), "source"),
        (replace(bodies.subject(), version_id=version_id(DEFINITION, "1.0.1")), "version"),
        (replace(bodies.subject(), definition_id=DEFINITION.parent), "definition"),
        (replace(bodies.subject(), target_regions=("eastus2",)), "target regions"),
        (replace(bodies.subject(), target_regions=("eastus2", "westus2", "westus3")), "target regions"),
        (replace(bodies.subject(), replica_counts={"eastus2": 2, "westus2": 2}), "target regions"),
    ],
)
def test_evidence_for_something_else_is_told_apart(subject: GateSubject, differs: str) -> None:
    (difference,) = taken().differences(subject)

    assert difference.startswith(f"{differs}:")
    assert taken().subject_digest != subject_digest(subject)


def test_evidence_belongs_to_one_record_of_adoption() -> None:
    renewed = replace(adopted(), content={**adopted().content, "hyperVGeneration": "V2"})

    (difference,) = taken().differences(replace(bodies.subject(), adopted=renewed))

    assert "renewed or edited" in difference
    assert taken().differences(replace(bodies.subject(), adopted=replace(adopted(), tags={"a": "b"}))) == []


@pytest.mark.parametrize(
    "subject",
    [
        replace(bodies.subject(), source_id=parse_resource_id(str(IMAGE).upper())),
        replace(bodies.subject(), target_regions=("West US 2", "East US 2")),
        replace(bodies.subject(), migration="renamed"),
    ],
)
def test_another_spelling_is_the_same_subject(subject: GateSubject) -> None:
    assert taken().differences(subject) == []
    assert taken().subject_digest == subject_digest(subject)


@pytest.mark.parametrize(
    "edit",
    [
        {"imageDigest": "0" * 64},
        {"takenAt": "2020-01-01T00:00:00+00:00"},
        {"checks": {}},
        {"digest": "0" * 64},
        {"subject": {}},
        {"form": 1},
        {"extra": True},
    ],
)
def test_an_edited_record_is_noticed(edit: JsonObject) -> None:
    with pytest.raises(InvalidEvidence):
        evidence_from_dict({**taken().to_dict(), **edit})


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(InvalidEvidence, match="form None"):
        evidence_from_dict({})
