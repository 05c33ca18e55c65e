from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.evidence_file import NotAState, audit_document, is_intact
from managed_image_to_gallery.gate.evidence import evidence_of
from managed_image_to_gallery.gate.gate import run_gate
from tests.azure import bodies
from tests.azure.told_reader import ToldReader

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject


def taken() -> JsonObject:
    return evidence_of(asyncio.run(run_gate(ToldReader(), bodies.subject()))).to_dict()


def exported(*resources: Json) -> str:
    return json.dumps({"version": 3, "deployment": {"resources": list(resources)}})


def stash(name: str, output: Json) -> JsonObject:
    urn = f"urn:pulumi:dev::p::component$pulumi:index:Stash::{name}"
    return {"urn": urn, "type": "pulumi:index:Stash", "outputs": {"input": "", "output": output}}


def test_every_record_of_evidence_is_shown_whole() -> None:
    other: JsonObject = {"urn": "urn::x-evidence", "type": "other"}
    state = exported(
        stash("a-adopted", {"digest": "d"}), stash("a-evidence", taken()), stash("b-evidence", None), other
    )

    assert audit_document(state) == {"migrations": {"a": {"intact": True, "evidence": taken()}}}


def test_an_edited_record_is_said_to_be_edited() -> None:
    edited = {**taken(), "identity": "somebody else"}

    document = audit_document(exported(stash("a-evidence", edited)))

    assert not is_intact(document)
    assert document["migrations"]["a"] == {
        "intact": False,
        "reason": "its content does not match its digest: it was edited or damaged",
        "evidence": edited,
    }


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"deployment": {"resources": {}}}'])
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(NotAState):
        audit_document(text)


def test_an_empty_stack_has_no_evidence() -> None:
    assert audit_document('{"deployment": {}}') == {"migrations": {}}
