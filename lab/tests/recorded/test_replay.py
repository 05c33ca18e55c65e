"""Every recorded flow, replayed against local Azure and compared in structure."""

from __future__ import annotations

import pytest

from tests.recorded.deviations import DEVIATIONS, unexplained, unneeded
from tests.recorded.flows import all_flows
from tests.recorded.replay import Replay
from tests.recorded.scenarios import scenarios

FLOWS = {flow.name: flow for flow in all_flows()}
SCENARIOS = scenarios()


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_local_azure_answers_as_was_recorded(name: str):
    replay = Replay(FLOWS[name])
    SCENARIOS[name](replay)
    found = replay.run()
    differences = unexplained(name, found)
    assert not differences, "\n".join(f"{place}: {difference}" for place, difference in differences.items())
    assert unneeded(name, found) == []


def test_every_deviation_is_of_a_flow_that_is_there():
    assert {each.flow for each in DEVIATIONS} <= FLOWS.keys()
