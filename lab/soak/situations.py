"""What an update does, by where it begins and where it goes; and what of each trouble can meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from soak.interruptions import STEPS
from soak.moments import LISTS_READ
from soak.others import ELSEWHERE
from soak.services import BATCH_POOL, DESKTOPS

if TYPE_CHECKING:
    from soak.beginnings import Beginning
    from soak.histories import Stage

PATHS: list[tuple[Beginning, tuple[Stage, ...]]] = [
    ("nothing", ("published",)),
    ("nothing", ("published",)),
    ("nothing", ("published",)),
    ("published", ("published",)),
    ("published", ("validated",)),
    ("published", ("validated",)),
    ("published", ("validated", "retired")),
    ("published", ("retired",)),
    ("validated", ("retired",)),
    ("validated", ("retired",)),
    ("validated", ("published",)),
]
"""From where to where: mostly forward, sometimes back or skipping a stage."""

MOMENTS_IN = {
    "making": STEPS["published"],
    "keeping": ["update begins", "program reads"],
    "validated": STEPS["validated"],
    "retired": STEPS["retired"],
    "refused": ["update begins", "program reads"],
}
"""The moments that an update passes, by situation."""

_SEEN_LAST = [
    "image changed under the same name",
    "image made again under the same name",
    "lock added",
    "region dropped",
    "version deleted",
    "version deleted",
    "version replaced",
]
"""What the last round of the gate's reading has to see, whatever was read before."""
_VERSIONS = [each for each in ELSEWHERE if not each.startswith("finished")]
_SEEN_IN_LISTS = ["machine started from the image", BATCH_POOL, DESKTOPS, *_VERSIONS]
"""What only lists of whole subscriptions show, which are as old as their reading takes (docs/security.md)."""
_BEFORE_THE_GATE = {
    "program reads": [*_SEEN_IN_LISTS, *_SEEN_LAST],
    **dict.fromkeys((*LISTS_READ, "locks read"), _SEEN_LAST),
    "machines listed": [*_SEEN_LAST, "machine started from the image"],
    "galleries listed": [*_VERSIONS, *_SEEN_LAST],
}
AFTER_THE_PREVIEW = {
    "machines listed again": ["machine started from the image", *_VERSIONS, "lock added"],
    "Batch accounts listed again": [BATCH_POOL],
    "host pools listed again": [DESKTOPS],
}
"""What others begin between the preview, which has seen nothing of it, and the deletion."""
MEANWHILE: dict[str, dict[str, list[str]]] = {
    "making": {
        "program reads": _SEEN_LAST[:3],
        "gallery read": _SEEN_LAST[:3],
        "definition written": ["lock added"],
        "version written": ["lock added"],
        "version awaited": ["machine started from the image", "version deleted", "image changed under the same name"],
    },
    "validated": _BEFORE_THE_GATE,
    "retired": _BEFORE_THE_GATE,
}
"""What others change, by situation and moment of an update."""


def situation(stage: Stage, before: Beginning | Stage) -> str:
    """What an update into a stage does: make a version or only keep it, validate, retire, or be refused for haste."""
    if stage == "published":
        return "making" if before == "nothing" else "keeping"
    return "refused" if (before, stage) == ("published", "retired") else stage
