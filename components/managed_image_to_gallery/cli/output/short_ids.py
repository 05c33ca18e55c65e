"""Ids of Azure as people say them: `group/image` instead of the whole path. Pure.

Only ids of one subscription, the stack's, are shortened: of two images with one name in two subscriptions each must be
told from the other.
"""

from __future__ import annotations

import re

_SCOPE = r"/subscriptions/{subscription}(?:/resourceGroups/(?P<group>[^/\s,;'\"]+)(?P<rest>(?:/[^\s/,;'\"]+)*))?"


def with_short_ids(text: str, subscription_id: str) -> str:
    """A text in which the ids of this subscription are short; none is where no subscription is known."""
    if not subscription_id:
        return text
    pattern = _SCOPE.format(subscription=re.escape(subscription_id))
    return re.sub(pattern, _short, text, flags=re.IGNORECASE)


def _short(found: re.Match[str]) -> str:
    group, segments = found["group"], (found["rest"] or "").split("/")[1:]
    if not group:
        return "the subscription"
    if not segments:
        return f"group {group}"
    if segments[0].lower() != "providers" or len(segments) % 2 or len(segments) < 4:
        return found[0]
    return "/".join([group, *segments[3::2]])
