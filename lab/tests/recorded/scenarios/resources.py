"""Resource Manager's own lists."""

from __future__ import annotations

from local_azure.arm.settings import DEFAULT_SUBSCRIPTION
from tests.recorded.replay import Replay
from tests.recorded.scenarios.networks import API

GROUP = f"/subscriptions/{DEFAULT_SUBSCRIPTION}/resourceGroups/Group"


def cli_changed_time(replay: Replay) -> None:
    replay.arrange(GROUP, {"location": "westus"}, "2024-11-01")
    space = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
    for number in range(2):
        network = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v{number}"
        replay.arrange(network, {"location": "westus", "properties": space}, API)


SCENARIOS = {"cli_2022-09-01_resources_changed_time": cli_changed_time}
