"""The headers that matter, each as the class of its value."""

from __future__ import annotations

import re
from collections.abc import Mapping

_URL = re.compile(
    r"https://[^/]+/subscriptions/[^/]+/(providers/(?P<provider>[^/]+)/locations/[^/]+/)?(?P<family>[^/]+)/[^/?]+"
    r"(\?(?P<query>.*))?"
)
_AS_SENT = (
    *("azure-asyncnotification", "cache-control", "pragma", "expires", "content-type", "strict-transport-security"),
    *("x-content-type-options", "x-ms-failure-cause", "retry-after"),
)
_URLS = ("azure-asyncoperation", "location")
LOST = "<sent; value lost>"


def header_facts(headers: Mapping[str, object]) -> dict[str, str]:
    """Lower-case name → class of the value, for the headers that matter."""
    lower = {name.lower(): str(value) for name, value in headers.items()}
    facts = {name: lower[name] for name in _AS_SENT if name in lower}
    facts |= {name: url_class(lower[name]) for name in _URLS if name in lower}
    if facts.get("retry-after") == LOST:
        facts["retry-after"] = "sent"
    if "x-ms-ratelimit-remaining-resource" in lower:
        facts["x-ms-ratelimit-remaining-resource"] = policies(lower["x-ms-ratelimit-remaining-resource"])
    if "etag" in lower:
        facts["etag"] = "weak" if lower["etag"].startswith("W/") else "strong"
    if "x-ms-request-id" in lower:
        operation = lower.get("azure-asyncoperation", "")
        facts["x-ms-request-id"] = "the operation" if lower["x-ms-request-id"] in operation else "another"
    return facts


def url_class(url: str) -> str:
    """`Microsoft.Compute capsOperations monitor`, whatever host, subscription, location and operation."""
    found = _URL.fullmatch(url)
    if found is None:
        return "another"
    monitor = " monitor" if "monitor=true" in (found["query"] or "") else ""
    return f"{found['provider'] or ''} {found['family']}{monitor}".strip()


def policies(value: str) -> str:
    """The names of the request buckets, without what remains in them."""
    return ", ".join(entry.split(";")[0] for entry in value.split(","))
