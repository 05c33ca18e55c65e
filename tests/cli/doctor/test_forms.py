"""What of an earlier release is left in a state, and what is to be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.doctor.forms import UPDATE_ONCE, VALIDATE_AGAIN, findings
from managed_image_to_gallery.component.source_image import DELETE_SECONDS
from managed_image_to_gallery.component.state.record_hooks import EVIDENCE_HOOK_NAME
from managed_image_to_gallery.component.state.resource_types import COMPONENT, IMAGE, RECORD
from managed_image_to_gallery.gate.forms import EVIDENCE_FORM

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.preview_digest import Json

HEAD = f"urn:pulumi:dev::managed-image-to-gallery::{COMPONENT}"
SOURCE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/i"


def image(name: str = "one", **changes: object) -> Json:
    timeouts = {"delete": DELETE_SECONDS}
    urn = f"{HEAD}${IMAGE}::{name}-source"
    return {"urn": urn, "type": IMAGE, "id": SOURCE, "customTimeouts": timeouts, **changes}


def component(name: str = "one") -> Json:
    return {"urn": f"{HEAD}::{name}", "type": COMPONENT, "outputs": {"source_id": SOURCE.upper()}}


def evidence(name: str = "one", form: int = EVIDENCE_FORM, **changes: object) -> Json:
    hooks = {"BeforeDelete": [EVIDENCE_HOOK_NAME]}
    outputs = {"output": {"form": form}}
    urn = f"{HEAD}${RECORD}::{name}-evidence"
    return {"urn": urn, "type": RECORD, "outputs": outputs, "resourceHooks": hooks, **changes}


def state(*resources: Json) -> Json:
    return {"resources": [*resources]}


def test_a_state_of_this_release_is_well() -> None:
    (found,) = findings(state(component(), image(), evidence()))
    assert (found.well, found.found) == (True, "as this release writes it")


def test_without_records_there_is_nothing_to_say() -> None:
    assert findings({}) == []
    assert findings(state(image())) == []


def test_evidence_of_an_earlier_form_is_named_while_its_image_is_there() -> None:
    (found,) = findings(state(component(), image(), evidence(form=1)))
    assert (found.well, found.remedy) == (False, VALIDATE_AGAIN)
    assert found.found.startswith("evidence of one: it is of form 1, which earlier releases wrote")


def test_evidence_of_an_image_that_is_gone_is_needed_no_more() -> None:
    (found,) = findings(state(component(), evidence(form=1)))
    assert found.well


def test_options_that_only_an_update_writes_are_named() -> None:
    slow = image("slow", customTimeouts={"delete": 7200})
    bare = evidence("bare", resourceHooks=None)
    timeouts, hooks = findings(state(component("slow"), slow, component("bare"), bare))
    assert "time limit for a deletion: slow-source" in timeouts.found
    assert "without the hook that keeps it: bare-evidence" in hooks.found
    assert {timeouts.remedy, hooks.remedy} == {UPDATE_ONCE}


def test_many_are_counted() -> None:
    slow = [image(f"n{number}", customTimeouts=None) for number in range(7)]
    (found,) = findings(state(*slow, evidence()))
    assert found.found.endswith("n3-source, n4-source and 2 more")
