"""When a request failed because the subscription does not use its resource provider yet
(docs/reference/provider-protocol.md#registration).
"""

from __future__ import annotations

import re

from .responses import Response

PROVIDERS_API_VERSION = "2019-05-01"
_CODES = frozenset(
    {"MissingSubscriptionRegistration", "MissingRegistrationForResourceProvider", "SubscriptionNotRegistered"}
)


def namespace_to_register(response: Response, path: str) -> str | None:
    """The namespace of the path when the answer asks for its registration, otherwise `None`."""
    if response.status != 409 or response.error().code not in _CODES:
        return None
    found = re.search(r"/providers/([^/]+)", path, flags=re.IGNORECASE)
    return found[1] if found else None


def is_registered(response: Response) -> bool:
    """Whether a provider's description says that it is registered."""
    return (response.body() or {}).get("registrationState") == "Registered"
