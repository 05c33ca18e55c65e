"""Numbers and lists in sentences, for people: proper plurals, names in people's order and only as long as they are
few, and one cause told once with the number of those whom it concerns. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.resource_ids import GUID

if TYPE_CHECKING:
    from collections.abc import Sequence

_OWN = re.compile(rf"/subscriptions/\S+|'[^']*'|{GUID}|\d{{4}}-\d\d-\d\d[\dT:.Z]*", re.IGNORECASE)
"""What one message has for itself and its like has too: ids, quoted names, identifiers of a request, times."""

FEW = 3
"""As many names as a sentence may hold where all of them are not needed."""


def counted(count: int, noun: str, plural: str = "") -> str:
    """`1 version`, `6,985 versions`; a plural that is irregular is given."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def listed(names: Sequence[str], most: int = FEW) -> str:
    """`a, b, c and 52 more`; all of them where that leaves out a single one."""
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most:,} more"


def in_order(name: str) -> tuple[str | int, ...]:
    """A key by which people sort names: case does not count, numbers by their value (`web-3` before `web-13`)."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple(int(part) if number % 2 else part for number, part in enumerate(parts))


def cause_of(message: str) -> str:
    """The same text for messages that differ only in what they are about."""
    return _OWN.sub("…", message)


def concerned(names: Sequence[str]) -> str:
    """`55 migrations are concerned: a, b, c and 52 more.`"""
    return f"{counted(len(names), 'migration')} {'is' if len(names) == 1 else 'are'} concerned: {listed(names)}."
