"""The stage that a stack has, from its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.preview_digest import Json
from managed_image_to_gallery.cli.selection.stages_in_state import stages_in_state
from managed_image_to_gallery.component.state.resource_types import COMPONENT
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

WEB = "/subscriptions/s/resourceGroups/images/providers/Microsoft.Compute/images/web"
STASH = "pulumi:index:Stash"


def resource(kind: str, name: str, **more: object) -> Json:
    return {"urn": f"urn:pulumi:dev::p::{kind}::{name}", "type": kind, **more}


def migration(name: str, *, evidence: bool) -> list[Json]:
    adopted = resource(STASH, f"{name}-adopted", outputs={"output": {"source": WEB.lower(), "digest": "d"}})
    record = [resource(STASH, f"{name}-evidence", outputs={"output": {}})] if evidence else []
    return [resource(COMPONENT, name), adopted, *record]


IMAGE = resource("azure-native:compute:Image", "web-source", id=WEB)


def stack(**stages: str) -> Json:
    outputs = {f"{name}/stage": stage for name, stage in stages.items()}
    return resource("pulumi:pulumi:Stack", "p-dev", outputs=outputs)


def stack_of_earlier_program(**stages: str) -> Json:
    outputs = {"migrations": {name: {"stage": stage} for name, stage in stages.items()}}
    return resource("pulumi:pulumi:Stack", "p-dev", outputs=outputs)


@pytest.mark.parametrize(
    ("evidence", "image", "told", "stage"),
    [
        (False, True, "published", Stage.PUBLISHED),
        (False, True, "validated", Stage.PUBLISHED),
        (True, True, "validated", Stage.VALIDATED),
        (True, True, "published", Stage.VALIDATED),
        (True, True, "retired", Stage.VALIDATED),
        (True, False, "validated", Stage.RETIRED),
    ],
)
def test_what_the_state_holds_counts_and_not_what_was_said(
    evidence: bool, image: bool, told: str, stage: Stage
) -> None:
    resources = [stack(web=told), *migration("web", evidence=evidence), *([IMAGE] if image else [])]
    assert stages_in_state({"resources": resources}) == {"web": stage}


@pytest.mark.parametrize("exported", [stack, stack_of_earlier_program])
def test_a_shared_image_stays_until_the_last_is_retired(exported: Callable[..., Json]) -> None:
    both = [*migration("one", evidence=True), *migration("two", evidence=True)]
    state: Json = {"resources": [exported(one="retired", two="validated"), *both, IMAGE]}
    assert stages_in_state(state) == {"one": Stage.RETIRED, "two": Stage.VALIDATED}


def test_a_stack_without_anything_has_no_stages() -> None:
    assert stages_in_state({}) == {}
