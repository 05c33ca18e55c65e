"""Ids of Azure as people say them: `group/image` instead of the whole path. Pure.

Of two images with one name in two subscriptions each must be told from the other: `with_short_ids` shortens only the
ids of one subscription, the stack's. `short` shortens all of them, for a line beside which the whole text stands.
"""

from __future__ import annotations

import re

from managed_image_to_gallery.azure.plain_text import one_line

_SCOPE = r"/subscriptions/{subscription}(?:/resourceGroups/(?P<group>[^/\s,;'\"]+)(?P<rest>(?:/[^\s/,;'\"]+)*))?"
_OF_ANY = re.compile(_SCOPE.format(subscription=r"[^/\s,;'\"]+"), flags=re.IGNORECASE)


def with_short_ids(text: str, subscription_id: str) -> str:
    """A text in which the ids of this subscription are short; none is where no subscription is known."""
    if not subscription_id:
        return text
    pattern = _SCOPE.format(subscription=re.escape(subscription_id))
    return re.sub(pattern, _short, text, flags=re.IGNORECASE)


def short(text: str) -> str:
    """A text in one line: `/subscriptions/…/resourceGroups/apps/…/virtualMachines/web` becomes `apps/web`."""
    return _OF_ANY.sub(_short, one_line(text))


def _short(found: re.Match[str]) -> str:
    group, segments = found["group"], (found["rest"] or "").split("/")[1:]
    if not group:
        return "the subscription"
    if not segments:
        return f"group {group}"
    if segments[0].lower() != "providers" or len(segments) % 2 or len(segments) < 4:
        return found[0]
    pairs = zip(segments[::2], segments[1::2], strict=True)
    return "/".join([group, *(name for kind, name in pairs if kind.lower() != "providers")])
