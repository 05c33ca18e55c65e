"""`/admin/…`: what a test or a demonstration does to this Azure from outside; not a part of Azure.

Every request carries `Authorization: Bearer <admin_secret of the ready file>`.

    GET    /admin/clock            {"now", "timeScale", "runningOperations"}
    POST   /admin/clock            {"advance": seconds} or {"settle": true}: to the end of everything that is running
    GET    /admin/delays           {"resourceGraph", "activityLog"}: seconds of the clock until they know of a change
    POST   /admin/delays           one of them, or both
    GET    /admin/faults           the rules in force, with their counts
    POST   /admin/faults           a rule or {"faults": [rule, …]}; answers their ids
    DELETE /admin/faults[/{id}]    removes all or one, and lets go what it held
    GET    /admin/faults/log       what was injected; DELETE empties it
    GET    /admin/requests         {"requests", "counts"}; DELETE empties both
    POST   /admin/change           {"id", "merge"}: someone else changes a resource; {"id", "delete": true}
    POST   /admin/seed             a seed file's content, YAML
    POST   /admin/reset            forget all resources, operations, rules and logs
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json, as_object
from local_azure.faults.consequences import change_resource

if TYPE_CHECKING:
    from starlette.requests import Request

    from local_azure.arm.world import LocalWorld
    from local_azure.authorization.service_principals import Identities
    from local_azure.faults.engine import FaultEngine
    from local_azure.http.request_log import RequestLog

DELAYED = ("resourceGraph", "activityLog")
Endpoint = Callable[["Request"], Awaitable[Response]]


class AdminRefused(Exception):
    """A request that the admin endpoint cannot carry out; the text says why."""


def admin_routes(admin: Admin) -> list[Route]:
    """The routes, for Starlette."""
    table: list[tuple[str, str, Endpoint]] = [
        ("GET", "/admin/clock", admin.clock),
        ("POST", "/admin/clock", admin.move_clock),
        ("GET", "/admin/delays", admin.delays),
        ("POST", "/admin/delays", admin.set_delays),
        ("GET", "/admin/faults", admin.rules),
        ("POST", "/admin/faults", admin.add_rules),
        ("DELETE", "/admin/faults", admin.clear_rules),
        ("GET", "/admin/faults/log", admin.injected),
        ("DELETE", "/admin/faults/log", admin.clear_injected),
        ("DELETE", "/admin/faults/{rule_id}", admin.remove_rule),
        ("GET", "/admin/requests", admin.requests),
        ("DELETE", "/admin/requests", admin.clear_requests),
        ("POST", "/admin/change", admin.change),
        ("POST", "/admin/seed", admin.seed),
        ("POST", "/admin/reset", admin.reset),
    ]
    return [Route(path, admin.guarded(endpoint), methods=[method]) for method, path, endpoint in table]


@dataclass
class Admin:
    """The handlers."""

    world: LocalWorld
    identities: Identities
    faults: FaultEngine
    log: RequestLog
    forget: Callable[[], None]
    """Forgets everything but settings, identities and the time."""

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint for those who know the secret, 401 for others; a refusal is 400 with its text."""

        async def guarded(request: Request) -> Response:
            sent = request.headers.get("authorization", "").removeprefix("Bearer ")
            if not hmac.compare_digest(sent.encode(), self.identities.admin_secret.encode()):
                return JSONResponse({"error": "the admin secret of the ready file is required"}, 401)
            try:
                self.world.settle()
                return await endpoint(request)
            except AdminRefused as refused:
                return JSONResponse({"error": str(refused)}, 400)

        return guarded

    async def clock(self, _request: Request) -> Response:
        """What time it is here."""
        running = sum(each.running for each in self.world.operations.all())
        clock = self.world.clock
        return JSONResponse({"now": clock.now(), "timeScale": clock.time_scale, "runningOperations": running})

    async def move_clock(self, request: Request) -> Response:
        """Move the clock forward."""
        body = await _json(request)
        if body.get("settle") is True:
            settle_everything(self.world)
        else:
            seconds: object = body.get("advance")
            if not isinstance(seconds, (int, float)) or seconds < 0:
                raise AdminRefused(f"'advance' is a number of seconds, 0 or more; found {seconds!r}")
            self.world.clock.advance(seconds)
            self.world.settle()
        return await self.clock(request)

    async def delays(self, _request: Request) -> Response:
        """How late services learn of changes."""
        return JSONResponse({"resourceGraph": self.world.replica.delay, "activityLog": self.world.writes.delay})

    async def set_delays(self, request: Request) -> Response:
        """Let services learn late of changes from now on."""
        body = await _json(request)
        for name, seconds in body.items():
            if name not in DELAYED or not isinstance(seconds, (int, float)) or seconds < 0:
                raise AdminRefused(f"{' and '.join(DELAYED)} are seconds, 0 or more; found {name!r}: {seconds!r}")
        self.world.replica.set_delay(body.get("resourceGraph", self.world.replica.delay))
        self.world.writes.delay = body.get("activityLog", self.world.writes.delay)
        return await self.delays(request)

    async def rules(self, _request: Request) -> Response:
        """The rules in force."""
        return JSONResponse({"faults": [each.to_json() for each in self.faults]})

    async def add_rules(self, request: Request) -> Response:
        """Put rules in force."""
        from local_azure.faults.rules import FaultFileError, parse_rules

        try:
            rules = parse_rules(json.loads(await request.body()), "request")
        except (ValueError, FaultFileError) as cause:
            raise AdminRefused(str(cause)) from cause
        return JSONResponse({"ids": [self.faults.add(rule).id for rule in rules]}, 201)

    async def remove_rule(self, request: Request) -> Response:
        """Take one rule out of force."""
        found = self.faults.remove(request.path_params["rule_id"])
        return Response(status_code=204 if found else 404)

    async def clear_rules(self, _request: Request) -> Response:
        """Take all rules out of force."""
        self.faults.clear()
        return Response(status_code=204)

    async def injected(self, _request: Request) -> Response:
        """What rules did."""
        return JSONResponse({"injected": [each.to_json() for each in self.faults.log]})

    async def clear_injected(self, _request: Request) -> Response:
        """Forget what rules did."""
        self.faults.log.clear()
        return Response(status_code=204)

    async def requests(self, _request: Request) -> Response:
        """The last requests, and how many of each kind."""
        return JSONResponse({"requests": self.log.last(), "counts": self.log.counts()})

    async def clear_requests(self, _request: Request) -> Response:
        """Forget the requests."""
        self.log.clear()
        return Response(status_code=204)

    async def change(self, request: Request) -> Response:
        """Change or delete a resource as another person would, past every check."""
        body = await _json(request)
        resource = self.world.store.get(body.get("id"))
        if resource is None:
            raise AdminRefused(f"there is no resource {body.get('id')!r}")
        if body.get("delete") is True:
            self.world.types[resource.type.lower()].removed(self.world, resource)
        else:
            change_resource(self.world, resource, as_object(body.get("merge")))
        return Response(status_code=204)

    async def seed(self, request: Request) -> Response:
        """Add what a seed file declares."""
        from local_azure.seed.loading import SeedError, apply_seed_text

        try:
            made = apply_seed_text(self.world, self.identities, (await request.body()).decode(), "request")
        except (SeedError, ArmError) as cause:
            raise AdminRefused(str(cause)) from cause
        return JSONResponse({"ids": made}, 201)

    async def reset(self, _request: Request) -> Response:
        """Forget everything but settings, identities and the time."""
        self.forget()
        return Response(status_code=204)


def settle_everything(world: LocalWorld) -> None:
    """Move the clock to the end of everything that is running and not held."""
    for _ in range(1000):
        due = [each.due for each in world.operations.all() if each.running and each.held_by is None]
        if not due:
            return
        world.clock.advance(max(0.0, min(due) - world.now) + 0.001)
        world.settle()


async def _json(request: Request) -> Json:
    try:
        return as_object(json.loads(await request.body()))
    except ValueError as cause:
        raise AdminRefused(f"the body is not JSON: {cause}") from cause
