"""The next free version number of a definition, by a scheme. Pure.

A number that was ever used must not come again: the numbers in Azure and those of the config are both taken.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.names import version_number, violations_of_version_number
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

FIRST = "1.0.0"


class Scheme(str, Enum):
    """How the next number is found."""

    PATCH = "patch"
    """The highest number plus one in the last place; 1.0.0 is the first."""
    DATE = "date"
    """year.month and day.number of that day: 2026.1124.0."""


def next_version(scheme: str, taken: Iterable[str], today: date) -> str:
    """The next free number.

    scheme: `patch`, `date`, or a number itself (fixed). Raises CommandFailed for another scheme or a fixed number that
    is taken.
    """
    used = {number for number in taken if not violations_of_version_number(number)}
    if scheme == Scheme.PATCH.value:
        return _after_highest(used)
    if scheme == Scheme.DATE.value:
        return _of_day(used, today)
    return _fixed(scheme, used)


def _after_highest(used: set[str]) -> str:
    if not used:
        return FIRST
    major, minor, patch = max(version_number(number) for number in used)
    return f"{major}.{minor}.{patch + 1}"


def _of_day(used: set[str], today: date) -> str:
    day = f"{today.year}.{today.month}{today.day:02}"
    patches = [version_number(number)[2] for number in used if re.match(rf"{re.escape(day)}\.", number)]
    return f"{day}.{max(patches, default=-1) + 1}"


def _fixed(number: str, used: set[str]) -> str:
    broken = violations_of_version_number(number)
    if broken:
        remedy = "Use patch, date, or a number such as 1.0.0."
        raise CommandFailed(f"{number!r} is no scheme and no version number: {'; '.join(broken)}.", remedy)
    if number in used:
        raise CommandFailed(f"The version {number} is taken.", "Use another number, or the scheme patch.")
    return number
