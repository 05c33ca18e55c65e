"""What runs inside a machine, as far as anybody outside can see it.

Nothing runs here. A machine does what its image says of it: the image, or the version, may have a tag
`local-azure-guest` whose value is JSON with any of `"boots": false` (provisioning fails), `"agent": false` (the agent
never reports), `"stdout": "…", "stderr": "…", "exitCode": 1` (what every script prints). Without it machines come up,
and scripts print what their echo lines say.
"""

from __future__ import annotations

import json
from typing import cast

from local_azure.arm.errors import ArmError, invalid_parameter
from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource

AGENT_SECONDS = 25.0
"""The agent reported about 24 s after provisioning had succeeded.

Source: lab/tests/recorded/facts/cli_2019-03-01_vm_get_instance_view.jsonl.
"""

TAG = "local-azure-guest"
GUEST = "guest"
READY_AT = "agent_ready_at"
POWER = "power"
GENERALIZED = "generalized"
RUNNING = "running"
STOPPED = "stopped"
DEALLOCATED = "deallocated"


def said_by(image: Resource) -> Json:
    """What an image or version says of its machines, `{}` where it says nothing."""
    text = (image.tags or {}).get(TAG)
    if text is None:
        return {}
    try:
        said: object = json.loads(text)
    except ValueError:
        said = None
    if isinstance(said, dict):
        return cast("Json", said)
    raise _unreadable(text)


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


def _unreadable(text: str) -> ArmError:
    return invalid_parameter(f"tags.{TAG}", f"The value '{text}' of tag '{TAG}' is no JSON object.")
