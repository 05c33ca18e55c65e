"""What ARM answered to one request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ..values import JsonObject
from .errors import ArmError, UnexpectedResponseError, arm_error

_MILLISECOND_HEADERS = ("Retry-After-Ms", "x-ms-retry-after-ms")


@dataclass(frozen=True)
class Response:
    """Status, headers (looked up without case) and text of an answer."""

    status: int
    headers: Mapping[str, str]
    text: str

    def body(self) -> JsonObject | None:
        """The body as a JSON object; `None` when it is anything else."""
        try:
            parsed = json.loads(self.text) if self.text else None
        except ValueError:
            return None
        return cast("JsonObject", parsed) if isinstance(parsed, dict) else None

    def required_body(self) -> JsonObject:
        """The body as a JSON object. Raises `UnexpectedResponseError` when it is anything else."""
        body = self.body()
        if body is None:
            raise UnexpectedResponseError(self.status, self.text)
        return body

    def error(self) -> ArmError:
        """The answer read as Azure's error envelope."""
        return arm_error(self.status, self.text)

    def retry_after(self) -> float | None:
        """How long to wait, in seconds; `None` when the answer does not say, and for zero, which azcore ignores too."""
        for name in _MILLISECOND_HEADERS:
            if milliseconds := _positive(self.headers.get(name)):
                return milliseconds / 1000
        return _positive(self.headers.get("Retry-After"))


def _positive(text: str | None) -> float | None:
    return float(text) if text and text.isdigit() and int(text) > 0 else None
