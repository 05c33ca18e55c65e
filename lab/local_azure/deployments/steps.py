"""The steps of a deployment: one PUT for each resource of its template, when those before it are done."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from http import HTTPStatus

from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import ArmId, parse_id
from local_azure.deployments.template import PlannedResource

WAITING = "Waiting"
RUNNING = "Running"
SUCCEEDED = "Succeeded"
FAILED = "Failed"

STEPS = "steps"
"""Where a deployment keeps its steps (`Resource.internal`)."""


@dataclass
class Step:
    """One resource of a deployment; times are epoch seconds, `status` is the HTTP status of its PUT.

    `operation` is the operation that its PUT started; `body` is dropped once it was sent, since it may hold secrets.
    """

    id: str
    api_version: str
    body: Json
    depends_on: list[str]
    state: str = WAITING
    status: int = 0
    operation: str | None = None
    started: float = 0.0
    ended: float = 0.0
    error: Json | None = None
    tracking_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def arm_id(self) -> ArmId:
        """The id, parsed."""
        parsed = parse_id(self.id)
        if parsed is None:
            raise ValueError(f"not a resource id: {self.id}")
        return parsed

    @property
    def name(self) -> str:
        """The id of the step among the deployment's operations: 16 hexadecimal digits, as Azure's."""
        return hashlib.sha256(self.tracking_id.encode()).hexdigest()[:16].upper()

    def succeed(self, at: float) -> None:
        """End well."""
        self.state, self.ended = SUCCEEDED, at

    def fail(self, status: int, error: Json, at: float) -> None:
        """End badly."""
        self.state, self.status, self.error, self.ended = FAILED, status, error, at


def planned_steps(resources: Iterable[PlannedResource]) -> list[Json]:
    """The steps of a plan, as a deployment keeps them."""
    return [asdict(Step(str(each.id), each.api_version, each.body, list(each.depends_on))) for each in resources]


def steps_of(deployment: Resource) -> list[Step]:
    """The steps of a deployment."""
    return [Step(**each) for each in deployment.internal[STEPS]]


def keep(deployment: Resource, steps: Iterable[Step]) -> None:
    """Write changed steps into their deployment."""
    deployment.internal[STEPS] = [asdict(each) for each in steps]


def shown_target(step_id: ArmId) -> Json:
    """A resource as deployments name it."""
    name = "/".join(step_id.names)
    return {"id": str(step_id), "resourceType": step_id.type, "resourceName": name}


def shown(step: Step, now: float) -> Json:
    """The properties of a deployment operation (microsoft-teams-apps-company-communicator 135)."""
    ended = step.ended or now
    properties: Json = {
        "provisioningOperation": "Create",
        "provisioningState": step.state,
        "timestamp": utc_timestamp(ended),
        "duration": duration(ended - step.started),
        "trackingId": step.tracking_id,
        "statusCode": HTTPStatus(step.status).phrase.replace(" ", ""),
        "targetResource": shown_target(step.arm_id),
    }
    if step.error is not None:
        properties["statusMessage"] = {"status": "Failed", "error": step.error}
    return properties


def duration(seconds: float) -> str:
    """`PT1.5S` (ISO 8601); Azure splits off minutes and hours, which means the same."""
    return f"PT{max(seconds, 0.0):.7f}".rstrip("0").rstrip(".") + "S"
