"""One HTTP request and its answer, freed of the server that carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from local_azure.arm.json_types import Json
from local_azure.http import errors
from local_azure.http.json_text import read_json

MAX_BODY_BYTES = 4 * 1024 * 1024
"""What ARM accepts in a request body (documented limit of Azure Resource Manager: 4 MB)."""


@dataclass(frozen=True)
class Request:
    """A request as it came: header names in lower case, query values as sent, the body unread."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    @property
    def base_url(self) -> str:
        """`https://localhost:443`: the spelling of this server that the client uses, for URLs in answers."""
        return f"https://{self.headers.get('host', 'localhost')}"

    @property
    def api_version(self) -> str | None:
        """The api-version asked for, in lower case."""
        for key, value in self.query.items():
            if key.lower() == "api-version" and value:
                return value.lower()
        return None

    @property
    def is_json(self) -> bool:
        """Whether the client says that the body is JSON."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"

    def json_body(self, *, required: bool) -> Json:
        """The body as a JSON object; 400 for anything else, and for none where one is required."""
        if not self.body.strip():
            if required:
                raise errors.request_content_missing()
            return {}
        try:
            document = read_json(self.body)
        except ValueError as cause:
            raise errors.request_content_invalid(str(cause)) from cause
        if not isinstance(document, dict):
            raise errors.request_content_not_object(type(document).__name__)
        return cast("Json", document)


@dataclass
class Answer:
    """What goes back: a status, headers (sent in lower case), the bytes of the body."""

    status: int
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
