"""Waits for a long-running operation the way azcore does (docs/reference/provider-protocol.md#requests)."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

from ..schema import member
from ..values import JsonObject
from .client import ArmClient
from .errors import ArmError
from .responses import Response

_INTERVALS = {"PUT": 10.0, "PATCH": 10.0, "DELETE": 30.0}  # seconds, where the service does not say
_FAILED = frozenset({"failed", "canceled", "cancelled"})
_TERMINAL = _FAILED | {"succeeded"}


async def completed(client: ArmClient, method: str, path: str, api_version: str, accepted: Response) -> Response:
    """The last answer of an accepted PUT or DELETE: after the operation has ended, for a PUT the resource.

    The first poll comes after one interval. Raises `ArmError` when the operation failed or a poll was refused.
    """
    resource_url = client.address(path, api_version)
    headers = accepted.headers
    operation = headers.get("Azure-AsyncOperation") or headers.get("Operation-Location")
    if operation:
        final = await _until_status(client, method, operation, accepted)
        return final if method == "DELETE" else _successful(await client.send("GET", resource_url))
    if location := headers.get("Location"):
        url = _repaired(location, client.cloud.resource_manager, api_version)
        final = await _until_not_202(client, method, url, accepted)
        wants_resource = method != "DELETE" and final.body() is None
        return _successful(await client.send("GET", resource_url)) if wants_resource else final
    return await _until_provisioned(client, method, resource_url, accepted)


async def _until_status(client: ArmClient, method: str, url: str, latest: Response) -> Response:
    while True:
        latest = await _next(client, method, url, latest)
        body = latest.body() or {}
        status = str(body.get("status", "")).lower()
        if status in _TERMINAL:
            return _checked(latest, status, body)


async def _until_not_202(client: ArmClient, method: str, url: str, latest: Response) -> Response:
    while True:
        latest = await _next(client, method, url, latest)
        if latest.status != 202:
            return latest


async def _until_provisioned(client: ArmClient, method: str, url: str, latest: Response) -> Response:
    while True:
        body = latest.body() or {}
        state = str(member(body, ("properties", "provisioningState")) or "succeeded").lower()
        if state in _TERMINAL:
            return _checked(latest, state, body)
        latest = await _next(client, method, url, latest)


async def _next(client: ArmClient, method: str, url: str, latest: Response) -> Response:
    await client.sleep(latest.retry_after() or _INTERVALS[method])
    return _successful(await client.send("GET", url))


def _successful(response: Response) -> Response:
    if response.status >= 400:
        raise response.error()
    return response


def _checked(response: Response, status: str, body: JsonObject) -> Response:
    """The response, unless the operation ended badly. Azure then answers 200 with the error in the body."""
    if status not in _FAILED:
        return response
    error = body.get("error")
    details = error if isinstance(error, dict) else {}
    raise ArmError(response.status, str(details.get("code", "")), str(details.get("message") or response.text))


def _repaired(location: str, base: str, api_version: str) -> str:
    """An absolute poll address that carries an API version, whatever the service sent."""
    url = urljoin(f"{base}/", location)
    if "api-version" in parse_qs(urlsplit(url).query):
        return url
    return f"{url}{'&' if '?' in url else '?'}api-version={api_version}"
