"""How an answer of local Azure's differs in form from the recorded one: status, code, headers, members, spelling. Pure.

A recording has no texts and no names, so of those only the kind is compared. A state that is on its way (`Creating`)
and one that is reached count as alike: a replay does not take the time that the recording took.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast
from urllib.parse import urlsplit

from local_azure.comparing.exchanges import Exchange
from local_azure.comparing.fresh import Answer
from local_azure.comparing.names import form_of, is_mark, without_marks

_BY_VALUE = ("retry-after", "x-ms-failure-cause", "x-ms-error-code")
_BY_LINK = ("azure-asyncoperation", "location")
_BY_PRESENCE = ("etag", "x-ms-ratelimit-remaining-resource")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?")
_UNDER_WAY = frozenset({"Accepted", "Creating", "Updating", "Deleting", "InProgress", "Replicating", "Unknown"})
_STATES = frozenset({"provisioningState", "state", "status", "aggregatedState"})
LONGEST_LIST = 10
"""Items of a list that a recording has at most."""


def differences(recorded: Exchange, answer: Answer) -> list[str]:
    """A line for each; of an answer with another status only that."""
    if recorded.status != answer.status:
        return [f"status: recorded {recorded.status}, here {answer.status} ({answer.code})"]
    return [*_headers(recorded.headers, answer.headers), *_forms(recorded.response, answer.body, "", "")]


def _headers(recorded: Mapping[str, str], here: Mapping[str, str]) -> Iterator[str]:
    there = {name.lower(): value for name, value in recorded.items()}
    for name in (*_BY_VALUE, *_BY_LINK, *_BY_PRESENCE):
        wanted = without_marks(there[name]) if name in there else "none"
        shown = _shown_header(name, here[name], by_presence=wanted == "<there>") if name in here else "none"
        if wanted != shown:
            yield f"header {name}: recorded {wanted}, here {shown}"


def _shown_header(name: str, value: str, *, by_presence: bool) -> str:
    """As a recording has it. by_presence: this recording does not have its value."""
    if by_presence or name in _BY_PRESENCE:
        return "<there>"
    return _link(value) if name in _BY_LINK else value


def _link(url: str) -> str:
    parts = urlsplit(url)
    kept = sorted(each for each in parts.query.split("&") if each.partition("=")[0] in {"api-version", "monitor"})
    return form_of(parts.path) + (f"?{'&'.join(kept)}" if kept else "")


def _forms(recorded: object, here: object, place: str, key: str) -> Iterator[str]:
    match recorded, here:
        case dict(), dict():
            yield from _objects(cast("dict[str, object]", recorded), cast("dict[str, object]", here), place)
        case list(), list():
            yield from _lists(cast("list[object]", recorded), cast("list[object]", here), place, key)
        case _:
            yield from _values(recorded, here, place, key)


def _values(recorded: object, here: object, place: str, key: str) -> Iterator[str]:
    if not _alike(recorded, here, key):
        yield f"{place or 'body'}: recorded {_shown(recorded)}, here {_shown(here)}"


def _objects(recorded: dict[str, object], here: dict[str, object], place: str) -> Iterator[str]:
    if "<key>" in recorded:
        return
    for name in {**recorded, **here}:
        below = f"{place}.{name}" if place else name
        if name not in here:
            yield f"{below}: only recorded"
        elif name not in recorded:
            yield f"{below}: only here"
        else:
            yield from _forms(recorded[name], here[name], below, name)


def _lists(recorded: list[object], here: list[object], place: str, key: str) -> Iterator[str]:
    """Items by their place; a list of resources may have others beside those that were recorded."""
    of_resources = key == "value"
    if len(recorded) != len(here) and len(recorded) < LONGEST_LIST and not (of_resources and recorded):
        yield f"{place}[]: recorded {len(recorded)} items, here {len(here)}"
    for index, (one, other) in enumerate(zip(recorded, here, strict=False)):
        yield from _forms(one, other, f"{place}[{index}]", key)


def _alike(recorded: object, here: object, key: str) -> bool:
    if not isinstance(recorded, str) or not isinstance(here, str):
        if isinstance(recorded, bool) or recorded is None:
            return recorded is here
        return isinstance(here, (int, float)) and not isinstance(here, bool) and not isinstance(recorded, str)
    if key in _STATES and (recorded in _UNDER_WAY) != (here in _UNDER_WAY):
        return True
    if key == "message":
        return _says_the_same(recorded, here)
    if recorded.startswith("/"):
        return without_marks(recorded) == form_of(here)
    if recorded == "<time>" or _TIME.fullmatch(here):
        return recorded == "<time>" and _TIME.fullmatch(here) is not None
    if recorded == "<text>" or is_mark(recorded):
        return not here.startswith("/subscriptions/")
    return recorded == here


def _says_the_same(recorded: str, here: str) -> bool:
    """Whether a message has the words that were kept of the recorded one, in their order."""
    kept = [" ".join(part.split()) for part in recorded.split("<…>")]
    return re.search(".*".join(re.escape(part) for part in kept), " ".join(here.split()), re.DOTALL) is not None


def _shown(value: object) -> str:
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return "nothing" if value is None else f"{value!s:.120}"
