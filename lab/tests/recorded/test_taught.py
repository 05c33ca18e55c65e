"""The facts say what the recordings say, where the recordings are at hand.

More may have been recorded than there are facts of: of services that local Azure does not have, for instance.
"""

from __future__ import annotations

import pytest

from tests.recorded.flows import all_flows
from tests.recorded.taught import RECORDINGS, flows


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings are no part of this repository")
def test_the_facts_are_what_the_recordings_teach() -> None:
    taught = {flow.name: flow.to_text() for flow in flows(RECORDINGS)}
    for flow in all_flows():
        assert flow.to_text() == taught.get(flow.name), flow.name
