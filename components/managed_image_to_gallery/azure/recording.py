"""Every exchange with Resource Manager in a file, scrubbed, where the environment asks for it (`RECORDING`).

One line of JSON for each: method, path, query, body; status, the headers that say how to go on, body; and `by`, where
it was not the product that asked. Whose subscription it was cannot be told from it (`scrubbing`). Several processes may
write to one file: each line is one write. A file that cannot be written to ends no command: what is recorded is not
what the command is for.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from managed_image_to_gallery.azure.scrubbing import (
    Marks,
    names_below,
    names_in,
    scrubbed,
    scrubbed_link,
    scrubbed_path,
    scrubbed_query,
    scrubbed_value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azure.core.pipeline import PipelineResponse
    from azure.core.pipeline.policies import SansIOHTTPPolicy
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    from managed_image_to_gallery.azure.json_types import Json, JsonObject

RECORDING = "GALLERY_MIGRATE_RECORDING"
"""The environment variable that names the file."""
RECORDING_KEY = "GALLERY_MIGRATE_RECORDING_KEY"
"""That of the key of the marks, so that all processes that write to one file mark a name alike."""

_TOLD_BY_VALUE = ("Retry-After", "x-ms-failure-cause", "x-ms-error-code")
_TOLD_AS_LINK = ("Azure-AsyncOperation", "Location")
_TOLD_BY_PRESENCE = ("ETag", "x-ms-ratelimit-remaining-resource")


@dataclass(frozen=True)
class Exchange:
    """A request and its answer, as they were. Of headers only those of the answer; a body that is no JSON is None."""

    method: str
    url: str
    request: Json
    status: int
    headers: Mapping[str, str]
    response: Json


@dataclass
class Recording:
    """A file that exchanges are written to."""

    file: str
    marks: Marks

    @property
    def _names(self) -> set[str]:
        """Every name that was told to this process so far, by whatever connection."""
        return _names_told(self.file)

    @classmethod
    def asked_for(cls, environment: Mapping[str, str] = os.environ) -> Recording | None:
        """The one that the environment asks for."""
        file = environment.get(RECORDING)
        key = environment.get(RECORDING_KEY) or secrets.token_hex(8)
        return cls(file, Marks(key.encode())) if file else None

    def note(self, seen: Exchange, *, by: str | None = None) -> None:
        """Write one exchange. by: who asked, where it was not the product."""
        line = self.line(seen)
        self.write({"by": by, **line} if by else line)

    def line(self, seen: Exchange) -> JsonObject:
        """One exchange, scrubbed, also of every name that earlier ones told."""
        path = urlsplit(seen.url).path
        self._names.update(names_in(path), names_below(seen.request), names_below(seen.response))
        return {
            "method": seen.method,
            "path": scrubbed_path(path, self.marks),
            "query": cast("JsonObject", scrubbed_query(seen.url)),
            "request": scrubbed(seen.request, marks=self.marks),
            "status": seen.status,
            "headers": self._headers(seen.headers),
            "response": scrubbed(seen.response, names=self._names, marks=self.marks),
        }

    def write(self, line: JsonObject) -> None:
        """Add a line that is scrubbed already."""
        text = json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n"
        with suppress(OSError):
            descriptor = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, text.encode("ascii"))
            finally:
                os.close(descriptor)

    def _headers(self, headers: Mapping[str, str]) -> JsonObject:
        said = {name.lower(): value for name, value in headers.items()}
        told: JsonObject = {name: scrubbed_value(said[name.lower()]) for name in _TOLD_BY_VALUE if name.lower() in said}
        for name in _TOLD_AS_LINK:
            if name.lower() in said:
                told[name] = scrubbed_link(said[name.lower()], self.marks)
        return told | {name: "<there>" for name in _TOLD_BY_PRESENCE if name.lower() in said}


@cache
def _names_told(_file: str) -> set[str]:
    return set()


def recorders(
    environment: Mapping[str, str] = os.environ,
) -> list[SansIOHTTPPolicy[HttpRequest, AsyncHttpResponse]]:
    """What a pipeline needs to be recorded: nothing where nobody asks for it. It stands next to the transport."""
    recording = Recording.asked_for(environment)
    if recording is None:
        return []
    from azure.core.pipeline.policies import SansIOHTTPPolicy
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    class Recorder(SansIOHTTPPolicy[HttpRequest, AsyncHttpResponse]):
        def on_response(self, request: object, response: PipelineResponse[HttpRequest, AsyncHttpResponse]) -> None:
            recording.note(_exchange(response.http_request, response.http_response))

    return [Recorder()]


def _exchange(request: HttpRequest, response: AsyncHttpResponse) -> Exchange:
    asked, answer = parsed(request.content), parsed(response.content)
    return Exchange(request.method, request.url, asked, response.status_code, response.headers, answer)


def parsed(content: object) -> Json:
    """A body, None where there is none or where it is no JSON."""
    if not isinstance(content, (bytes, str)):
        return None
    try:
        return cast("Json", json.loads(content))
    except ValueError:
        return None
