"""The moments of the kills are complete: every step of the engine in the documented example has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.outcomes import up
from harness.product import NAME
from soak.interruptions import EVENTS, MOMENTS

if TYPE_CHECKING:
    from harness.outcomes import Outcome
    from harness.product import Product
    from soak.azure import Provider

STEPS: dict[str, dict[tuple[str, str], str]] = {
    "published": {
        ("create", "managed-image-to-gallery-dev"): "update begins",
        ("create", NAME): "migration declared",
        ("create", f"{NAME}-definition"): "definition written",
        ("import", f"{NAME}-source"): "image read for adoption",
        ("create", f"{NAME}-adopted"): "image recorded",
        ("create", f"{NAME}-version"): "version written",
    },
    "validated": {("same", f"{NAME}-source"): "image released", ("create", f"{NAME}-evidence"): "evidence stored"},
    "retired": {("same", f"{NAME}-evidence"): "evidence kept", ("delete", f"{NAME}-source"): "image deleted"},
}
"""Step of the engine → the moment at which it is killed; what stays the same besides has none."""


def changes(outcome: Outcome) -> set[tuple[str, str]]:
    """The steps that change the state, providers left out: they are there before anything else can be."""
    return {
        (step.operation, step.name)
        for step in outcome.steps
        if step.operation != "same" and not step.type.startswith("pulumi:providers:")
    }


def test_every_moment_of_a_step_is_known() -> None:
    assert {moment for steps in STEPS.values() for moment in steps.values()} <= {*MOMENTS, *EVENTS}


@pytest.mark.exhaustive
def test_every_step_of_every_transition_has_its_moment(product: Product, provider: Provider) -> None:
    for stage, steps in STEPS.items():
        product.configure(stage=stage)
        done = up(product)
        assert not done.failed, done.text
        assert changes(done) == {step for step in steps if step[0] != "same"}
        assert {(step.operation, step.name) for step in done.steps} >= set(steps)
