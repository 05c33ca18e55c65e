"""What runs inside a machine, as far as anybody outside can see it.

Nothing runs here. A machine does what its image says of it: the image, or the version, may keep under
`internal["guest"]` any of `{"boots": false}` (provisioning fails), `{"agent": false}` (the agent never reports),
`{"stdout": "…", "stderr": "…", "exitCode": 1}` (what every script prints). Without it machines come up, and scripts
print what their echo lines say.
"""

from __future__ import annotations

from local_azure.arm.json_types import Json

AGENT_SECONDS = 25.0
"""The agent reported about 24 s after provisioning had succeeded (cli_2019-03-01_vm_get_instance_view)."""

GUEST = "guest"
READY_AT = "agent_ready_at"
POWER = "power"
GENERALIZED = "generalized"
RUNNING = "running"
STOPPED = "stopped"
DEALLOCATED = "deallocated"


def boots(guest: Json) -> bool:
    """Whether a machine from this image comes up."""
    return guest.get("boots") is not False


def has_agent(guest: Json) -> bool:
    """Whether its agent ever reports."""
    return boots(guest) and guest.get("agent") is not False


def agent_is_ready(internal: Json, now: float) -> bool:
    """Whether the agent of this machine has reported: some time after it came up, while it runs."""
    ready_at = internal.get(READY_AT)
    return internal.get(POWER) == RUNNING and isinstance(ready_at, (int, float)) and now >= ready_at
