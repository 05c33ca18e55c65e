"""Ids of managed images as repositories write them. Pure.

In any case; without the subscription; with variables in a part or texts joined by `concat`, `+` or `format`; with a
backslash before the slash, as JSON permits, and within JSON that is itself a text; in links to the portal, also
encoded. What has `galleries/<gallery>` before `images` is the id of an image definition and no managed image.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.repositories.spelling import (
    ANY,
    COMMA,
    COMMA_AT_THE_END,
    PLUS,
    PLUS_AT_THE_END,
    SEAM,
    VARIABLE,
)
from managed_image_to_gallery.cli.repositories.wanted import Named

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLASH = r"(?:\\{0,4}/|%2F)"
_LETTER = r"[^/\s\"'`\\,;<>|]"
_PART = rf"(?:{COMMA}|{SEAM}{_LETTER}{{1,90}}{SEAM}|(?:{PLUS}|{VARIABLE}|{_LETTER}){{1,300}}{SEAM}?)"
_BEFORE = re.compile(
    rf"(?:(?P<lead>(?:{_SLASH})?)subscriptions{_SLASH}(?P<subscription>{_PART}){_SLASH})?"
    rf"(?P<group_lead>(?:{_SLASH})?)resourceGroups{_SLASH}(?P<group>{_PART}){_SLASH}providers(?P<slash>{_SLASH})\Z",
    re.IGNORECASE,
)
_ANCHOR = re.compile(rf"providers(?P<slash>{_SLASH})Microsoft\.Compute{_SLASH}images{_SLASH}", re.IGNORECASE)
_NAME = re.compile(
    rf"(?P<name>{COMMA_AT_THE_END}|{SEAM}[\w.-]+|(?:{PLUS}|{VARIABLE}|[A-Za-z0-9_.-])*(?:{PLUS_AT_THE_END})?)(?P<more>{_SLASH}[\w$<{{])?"
)
_SEAM = re.compile(SEAM)
_PORTAL = re.compile(r"portal\.azure\.\w+/\S*\Z")
_FARTHEST = 1_000
"""As far before the type as the beginning of an id is looked for."""

_RESOURCE_ID = re.compile(r"\b(?:extension|subscription)?resourceId\s*\(", re.IGNORECASE)
_TYPE = re.compile(r"'Microsoft\.Compute/images'", re.IGNORECASE)
_ARGUMENT = re.compile(r"\s*((?:'[^'\n]*'|[\w.$\[\]]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?(?:\.[\w.]+)?))\s*(,|\Z)")


@dataclass(frozen=True)
class WrittenId:
    """An id in a text: what it says, where its type stands, from where to where it goes, how its slashes are written.

    slash: `/`, or with backslashes before it. leading: what it begins with, a slash or nothing; None for an id that
    does not begin with the subscription, or is put together of several texts, and cannot be replaced as a whole.
    called: it is a call of `resourceId`.
    """

    named: Named
    at: int
    start: int
    end: int
    slash: str = "/"
    leading: str | None = None
    called: bool = False


def ids_in(text: str) -> Iterator[WrittenId]:
    """The ids of managed images in a text, in order; those put together by `resourceId` last."""
    for anchor in _ANCHOR.finditer(text):
        name = _NAME.match(text, anchor.end())
        if name is None or not name["name"].rstrip(".-") or (name["more"] and not _is_portal_link(text, anchor)):
            continue
        yield _written(text, anchor, name)
    for call in _RESOURCE_ID.finditer(text):
        found = _called(text, call)
        if found is not None:
            yield found


def _is_portal_link(text: str, anchor: re.Match[str]) -> bool:
    """Whether an id stands in a link to Azure's portal, which goes on behind it (`…/overview`)."""
    return _PORTAL.search(text, max(0, anchor.start() - _FARTHEST), anchor.start()) is not None


def _written(text: str, anchor: re.Match[str], found: re.Match[str]) -> WrittenId:
    name = found["name"].rstrip(".-")
    end = found.start() + len(name)
    before = _BEFORE.search(text, max(0, anchor.start() - _FARTHEST), anchor.end("slash"))
    if before is None:
        return WrittenId(Named(None, None, _joined(name)), anchor.start(), anchor.start(), end, anchor["slash"])
    named = Named(_part(before["subscription"]), _part(before["group"]), _joined(name))
    if not found["more"] and text.startswith(before["slash"], end):
        end += len(before["slash"])
    is_one_text = _SEAM.search(text, before.start(), end) is None
    leading = before["lead"] if before["subscription"] and is_one_text else None
    return WrittenId(named, anchor.start(), before.start(), end, before["slash"], leading)


def _part(written: str | None) -> str | None:
    """A part of an id; None for one that is not there."""
    return None if written is None else _joined(written)


def _joined(written: str) -> str:
    """A part without the seams of the texts that it is put together of; a variable where it is one between two."""
    bare = _SEAM.sub("", written)
    return ANY if bare.startswith(("'", '"', "`", "\\")) else bare


def _called(text: str, call: re.Match[str]) -> WrittenId | None:
    """`resourceId([subscription], [group], 'Microsoft.Compute/images', name)`; None for another type."""
    end = _closing(text, call.end())
    inside = text[call.end() : end]
    if len(inside) > _FARTHEST or not _TYPE.search(inside):
        return None
    arguments = [found[1] for found in _ARGUMENT.finditer(inside)]
    at = next((index for index, each in enumerate(arguments) if _TYPE.fullmatch(each)), None)
    if at is None or at > 2 or len(arguments) != at + 2:
        return None
    subscription, group = [None] * (2 - at) + [_argument(each) for each in arguments[:at]]
    named = Named(subscription, group, _argument(arguments[at + 1]))
    return WrittenId(named, call.start(), call.start(), end + 1, called=True)


def _closing(text: str, start: int) -> int:
    depth = 1
    for found in re.compile(r"[()]").finditer(text, start, start + 2 * _FARTHEST):
        depth += 1 if found[0] == "(" else -1
        if not depth:
            return found.start()
    return len(text)


def _argument(written: str) -> str:
    return written[1:-1] if written.startswith("'") else ANY
