"""Long-running operations: accepted now, done later.

Nothing runs in the background. An operation is a record with a moment at which it is due; `Operations.due` hands out
what became due, and the world settles it before each request. So a movable clock, a restart and a slow machine all
give the same order of events.
"""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from local_azure.arm.errors import OperationFailed
from local_azure.arm.json_types import Json
from local_azure.arm.store import Journal

IN_PROGRESS = "InProgress"
SUCCEEDED = "Succeeded"
FAILED = "Failed"


@dataclass(frozen=True)
class OperationStyle:
    """How a resource provider shows its operations; one per family (docs/reference/resource-manager.md#operations).

    `url_family` is the segment after `locations/{location}/` (`operations`, `capsOperations`, `DiskOperations`).
    `monitor_family` is the segment of a `Location` URL (network: `operationResults`), `monitor_done_status` what that
    URL answers when the operation is done. Seconds are Azure's; None sends no `Retry-After`.
    `below_resource` polls at `{resource}/{url_family}/{id}` instead of a location's, as deployments do; a `Location`
    URL is then the subscription's own.
    `bare_status` answers polls as `{"status": …}` only, `running_status` what it says meanwhile.
    """

    provider: str = "Microsoft.Compute"
    url_family: str = "operations"
    monitor_family: str | None = None
    monitor_done_status: int = 200
    accepted_status: int | None = None
    put_retry_after: float | None = None
    delete_retry_after: float | None = None
    poll_retry_after: float | None = None
    put_sends_location: bool = False
    delete_sends_location: bool = True
    delete_sends_operation: bool = True
    below_resource: bool = False
    bare_status: bool = False
    running_status: str = IN_PROGRESS
    notification: bool = False


@dataclass
class Operation:
    """One accepted operation. `verb` is put, patch, delete or the name of an action; times are epoch seconds.

    `held_by` names the fault rule that keeps it from finishing; `fails_with` is the failure that a fault rule put in.
    """

    id: str
    verb: str
    resource_type: str
    resource_id: str
    subscription: str
    location: str
    started: float
    due: float
    status: str = IN_PROGRESS
    ended: float | None = None
    error: Json | None = None
    output: Json | None = None
    held_by: str | None = None
    fails_with: Json | None = None
    arguments: Json = field(default_factory=dict[str, object])

    @property
    def running(self) -> bool:
        """Whether it has not reached a terminal status."""
        return self.status == IN_PROGRESS

    def succeed(self, at: float) -> None:
        """End well."""
        self.status, self.ended = SUCCEEDED, at

    def fail(self, failure: OperationFailed, at: float) -> None:
        """End in `Failed`."""
        self.status, self.ended, self.error = FAILED, at, failure.body()


class Operations:
    """All operations of this Azure."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._operations: dict[str, Operation] = {}
        self._queue: list[tuple[float, int, str]] = []
        self._sequence = 0
        for _, document in journal.load("operations"):
            self._keep(Operation(**document))

    def get(self, operation_id: str) -> Operation | None:
        """The operation with this id."""
        return self._operations.get(operation_id.lower())

    def start(
        self,
        verb: str,
        resource_type: str,
        resource_id: str,
        *,
        subscription: str,
        location: str,
        now: float,
        seconds: float,
        arguments: Json | None = None,
    ) -> Operation:
        """Accept an operation that will be due in `seconds` (of this Azure, already scaled)."""
        operation = Operation(
            str(uuid.uuid4()),
            verb,
            resource_type,
            resource_id,
            subscription,
            location,
            started=now,
            due=now + seconds,
            arguments=arguments or {},
        )
        self.save(operation)
        return operation

    def save(self, operation: Operation) -> None:
        """Keep a new or changed operation; one whose `due` was moved is queued anew."""
        self._keep(operation)
        self._journal.write("operations", operation.id, asdict(operation))

    def due(self, now: float) -> Iterator[Operation]:
        """What is due and still running, in the order of its due time; the caller ends and saves each."""
        while self._queue and self._queue[0][0] <= now:
            moment, _, operation_id = heapq.heappop(self._queue)
            operation = self._operations.get(operation_id)
            if operation is not None and operation.running and operation.held_by is None and operation.due == moment:
                yield operation

    def running_on(self, resource_id: object) -> list[Operation]:
        """The operations that are still running on a resource (a string or `ArmId`, whatever the case)."""
        key = str(resource_id).lower()
        return [each for each in self._operations.values() if each.running and each.resource_id.lower() == key]

    def all(self) -> list[Operation]:
        """Every operation, in the order they were accepted."""
        return list(self._operations.values())

    def clear(self) -> None:
        """Forget every operation."""
        for operation_id in self._operations:
            self._journal.remove("operations", operation_id)
        self._operations.clear()
        self._queue.clear()

    def _keep(self, operation: Operation) -> None:
        self._operations[operation.id] = operation
        if operation.running:
            self._sequence += 1
            heapq.heappush(self._queue, (operation.due, self._sequence, operation.id))
