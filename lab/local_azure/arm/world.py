"""Everything that one local Azure is: its settings, clock, resources, operations and the types it knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from local_azure.arm.clock import Clock
from local_azure.arm.errors import OperationContinues, OperationFailed
from local_azure.arm.json_types import Json
from local_azure.arm.operations import Operation, Operations
from local_azure.arm.replica import Replica
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import RegionFaults, ResourceType
from local_azure.arm.settings import Settings
from local_azure.arm.store import Journal, Store
from local_azure.arm.writes import AZURE_DELAY, Writes


class NoFaults:
    """An Azure without faults."""

    def region_override(self, resource: Resource, region: str) -> Json | None:
        """Nothing to override."""
        return None


@dataclass
class LocalWorld:
    """The whole state of one local Azure. Rules see it as `resource_type.World`: its parts, not what drives them."""

    types: Mapping[str, ResourceType]
    journal: Journal
    clock: Clock = field(default_factory=Clock)
    settings: Settings = field(default_factory=Settings)
    region_faults: RegionFaults = field(default_factory=NoFaults)

    def __post_init__(self) -> None:
        self.store = Store(self.journal)
        self.operations = Operations(self.journal)
        self.replica = Replica(self.store, self.clock)
        self.writes = Writes(self.journal, self.clock.scaled(AZURE_DELAY))

    @property
    def now(self) -> float:
        """Epoch seconds of this Azure."""
        return self.clock.now()

    def type_named(self, name: str) -> ResourceType | None:
        """The resource type with this name, whatever the case."""
        return self.types.get(name.lower())

    def settle(self) -> None:
        """Carry out everything that became due; called before each request."""
        for operation in self.operations.due(self.now):
            self.finish(operation)

    def finish(self, operation: Operation) -> None:
        """End one operation at the moment it was due: its type does what it is about, or says why it fails."""
        kind = self.types[operation.resource_type.lower()]
        at = min(operation.due, self.now)
        try:
            if operation.fails_with is not None:
                raise OperationFailed(str(operation.fails_with["code"]), str(operation.fails_with["message"]))
            kind.finish(self, operation)
        except OperationContinues as wait:
            operation.due = self.now + max(self.clock.scaled(wait.azure_seconds), 0.001)
        except OperationFailed as failure:
            kind.failed(self, operation)
            operation.fail(failure, at)
        else:
            operation.succeed(at)
        self.operations.save(operation)

    def reset(self) -> None:
        """Forget all resources and operations; settings and clock stay."""
        self.operations.clear()
        self.store.clear()
        self.replica.restart()
        self.writes.clear()


def registry(types: Iterable[ResourceType]) -> dict[str, ResourceType]:
    """The types by lower-case name."""
    return {each.name.lower(): each for each in types}
