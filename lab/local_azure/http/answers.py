"""Headers and bodies as Azure sends them (docs/reference/resource-manager.md#requests-and-errors)."""

from __future__ import annotations

import json
import time
import uuid
from email.utils import formatdate
from functools import lru_cache

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.http.exchange import Answer, Request

JSON_TYPE = "application/json; charset=utf-8"
ROUTING_REGION = "LOCALAZURE"

_COMMON = {
    "Cache-Control": "no-cache",
    "Pragma": "no-cache",
    "Expires": "-1",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}


def common_headers(request: Request, request_id: str, correlation_id: str) -> dict[str, str]:
    """What every answer of Resource Manager carries."""
    moment = time.time()
    headers = {
        **_COMMON,
        "x-ms-request-id": request_id,
        "x-ms-correlation-request-id": correlation_id,
        "x-ms-routing-request-id": f"{ROUTING_REGION}:{_utc(int(moment))}:{correlation_id}",
        "Date": http_date(int(moment)),
    }
    client_request_id = request.headers.get("x-ms-client-request-id")
    if client_request_id and request.headers.get("x-ms-return-client-request-id", "").lower() == "true":
        headers["x-ms-client-request-id"] = client_request_id
    return headers


def correlation_id_of(request: Request) -> str:
    """The client's correlation id when it sends one, otherwise a new one."""
    return request.headers.get("x-ms-correlation-request-id") or new_request_id()


def new_request_id() -> str:
    """An id for a request that starts no operation."""
    return str(uuid.uuid4())


def error_answer(error: ArmError) -> Answer:
    """Azure's error envelope."""
    return Answer(
        error.status, {**error.extra_headers, "Content-Type": JSON_TYPE}, encode(error.envelope(), pretty=False)
    )


def encode(body: Json, *, pretty: bool) -> bytes:
    """JSON on the wire: compact, or indented with CRLF as Compute answers single resources."""
    if pretty:
        return json.dumps(body, indent=2, ensure_ascii=False).replace("\n", "\r\n").encode()
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


@lru_cache(maxsize=2)
def http_date(second: int) -> str:
    """A second since 1970 as a header has it."""
    return formatdate(second, usegmt=True)


@lru_cache(maxsize=2)
def _utc(second: int) -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(second))
