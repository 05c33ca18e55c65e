"""Every recorded flow, replayed against local Azure and compared in structure."""

from __future__ import annotations

import pytest

from tests.recorded.deviations import unexplained
from tests.recorded.flows import all_flows
from tests.recorded.replay import Replay
from tests.recorded.scenarios import scenarios

FLOWS = {flow.name: flow for flow in all_flows()}
SCENARIOS = scenarios()


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_local_azure_answers_as_was_recorded(name: str):
    replay = Replay(FLOWS[name])
    SCENARIOS[name](replay)
    differences = unexplained(name, replay.run())
    assert not differences, "\n".join(f"{place}: {difference}" for place, difference in differences.items())
