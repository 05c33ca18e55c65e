"""A world of some families and a caller that speaks to it as the front door does, without HTTP."""

from __future__ import annotations

from collections.abc import Iterable

from local_azure.arm import lifecycle
from local_azure.arm.clock import Clock
from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import ArmId, parse_path
from local_azure.arm.resource_type import Call, Principal, ResourceType, Result
from local_azure.arm.store import Journal
from local_azure.arm.world import LocalWorld, registry

SUBSCRIPTION = "/subscriptions/s"
GROUP = f"{SUBSCRIPTION}/resourceGroups/Group"
API_VERSION = "2024-07-01"


class Azure:
    """One world; `put`, `patch`, `get`, `delete`, `list` and `post` answer with the lifecycle's `Result`."""

    def __init__(self, types: Iterable[ResourceType], principal: Principal | None = None) -> None:
        self.moment = 1_700_000_000.0
        self.world = LocalWorld(registry(types), Journal(None), Clock(source=lambda: self.moment))
        self.world.store.put(Resource(GROUP, "Microsoft.Resources/resourceGroups", "westus", {}))
        self.principal = principal
        self.api_version = API_VERSION

    def put(self, resource_id: str, body: Json) -> Result:
        kind, call = self._asked("PUT", resource_id, body)
        return lifecycle.put(kind, call)

    def patch(self, resource_id: str, body: Json) -> Result:
        kind, call = self._asked("PATCH", resource_id, body)
        return lifecycle.patch(kind, call)

    def get(self, resource_id: str, **query: str) -> Json:
        kind, call = self._asked("GET", resource_id, query={f"${name}": value for name, value in query.items()})
        return body_of(lifecycle.get(kind, call))

    def delete(self, resource_id: str) -> Result:
        kind, call = self._asked("DELETE", resource_id)
        return lifecycle.delete(kind, call)

    def list(self, type_name: str, scope: str = SUBSCRIPTION, **query: str) -> list[Json]:
        kind = self._kind(type_name)
        call = self._call("GET", id_of(scope), None, {f"${name}": value for name, value in query.items()})
        return list(body_of(lifecycle.list_resources(kind, call))["value"])

    def post(self, resource_id: str, action: str, body: Json | None = None) -> Result:
        kind, call = self._asked("POST", resource_id, body)
        return kind.actions()[action.lower()](call, lifecycle.existing_resource(call))

    def view(self, resource_id: str, name: str) -> Json:
        kind, call = self._asked("GET", resource_id)
        return body_of(kind.views()[name.lower()](call, lifecycle.existing_resource(call)))

    def later(self, seconds: float) -> None:
        """Let time pass, and settle what became due."""
        self.world.clock.advance(seconds)
        self.world.settle()

    def done(self) -> None:
        """Let everything that is accepted be done."""
        running = [each for each in self.world.operations.all() if each.running]
        while running:
            self.later(max(each.due for each in running) - self.world.now + 0.001)
            running = [each for each in self.world.operations.all() if each.running]

    def _asked(
        self, method: str, resource_id: str, body: Json | None = None, query: dict[str, str] | None = None
    ) -> tuple[ResourceType, Call]:
        arm_id = id_of(resource_id)
        return self._kind(arm_id.type), self._call(method, arm_id, body, query)

    def _call(self, method: str, arm_id: ArmId, body: Json | None, query: dict[str, str] | None) -> Call:
        return Call(self.world, method, arm_id, self.api_version, body or {}, query or {}, self.principal)

    def _kind(self, name: str) -> ResourceType:
        kind = self.world.type_named(name)
        assert kind is not None, name
        return kind


def id_of(text: str) -> ArmId:
    parsed = parse_path(text)
    assert parsed is not None, text
    return parsed.id


def body_of(result: Result) -> Json:
    assert result.body is not None
    return result.body
