"""Every kind of fault can hit: a rule that never matches would make docs/reliability.md look better than it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from soak.commands import DOCUMENTED_DESTROY
from soak.faults import CHILDREN, FAULTS, HITS
from soak.histories import History, Step
from soak.play import Player

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.beginnings import Beginning, Beginnings
    from soak.histories import Stage

pytestmark = pytest.mark.exhaustive

WAYS: dict[str, tuple[Beginning, Stage]] = {
    "making": ("nothing", "published"),
    "keeping": ("published", "published"),
    "validated": ("published", "validated"),
    "retired": ("validated", "retired"),
    "refused": ("published", "retired"),
    "listed": ("published", "validated"),
    "throttled": ("validated", "retired"),
}


def test_every_fault_has_a_situation() -> None:
    assert {fault for faults in HITS.values() for fault in faults} == set(FAULTS)


@pytest.mark.parametrize(("where", "fault"), [(where, fault) for where, faults in HITS.items() for fault in faults])
def test_a_fault_hits_where_it_is_drawn(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings, where: str, fault: str
) -> None:
    beginning, stage = WAYS[where]
    step = Step(stage, DOCUMENTED_DESTROY if fault == CHILDREN else "up", fault=fault)
    outcome = Player(azure, provider, tmp_path, beginnings).play(History((step,), beginning))
    assert outcome.faults == [fault]
