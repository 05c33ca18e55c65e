"""Azure Resource Manager's order of questions for one request.

Who calls? Which subscription? Which type and api-version? May the caller do this? Does a lock forbid it? Is the caller
too fast? Does a fault rule want something else to happen? Only then the resource provider is asked.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from local_azure.arm.endpoint import Endpoint
from local_azure.arm.errors import ArmError, subscription_not_found
from local_azure.arm.resource_ids import parse_path
from local_azure.arm.resource_type import Call, Principal, Result
from local_azure.arm.world import World
from local_azure.http import errors
from local_azure.http.answers import JSON_TYPE, common_headers, correlation_id_of, encode, error_answer
from local_azure.http.exchange import Answer, Request
from local_azure.http.operation_urls import accepted_headers
from local_azure.http.routing import Route, Router
from local_azure.http.tokens import Tokens

log = logging.getLogger("local_azure")


@dataclass
class ResourceManager:
    """Answers requests on one world."""

    world: World
    tokens: Tokens
    endpoints: Sequence[Endpoint]

    def __post_init__(self) -> None:
        self._router = Router(self.world, self.endpoints)

    async def answer(self, request: Request) -> Answer:
        """The answer to any request; never raises but for a connection that a fault rule resets."""
        correlation_id = correlation_id_of(request)
        try:
            answer = self._carry_out(request)
        except ArmError as refusal:
            answer = error_answer(refusal)
        except Exception:
            log.exception("%s %s failed", request.method, request.path)
            answer = error_answer(errors.internal_error(correlation_id))
        request_id = answer.headers.pop("x-ms-request-id", None) or str(uuid.uuid4())
        answer.headers = {**common_headers(request, request_id, correlation_id), **answer.headers}
        return answer

    def _carry_out(self, request: Request) -> Answer:
        principal = self.tokens.caller(request.headers.get("authorization"), request.base_url)
        self.world.settle()
        self._check_subscription(request)
        route = self._router.route(request)
        call = self._call(request, route, principal)
        result = route.handler(call)
        return self._rendered(request, route, result)

    def _check_subscription(self, request: Request) -> None:
        parsed = parse_path(request.path)
        subscription = parsed.id.subscription if parsed is not None else None
        if subscription is not None and subscription.lower() not in self.world.settings.subscriptions:
            raise subscription_not_found(subscription)

    def _call(self, request: Request, route: Route, principal: Principal) -> Call:
        body = request.json_body(required=route.body_required)
        version = request.api_version or ""
        return Call(self.world, request.method, route.id, version, body, request.query, principal)

    def _rendered(self, request: Request, route: Route, result: Result) -> Answer:
        headers = dict(result.headers)
        operation = result.operation
        if operation is not None:
            style = self.world.types[operation.resource_type.lower()].style
            headers |= accepted_headers(self.world, request.base_url, operation, style)
            headers["x-ms-request-id"] = operation.id
        if result.body is None:
            return Answer(result.status, headers)
        kind = route.kind
        pretty = route.access == "poll" or (
            kind is not None and (kind.pretty_list if route.access == "list" else kind.pretty)
        )
        headers["Content-Type"] = JSON_TYPE
        return Answer(result.status, headers, encode(result.body, pretty=pretty))
