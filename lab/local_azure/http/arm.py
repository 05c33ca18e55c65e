"""Azure Resource Manager's order of questions for one request.

Who calls? Which subscription? Which type and api-version? May the caller do this? Does a lock forbid it? Is the caller
too fast? Does a fault rule want something else to happen? Only then the resource provider is asked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from local_azure.arm.endpoint import Endpoint
from local_azure.arm.errors import ArmError
from local_azure.arm.resource_type import Call, Principal, Result
from local_azure.arm.world import LocalWorld
from local_azure.authorization.permissions import may_read
from local_azure.faults.engine import FaultEngine
from local_azure.faults.matching import Attempt
from local_azure.http import errors
from local_azure.http.activity import is_logged, write_of
from local_azure.http.admission import is_filtered, require_admission, require_subscription
from local_azure.http.answers import JSON_TYPE, common_headers, correlation_id_of, encode, error_answer, new_request_id
from local_azure.http.envelope import check_envelope
from local_azure.http.exchange import Answer, Request
from local_azure.http.injection import ConnectionDropped, after, before
from local_azure.http.last_moment import wait_for_end
from local_azure.http.operation_urls import accepted_headers
from local_azure.http.request_log import RequestLog, Seen
from local_azure.http.routing import Route, Router
from local_azure.http.throttling import Throttle
from local_azure.http.tokens import Tokens
from local_azure.resource_graph.endpoints import NAME as RESOURCE_GRAPH

log = logging.getLogger("local_azure")


@dataclass
class ResourceManager:
    """Answers requests on one world."""

    world: LocalWorld
    tokens: Tokens
    endpoints: Sequence[Endpoint]
    faults: FaultEngine
    throttle: Throttle
    requests: RequestLog

    def __post_init__(self) -> None:
        self._router = Router(self.world, self.endpoints)

    async def answer(self, request: Request) -> Answer:
        """The answer to any request; raises nothing but `ConnectionDropped`, for a fault rule that resets it."""
        started = time.perf_counter()
        correlation_id = correlation_id_of(request)
        agent, expand = request.headers.get("user-agent", ""), request.query.get("$expand", "")
        seen = Seen(request.method, request.path, request.api_version or "", agent, expand)
        try:
            answer = await self._carry_out(request, seen, correlation_id)
        except ArmError as refusal:
            answer = error_answer(refusal)
        except ConnectionDropped:
            self.requests.note(seen, 0, started)
            raise
        except Exception:
            log.exception("%s %s failed", request.method, request.path)
            answer = error_answer(errors.internal_error(correlation_id))
        self.requests.note(seen, answer.status, started)
        request_id = answer.headers.pop("x-ms-request-id", None) or new_request_id()
        answer.headers = {**common_headers(request, request_id, correlation_id), **answer.headers}
        return answer

    async def _carry_out(self, request: Request, seen: Seen, correlation_id: str) -> Answer:
        principal = self.tokens.caller(request.headers.get("authorization"), request.base_url)
        self.world.settle()
        subscription = require_subscription(self.world, request.path)
        route = self._router.route(request)
        seen.type, seen.access = route.type_name, route.access
        require_admission(self.world, request, route, principal)
        counted = self._counted(route, subscription, principal)
        try:
            result = await self._asked(request, route, principal, correlation_id)
        except ArmError as refusal:
            self._note(request, route, principal, correlation_id, refusal)
            if route.type_name == RESOURCE_GRAPH:
                refusal.extra_headers |= counted
            raise
        return self._rendered(request, route, result, counted)

    async def _asked(self, request: Request, route: Route, principal: Principal, correlation_id: str) -> Result:
        call = self._call(request, route, principal)
        taken = self.faults.taking(attempt_of(request, route))
        await before(self.world, taken, str(route.id))
        if route.polled_id is not None:
            await wait_for_end(self.world, route.polled_id)
        result = route.handler(call)
        self._note(request, route, principal, correlation_id, result)
        after(self.world, taken, result)
        return result

    def _note(
        self, request: Request, route: Route, principal: Principal, correlation_id: str, outcome: Result | ArmError
    ) -> None:
        """Keep a write for the activity log, be it carried out or refused."""
        if is_logged(route):
            now = self.world.now
            self.world.writes.note(write_of(route, principal, request.method, correlation_id, now, outcome))

    def _counted(self, route: Route, subscription: str, principal: Principal) -> dict[str, str]:
        if route.type_name == RESOURCE_GRAPH:
            return self.throttle.admit_query(principal.client_id)
        return self.throttle.admit(subscription, principal.client_id, route.access, route.kind)

    def _call(self, request: Request, route: Route, principal: Principal) -> Call:
        if route.needs_json and not request.is_json:
            raise errors.internal_error(correlation_id_of(request))
        body = request.json_body(required=route.body_required)
        check_envelope(body)
        version = request.api_version or ""
        call = Call(self.world, request.method, route.id, version, body, request.query, principal)
        if is_filtered(self.world, route, principal):
            call.may_be_seen = partial(may_read, self.world, principal)
        return call

    def _rendered(self, request: Request, route: Route, result: Result, counted: dict[str, str]) -> Answer:
        headers = counted | result.headers
        operation = result.operation
        if operation is not None:
            style = self.world.types[operation.resource_type.lower()].style
            headers |= accepted_headers(self.world, request.base_url, operation, style)
            headers["x-ms-request-id"] = operation.id
        if result.body is None:
            return Answer(result.status, headers)
        headers["Content-Type"] = JSON_TYPE
        link: object = result.body.get("nextLink")
        if isinstance(link, str) and link.startswith("/"):
            result.body["nextLink"] = request.base_url + link
        return Answer(result.status, headers, encode(result.body, pretty=is_pretty(route)))


def attempt_of(request: Request, route: Route) -> Attempt:
    """The request as fault rules see it."""
    return Attempt(
        request.method,
        route.access,
        route.type_name,
        str(route.id),
        request.api_version or "",
        route.operation or "",
        route.action or "",
    )


def is_pretty(route: Route) -> bool:
    """Whether the body is indented: polls always, resources and lists as their type says, others never."""
    if route.access == "poll":
        return True
    if route.kind is None:
        return False
    return route.kind.pretty_list if route.access == "list" else route.kind.pretty
