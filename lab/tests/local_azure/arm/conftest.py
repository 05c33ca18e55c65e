"""A world with one small type, to see what the kernel does without any family."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_azure.arm.clock import Clock
from local_azure.arm.errors import ArmError, OperationFailed
from local_azure.arm.json_types import Json
from local_azure.arm.operations import Operation
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import parse_id
from local_azure.arm.resource_type import Call, ResourceType, World
from local_azure.arm.store import Journal
from local_azure.arm.world import LocalWorld, registry

GROUP = "/subscriptions/s/resourceGroups/Group"
WIDGET = f"{GROUP}/providers/Contoso.Test/widgets/one"


class Widgets(ResourceType):
    """Takes 10 s to put and 5 s to delete; `fate: doomed` fails later, `fate: bad` at once."""

    name = "Contoso.Test/widgets"
    api_versions = ("2024-01-01",)

    def check_put(self, call: Call, existing: Resource | None) -> None:
        if call.properties.get("fate") == "bad":
            raise ArmError(400, "InvalidParameter", "bad", target="fate")

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        return 10

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        return 5

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        if resource.properties.get("fate") == "doomed":
            raise OperationFailed("Conflict", "doomed")
        resource.properties["size"] = 127


class Parts(ResourceType):
    """Nested in widgets; done at once."""

    name = "Contoso.Test/widgets/parts"
    api_versions = ("2024-01-01",)


class ManualTime:
    """A source of time that only the test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


def make_world(path: Path | None = None, time_scale: float = 1.0) -> LocalWorld:
    world = LocalWorld(registry([Widgets(), Parts()]), Journal(path), Clock(time_scale, ManualTime()))
    if world.store.get(GROUP) is None:
        world.store.put(Resource(GROUP, "Microsoft.Resources/resourceGroups", "westus", {}))
    return world


def call(world: World, method: str, resource_id: str = WIDGET, properties: Json | None = None) -> Call:
    arm_id = parse_id(resource_id)
    assert arm_id is not None
    body: Json = {"location": "West US", "properties": properties or {}} if method in {"PUT", "PATCH"} else {}
    return Call(world, method, arm_id, "2024-01-01", body)


@pytest.fixture
def world() -> LocalWorld:
    return make_world()
