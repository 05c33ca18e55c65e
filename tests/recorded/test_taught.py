"""The facts say what the recordings say, where the recordings are at hand.

More may have been recorded than there are facts of: of services that local Azure does not have, for instance.
"""

from __future__ import annotations

import os

from tests.recorded.flows import all_flows
from tests.recorded.taught import RECORDINGS, flows


def test_the_facts_are_what_the_recordings_teach():
    if not RECORDINGS.is_dir():
        assert os.environ.get("CI") != "true", f"the recordings are not at {RECORDINGS}"
        return
    taught = {flow.name: flow.to_text() for flow in flows(RECORDINGS)}
    for flow in all_flows():
        assert flow.to_text() == taught.get(flow.name), flow.name
