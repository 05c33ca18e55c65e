"""Who an access token speaks for, read from its claims without checking its signature: Azure checks it, we name it."""

from __future__ import annotations

import base64
import json
from typing import cast

_NAMES = ("upn", "unique_name", "appid", "azp")


def identity_of(token: str) -> str:
    """A name for people (user name or client id) and the object id; `unknown` when the token cannot be read.

    The claims are those of Entra ID's access tokens for Resource Manager (docs/reference/resource-manager.md#sign-in).
    """
    claims = _claims(token)
    name = next((str(claims[key]) for key in _NAMES if claims.get(key)), "")
    object_id = str(claims.get("oid") or "")
    if name and object_id and name != object_id:
        return f"{name} (object id {object_id})"
    return name or object_id or "unknown"


def _claims(token: str) -> dict[str, object]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        claims = cast("object", json.loads(base64.urlsafe_b64decode(padded)))
    except ValueError:
        return {}
    return cast("dict[str, object]", claims) if isinstance(claims, dict) else {}
