"""The log of requests and answers that the real provider writes at the verbosity 9, in its form.

Source: docs/reference/provider-protocol.md#the-log-of-the-provider. Unlike the real one, each entry is on disk at once.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from yarl import URL

from ..values import JsonObject

_LOG = logging.getLogger(__name__)
_VERBOSITY = 9
_RULE = f"   {'-' * 80}"
_WITH_VALUE = frozenset({"accept", "cache-control", "content-length", "content-type", "date", "retry-after"})
_LEFT_OUT = "REDACTED"


def begin_log(verbosity: int) -> None:
    """Write into a file in the folder for temporary files from now on, where the engine asks for that much."""
    if verbosity < _VERBOSITY:
        return
    file = Path(tempfile.gettempdir()) / f"pulumi-resource-azure-native.local.user.log.INFO.local.{os.getpid()}"
    handler = logging.FileHandler(file, encoding="utf-8")
    line = "I%(asctime)s.%(msecs)06d %(process)7d client_azcore.go:95] [azcore] %(message)s"
    handler.setFormatter(logging.Formatter(line, datefmt="%m%d %H:%M:%S"))
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False


def note_request(method: str, url: str, headers: Mapping[str, str], body: JsonObject | None) -> None:
    """Before a request is sent."""
    if _LOG.isEnabledFor(logging.INFO):
        shown = "   Request contained no body" if body is None else _body(json.dumps(body))
        _LOG.info(
            "Request: ==> OUTGOING REQUEST (Try=1)\n   %s %s\n%s\n%s\n", method, _shown(url), _headers(headers), shown
        )


def note_answer(
    method: str, url: str, asked: Mapping[str, str], status: int, headers: Mapping[str, str], text: str
) -> None:
    """After it was answered."""
    if _LOG.isEnabledFor(logging.INFO):
        head = "Response: ==> REQUEST/RESPONSE (Try=1/1ms, OpTime=1ms) -- RESPONSE RECEIVED"
        shown = _body(text) if text else "   Response contained no body"
        answer = f"{_RULE}\n   RESPONSE Status: {status} Status\n{_headers(headers)}\n{shown}"
        _LOG.info("%s\n   %s %s\n%s\n%s\n", head, method, _shown(url), _headers(asked), answer)


def _shown(url: str) -> str:
    address = URL(url, encoded=True)
    kept = {key: value if key.lower() == "api-version" else _LEFT_OUT for key, value in address.query.items()}
    return str(address.with_query(kept))


def _headers(headers: Mapping[str, str]) -> str:
    shown = ((name, value if name.lower() in _WITH_VALUE else _LEFT_OUT) for name, value in sorted(headers.items()))
    return "\n".join(f"   {name}: {value}" for name, value in shown)


def _body(text: str) -> str:
    return f"{_RULE}\n{text}\n{_RULE}"
