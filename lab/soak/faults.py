"""What Azure can do to a command: fault rules of local Azure (lab/local_azure/faults/rules.py) by kind."""

from __future__ import annotations

from typing import Any

IMAGE = "Microsoft.Compute/images"
DEFINITION = "Microsoft.Compute/galleries/images"
VERSION = "Microsoft.Compute/galleries/images/versions"

LISTED = {
    "machines": "Microsoft.Compute/virtualMachines",
    "scale sets": "Microsoft.Compute/virtualMachineScaleSets",
    "disks": "Microsoft.Compute/disks",
    "image templates": "Microsoft.VirtualMachineImages/imageTemplates",
    "galleries": "Microsoft.Compute/galleries",
}
"""What the gate reads as whole lists of a subscription."""

Rule = dict[str, Any]  # the JSON of a fault rule


def _refuse(status: int, code: str, **match: object) -> Rule:
    return {"match": match, "refuse": {"status": status, "code": code, "message": "soak", "retryAfter": 0}}


def _failing(method: str, resource_type: str) -> Rule:
    failure = {"code": "InternalServerError", "message": "soak: the operation failed"}
    return {"match": {"method": method, "type": resource_type, "times": 1}, "failOperation": failure}


def _list(kind: str) -> dict[str, Any]:
    return {"access": "list", "type": LISTED[kind]}


SLOW_LISTS: dict[str, Rule] = {f"slow list of {kind}": {"match": _list(kind), "delay": 1.5} for kind in LISTED}
THROTTLED_LISTS: dict[str, Rule] = {
    f"throttled list of {kind}": {
        "match": {**_list(kind), "times": 2},
        "refuse": {"status": 429, "code": "TooManyRequests", "message": "soak", "retryAfter": 1},
    }
    for kind in LISTED
}
STUCK = "stuck publish"
CHILDREN = "409 after child delete"
"""Meets only what deletes definitions: a destroy."""
THROTTLED_DELETE, THROTTLED_FOR_LONG = "429 on the image's delete", "429 on the image's delete, for a long time"
RESENT_SECONDS = 60
"""For how long a delete that Azure throttles may be sent again on the proof that it has (docs/security.md)."""


def _throttled_delete(seconds: int) -> Rule:
    refusal = {"status": 429, "code": "TooManyRequests", "message": "soak", "retryAfter": seconds}
    return {"match": {"method": "DELETE", "type": IMAGE, "times": 1}, "refuse": refusal}


FAULTS: dict[str, Rule] = {
    "429 on reads": _refuse(429, "TooManyRequests", method="GET", times=3),
    "429 on writes": _refuse(429, "TooManyRequests", method="PUT", times=2),
    "500 in the middle": _refuse(500, "InternalServerError", after=6, times=3),
    "503 on writes": _refuse(503, "ServiceUnavailable", method="PUT", times=2),
    "503 on polls": _refuse(503, "ServiceUnavailable", access="poll", times=2),
    "403 on locks": _refuse(403, "AuthorizationFailed", type="Microsoft.Authorization/locks"),
    "404 just after create": _refuse(404, "ResourceNotFound", method="GET", type=VERSION, after=2, times=1),
    CHILDREN: _refuse(409, "CannotDeleteResource", method="DELETE", type=DEFINITION, times=1),
    THROTTLED_DELETE: _throttled_delete(2),
    THROTTLED_FOR_LONG: _throttled_delete(RESENT_SECONDS + 10),
    "409 on delete": _refuse(409, "OperationNotAllowed", method="DELETE", type=IMAGE, times=1),
    "connection reset early": {"match": {"after": 2, "times": 1}, "resetConnection": True},
    "connection reset late": {"match": {"after": 9, "times": 1}, "resetConnection": True},
    "lost response of a definition": {"match": {"method": "PUT", "type": DEFINITION, "times": 1}, "loseResponse": True},
    "lost response of a version": {"match": {"method": "PUT", "type": VERSION, "times": 1}, "loseResponse": True},
    "lost response of a delete": {"match": {"method": "DELETE", "type": IMAGE, "times": 1}, "loseResponse": True},
    "failed publish": _failing("PUT", VERSION),
    "failed definition": _failing("PUT", DEFINITION),
    "delete fails after its 202": _failing("DELETE", IMAGE),
    STUCK: {"match": {"method": "PUT", "type": VERSION, "times": 1}, "holdOperation": True},
    "failed region": {"match": {"type": VERSION}, "region": {"name": "West US 2", "state": "Failed"}},
    "slow replication": {
        "match": {"type": VERSION},
        "region": {"name": "West US 2", "state": "Replicating", "progress": 42},
    },
    **SLOW_LISTS,
    **THROTTLED_LISTS,
}
"""The names are those of docs/reliability.md."""

_READING = ["429 on reads", "500 in the middle", "connection reset early", "connection reset late"]
_GATE = ["403 on locks", "failed region", "slow replication"]
_THROTTLED = [THROTTLED_DELETE, THROTTLED_FOR_LONG]
_LISTS = [*SLOW_LISTS, *THROTTLED_LISTS]
_DELETING = ["409 on delete", "503 on polls", "lost response of a delete", "delete fails after its 202"]

HITS: dict[str, list[str]] = {
    "making": sorted(set(FAULTS) - {*_DELETING, *_LISTS, *_GATE[:1], *_THROTTLED, CHILDREN} | {"503 on polls"}),
    "keeping": ["429 on reads", "connection reset early", CHILDREN],
    "validated": [*_READING, *_GATE],
    "retired": [*_READING, *_GATE, *_DELETING],
    "refused": ["429 on reads"],
    "listed": _LISTS,
    "throttled": _THROTTLED,
}
"""The faults that meet an update, by the situation that `drawing.situation` names: `test_every_fault` plays each."""

HARMLESS_TO_THE_ORACLE = (STUCK, "503 on polls")
"""What does not keep the judge of a deletion from reading, so that it need not be lifted meanwhile."""

SHOWN = ("failed region", "slow replication")
"""What only shows in the replication status, which no log of injected faults tells."""
