"""A state that a later release has written is refused before anything is registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.component.state.newer_forms import StateIsNewer, newer_records, records_of_other_forms
from managed_image_to_gallery.component.state.resource_types import COMPONENT, RECORD
from managed_image_to_gallery.gate.forms import ADOPTED_FORM, EVIDENCE_FORM, this_release
from tests.component.recording import record
from tests.component.stacks import NAME, as_config, entry, program, stack_of

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject
    from tests.component.told_azure import ToldAzure

HEAD = f"urn:pulumi:dev::managed-image-to-gallery::{COMPONENT}${RECORD}"


def state(**records: object) -> dict[str, JsonObject]:
    """Stashes by the suffix of their name."""
    return {
        f"{HEAD}::one-{suffix}": {"type": RECORD, "outputs": {"output": output}}  # pyright: ignore[reportReturnType]
        for suffix, output in records.items()
    }


@pytest.mark.parametrize("stage", ["published", "validated", "retired"])
@pytest.mark.parametrize(
    ("suffix", "form"), [("evidence", EVIDENCE_FORM + 1), ("adopted", ADOPTED_FORM + 1)], ids=["evidence", "adopted"]
)
def test_nothing_is_registered_and_the_release_is_named(
    azure: ToldAzure, suffix: str, form: int, stage: str, preview: bool
) -> None:
    stashed = {f"{NAME}-{suffix}": {"form": form, "release": "7.8.9"}}
    recording = record(program, preview=preview, config=as_config(stack_of(entry(stage))), stashed=stashed)
    assert isinstance(recording.error, StateIsNewer)
    assert recording.requests == {}
    said = str(recording.error)
    assert f"{NAME}-{suffix}: it is of form {form}, which release 7.8.9 wrote; this is {this_release()}" in said
    assert "Use that release or a later one" in said


def test_the_rest_is_counted() -> None:
    newer = newer_records({**state(evidence={"form": 9}, adopted={"form": 9})})
    assert "and 1 more like it" in str(StateIsNewer(newer))


def test_what_every_release_has_written_is_not_newer() -> None:
    adopted = {"source": "/an/id", "digest": "a"}
    assert newer_records(state(evidence={"form": 1}, adopted=adopted)) == []
    assert [one.name for one in records_of_other_forms(state(evidence={"form": 1}, adopted=adopted))] == [
        "one-evidence"
    ]


@pytest.mark.parametrize("output", ["read from the state in stage retired", None, {"form": "secret"}])
def test_what_is_no_record_is_none(output: object) -> None:
    assert newer_records(state(evidence=output)) == []


def test_other_stashes_are_none_of_ours() -> None:
    urn = "urn:pulumi:dev::managed-image-to-gallery::pulumi:index:Stash::theirs"
    assert newer_records({urn: {"type": RECORD, "outputs": {"output": {"form": 9}}}}) == []
