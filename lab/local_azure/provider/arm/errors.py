"""Azure's refusals, in the words the real provider shows them (docs/reference/provider-protocol.md#texts-of-errors)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from ..errors import ProviderError


class ArmError(ProviderError):
    """A request or a long-running operation that Azure answered with an error.

    `status` is the HTTP status; for a failed operation it is that of the poll, so usually 200.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        coded = f' Code="{code}"' if code else ""
        super().__init__(f'Status={status}{coded} Message="{message}"')
        self.status = status
        self.code = code
        self.message = message


class UnexpectedResponseError(ProviderError):
    """Azure answered with something that is not a JSON object where one has to be."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"unexpected response from Azure: '{body}', HTTP status: {status}")
        self.status = status
        self.body = body


def arm_error(status: int, text: str) -> ArmError:
    """The error of a response body: Azure's envelope (with or without `error` around it), else the raw body."""
    try:
        body = _object(json.loads(text))
    except ValueError:
        return ArmError(status, "", text)
    error = _object(body.get("error", body))
    return ArmError(status, str(error.get("code", "")), str(error.get("message", "") or text))


def _object(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}
