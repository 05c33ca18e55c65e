"""Moments of a command at which others change something, or an operator's command is sent a signal."""

from __future__ import annotations

from typing import Any

from soak.faults import DEFINITION, IMAGE, LISTED, VERSION
from soak.interruptions import DELAY
from soak.services import ACCOUNTS, HOST_POOLS

PROOF_SECONDS = 5.0
"""How old what the gate read last may be when the hook returns (docs/security.md); the oracle's own copy."""
_OLDER_THAN_A_PROOF = PROOF_SECONDS + 1.0

LISTED_AGAIN = {"machines": LISTED["machines"], "Batch accounts": ACCOUNTS, "host pools": HOST_POOLS}
"""What the update of a command with a preview lists for the second time."""

HELD: dict[str, tuple[dict[str, Any], float]] = {
    "program reads": ({"times": 1}, DELAY),
    **{f"{kind} listed": ({"type": type_, "access": "list", "times": 1}, DELAY) for kind, type_ in LISTED.items()},
    **{
        f"{kind} listed again": ({"type": type_, "access": "list", "after": 1, "times": 1}, DELAY)
        for kind, type_ in LISTED_AGAIN.items()
    },
    "locks read": ({"type": "Microsoft.Authorization/locks", "times": 1}, _OLDER_THAN_A_PROOF),
    "gallery read": ({"type": DEFINITION, "method": "GET", "times": 1}, DELAY),
    "definition written": ({"type": DEFINITION, "method": "PUT", "times": 1}, DELAY),
    "version written": ({"type": VERSION, "method": "PUT", "times": 1}, DELAY),
    "version awaited": ({"type": VERSION, "access": "poll", "times": 1}, DELAY),
    "delete refused": ({"type": IMAGE, "method": "DELETE", "times": 1}, 0.1),
}
"""The request that is held back while others change something, and for how many seconds.

What the gate reads last is held back for longer than its proof may be old: what was changed meanwhile has to be seen.
After that last reading nobody can see a change: it is not drawn.
"""

LISTS_READ = [f"{kind} listed" for kind in LISTED]

OPERATORS: dict[str, list[str]] = {
    "publish": ["program reads", "version written", "version awaited"],
    "validate": ["program reads", "gate reads", "file written", "evidence stored"],
    "retire": ["program reads", "gate reads", "file written", "image deleted", "image deletion awaited"],
    "resume": ["program reads"],
}
"""When a signal is sent to an operator's command: requests of `soak.interruptions.MOMENTS`, or what is seen outside."""

ASKED = "asked"
"""The moment at which a command asks its question at a terminal."""
