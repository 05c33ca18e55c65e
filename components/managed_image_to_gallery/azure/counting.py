"""Numbers and lists in sentences, for people: proper plurals, and names only as long as they are few. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
