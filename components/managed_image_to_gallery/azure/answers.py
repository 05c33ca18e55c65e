"""One question to Azure and its answer: JSON, "it does not exist", or a ReadFailed that says why there is none."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Protocol, cast

from managed_image_to_gallery.azure.errors import (
    AccessDenied,
    MalformedAnswer,
    ReadFailed,
    RequestRefused,
    ServiceFailed,
    SignInFailed,
    SubscriptionNotFound,
    Throttled,
    TimedOut,
    Unreachable,
)
from managed_image_to_gallery.azure.pacing import asked_wait
from managed_image_to_gallery.azure.underway import UNDERWAY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from azure.core.exceptions import ClientAuthenticationError
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    from managed_image_to_gallery.azure.json_types import Json, JsonObject

NOT_FOUND_CODES = frozenset({"ResourceNotFound", "ParentResourceNotFound", "ResourceGroupNotFound", "NotFound"})
"""The codes by which ARM says that a resource does not exist (docs/reference/azure-errors.md#any-resource,
docs/reference/azure-errors.md#image-not-in-the-region).

Another 404 (SubscriptionNotFound, InvalidResourceType, a proxy's page) says nothing about the resource.
"""


_CAUSES_BELOW = frozenset(
    {"InvalidQuery", "InvalidQueryLanguage", "ParserFailure", "RateLimiting", "ResponsePayloadTooLarge", "AccessDenied"}
)
"""The codes by which Resource Graph says why (docs/reference/resource-graph.md#errors)."""

_CUT_OFF = "x-ms-tenant-subscription-limit-hit"
"""The header by which Resource Graph says that it did not ask all subscriptions (docs/reference/resource-graph.md)."""

_TOO_MANY = "there are more subscriptions than Azure asks at a time, 10,000, and it has left the others out"


class BodyTooLong(Exception):
    """An answer with more bytes than any that Azure gives; `limit` is how many are read."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"the answer is longer than {limit:,} bytes, which no answer of Azure's is")


class Sender(Protocol):
    """What sends requests: azure-core's pipeline client or an SDK client above one."""

    def send_request(self, request: HttpRequest) -> Awaitable[AsyncHttpResponse]:
        """Send a request through sign-in and retries."""
        ...


async def ask(
    sender: Sender,
    url: str,
    *,
    what: str,
    deadline: float,
    query: JsonObject | None = None,
    heed: Callable[[Mapping[str, str]], None] = lambda _: None,
) -> JsonObject | None:
    """GET a JSON object, or None when Azure says that the resource does not exist.

    what: the name of the thing, for messages. deadline: seconds for everything, retries included. query: is sent by
    POST in place of the GET, for a question that has a body. heed: is told the headers of the answer.
    Raises ReadFailed for everything else.
    """
    with UNDERWAY.waiting_for("Azure is read"):
        response = await _send(sender, url, what, deadline, query)
    heed(response.headers)
    if response.headers.get(_CUT_OFF, "").lower() == "true":
        raise RequestRefused(what, message=_TOO_MANY, remedy="Name those that are to be asked about.")
    if response.status_code == 200:
        return _object(response, what)
    code, message = _error(response)
    if response.status_code == 404 and code in NOT_FOUND_CODES:
        return None
    if response.status_code == 429:
        raise Throttled(what, status=429, code=code, message=message, wait=asked_wait(response.headers))
    raise _refusal(response.status_code, code)(what, status=response.status_code, code=code, message=message)


def must_exist(bodies: list[JsonObject] | None, what: str) -> list[JsonObject]:
    """A list that every subscription has. Raises RequestRefused when Azure says that there is none."""
    if bodies is None:
        raise RequestRefused(what, status=404, message="Azure says that this list does not exist")
    return bodies


async def _send(sender: Sender, url: str, what: str, deadline: float, query: JsonObject | None) -> AsyncHttpResponse:
    from azure.core.exceptions import (
        AzureError,
        ClientAuthenticationError,
        DecodeError,
        ServiceRequestTimeoutError,
        ServiceResponseTimeoutError,
    )
    from azure.core.rest import HttpRequest

    request = HttpRequest("POST" if query else "GET", url, headers={"Accept": "application/json"}, json=query)
    try:
        return await asyncio.wait_for(sender.send_request(request), deadline)
    except (TimeoutError, ServiceRequestTimeoutError, ServiceResponseTimeoutError) as error:
        raise TimedOut(what, message=f"no answer within {deadline:g} seconds") from error
    except ClientAuthenticationError as error:
        raise sign_in_failure(what, error) from error
    except BodyTooLong as error:
        raise MalformedAnswer(what, message=str(error)) from error
    except DecodeError as error:
        raise MalformedAnswer(what, message=error.message) from error
    except (AzureError, OSError) as error:
        raise Unreachable(what, message=str(error)) from error


def sign_in_failure(what: str, error: ClientAuthenticationError) -> ReadFailed:
    """Why there is no token: the authority throttles, or does not accept who signs in."""
    answer = cast("AsyncHttpResponse | None", error.response)
    if answer is not None and answer.status_code == 429:
        return Throttled(what, status=429, message=error.message, wait=asked_wait(answer.headers))
    return SignInFailed(what, message=error.message)


def _object(response: AsyncHttpResponse, what: str) -> JsonObject:
    value = _json(response)
    if not isinstance(value, dict):
        raise MalformedAnswer(what, status=200, message=f"the answer is no JSON object: {_text(response):.200}")
    return value


def _error(response: AsyncHttpResponse) -> tuple[str, str]:
    """Code and message of ARM's error envelope; a text that is none is the message."""
    value = _json(response)
    error = value.get("error") if isinstance(value, dict) else None
    if not isinstance(error, dict):
        return "", f"{response.reason}: {_text(response):.200}"
    return str(error.get("code", "")), " ".join((str(error.get("message", "")), *_details(error.get("details"))))


def _details(details: Json) -> Iterator[str]:
    """What an error says beneath: Resource Graph says nothing but a time at its top."""
    for one in details if isinstance(details, list) else ():
        if isinstance(one, dict) and str(one.get("code", "")) in _CAUSES_BELOW:
            yield f"{one.get('code')}: {one.get('message', '')}"


def _text(response: AsyncHttpResponse) -> str:
    return response.content.decode("utf-8-sig", "replace")


def _json(response: AsyncHttpResponse) -> Json:
    try:
        return cast("Json", json.loads(_text(response)))
    except ValueError:
        return None


def _refusal(status: int, code: str) -> type[ReadFailed]:
    if status == 401:
        return SignInFailed
    if code == "SubscriptionNotFound":
        return SubscriptionNotFound
    if status == 403:
        return AccessDenied
    if status in {408, 504}:
        return TimedOut
    return ServiceFailed if status >= 500 else RequestRefused
