"""Every exchange with Resource Manager in a file, scrubbed, where the environment asks for it (`RECORDING`).

One line of JSON for each: method, path, query, body; status, the headers that say how to go on, body. Whose
subscription it was cannot be told from it (`scrubbing`). Several processes may write to one file: each line is one
write.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from managed_image_to_gallery.azure.scrubbing import names_below, names_in, scrubbed, scrubbed_path, scrubbed_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azure.core.pipeline import PipelineResponse
    from azure.core.pipeline.policies import SansIOHTTPPolicy
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    from managed_image_to_gallery.azure.json_types import Json, JsonObject

RECORDING = "GALLERY_MIGRATE_RECORDING"
"""The environment variable that names the file."""

_TOLD_BY_VALUE = ("Retry-After", "x-ms-failure-cause", "x-ms-error-code")
_TOLD_BY_PRESENCE = ("Azure-AsyncOperation", "Location", "ETag", "x-ms-ratelimit-remaining-resource")


def recorders(
    environment: Mapping[str, str] = os.environ,
) -> list[SansIOHTTPPolicy[HttpRequest, AsyncHttpResponse]]:
    """What a pipeline needs to be recorded: nothing where nobody asks for it. It stands next to the transport."""
    file = environment.get(RECORDING)
    if not file:
        return []
    from azure.core.pipeline.policies import SansIOHTTPPolicy
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    names: set[str] = set()

    class Recorder(SansIOHTTPPolicy[HttpRequest, AsyncHttpResponse]):
        def on_response(self, request: object, response: PipelineResponse[HttpRequest, AsyncHttpResponse]) -> None:
            _append(file, exchange(response.http_request, response.http_response, names))

    return [Recorder()]


def exchange(request: HttpRequest, response: AsyncHttpResponse, names: set[str]) -> JsonObject:
    """One exchange, scrubbed. names: those that were told so far; those of this one are added."""
    headers: JsonObject = {name: response.headers[name] for name in _TOLD_BY_VALUE if name in response.headers}
    headers |= {name: "<there>" for name in _TOLD_BY_PRESENCE if name in response.headers}
    path, answer = urlsplit(request.url).path, _parsed(response.content)
    names.update(names_in(path), names_below(answer))
    return {
        "method": request.method,
        "path": scrubbed_path(path),
        "query": cast("JsonObject", scrubbed_query(request.url)),
        "request": scrubbed(_parsed(request.content)),
        "status": response.status_code,
        "headers": headers,
        "response": scrubbed(answer, names=names),
    }


def _parsed(content: object) -> Json:
    """A body, None where there is none or where it is no JSON."""
    if not isinstance(content, (bytes, str)):
        return None
    try:
        return cast("Json", json.loads(content))
    except ValueError:
        return None


def _append(file: str, line: JsonObject) -> None:
    text = json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, text.encode("ascii"))
    finally:
        os.close(descriptor)
